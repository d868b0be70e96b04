import { LINE_HZ, ms, samplesIn } from '../../domain/units.js'

/** Twice the hop: frames overlap by half. */
const FRAME = samplesIn(ms(20), LINE_HZ)
const HOP = FRAME / 2
/** The quietest fifth of the frames is background, if there are at least this many (120 ms). */
const QUIET_SHARE = 0.2
const LEAST_FRAMES = 6
/** Below −60 dBFS there is nothing to match. */
const LEAST_RMS = 33
/** Background that comes and goes by more than 10 dB among its quietest frames is talk or music, not a line's noise. */
const MOST_SPREAD = 3.2

/**
 * The steady noise of a line, as `length` samples made of the quietest frames of what was heard; undefined where there is none.
 * A clean carrier before a noisy answer is a break that costs the recogniser one isolated number in ten (53 clips with white
 * noise at −45 dBFS: 33 right behind a clean carrier, 37 behind one with the line's own noise under it).
 */
export function steadyNoise(pcm: Int16Array, length: number): Float32Array | undefined {
  const frames: { at: number; rms: number }[] = []
  for (let at = 0; at + FRAME <= pcm.length; at += HOP) frames.push({ at, rms: rmsOf(pcm, at) })
  const quiet = frames.sort((a, b) => a.rms - b.rms).slice(0, Math.max(LEAST_FRAMES, frames.length * QUIET_SHARE))
  const [softest, loudest] = [quiet[0]?.rms ?? 0, quiet.at(-1)?.rms ?? 0]
  if (frames.length < LEAST_FRAMES || softest < LEAST_RMS || loudest > softest * MOST_SPREAD) return undefined
  const noise = new Float32Array(length)
  const random = sequence()
  for (let to = -HOP; to < length; to += HOP) {
    const from = quiet[Math.floor(random() * quiet.length)]!.at
    for (let i = 0; i < FRAME; i++) {
      const place = to + i
      if (place >= 0 && place < length) noise[place]! += pcm[from + i]! * WINDOW[i]!
    }
  }
  return noise
}

/** Its square sums to one over the overlap: noise keeps its power. */
const WINDOW = Float64Array.from({ length: FRAME }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / FRAME))

function rmsOf(pcm: Int16Array, at: number): number {
  let energy = 0
  for (let i = at; i < at + FRAME; i++) energy += pcm[i]! * pcm[i]!
  return Math.sqrt(energy / FRAME)
}

/** The same for every answer, so that a recording is heard alike each time (Numerical Recipes' generator). */
function sequence(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
