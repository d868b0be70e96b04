import { LINE_HZ, type Ms, ms, samplesIn } from '../../domain/units.js'

export const toDb = (amplitude: number): number => 20 * Math.log10(Math.max(amplitude, 1e-9))
export const fromDb = (level: number): number => 10 ** (level / 20)

/** Level is judged in frames of this length: long enough for a pitch period, short enough for a consonant. */
export const LEVEL_FRAME = samplesIn(ms(10), LINE_HZ)

/** RMS of each 10 ms frame of audio at ±1; the last frame may be shorter. */
export function frameLevels(audio: Float32Array): Float64Array {
  const levels = new Float64Array(Math.ceil(audio.length / LEVEL_FRAME))
  for (let frame = 0; frame < levels.length; frame++) {
    const end = Math.min(audio.length, (frame + 1) * LEVEL_FRAME)
    let power = 0
    for (let i = frame * LEVEL_FRAME; i < end; i++) power += audio[i]! ** 2
    levels[frame] = Math.sqrt(power / (end - frame * LEVEL_FRAME))
  }
  return levels
}

/** A frame counts as voice within this distance of the voice's own level (ITU-T P.56 section 8: margin 15.9 dB). */
const VOICE_MARGIN = fromDb(-15.9)

/** RMS of the voiced part, in the manner of ITU-T P.56: the level and what counts as voice are found together. 0 for silence. */
export const voicedLevel = (audio: Float32Array): number => voicedLevelOf(frameLevels(audio))

/** The same of the levels of its frames. */
export function voicedLevelOf(levels: Float64Array): number {
  let level = levels.reduce((most, frame) => Math.max(most, frame), 0)
  for (let round = 0; round < 20; round++) {
    let power = 0
    let frames = 0
    for (const frame of levels) {
      if (frame < level * VOICE_MARGIN) continue
      power += frame ** 2
      frames += 1
    }
    const next = frames > 0 ? Math.sqrt(power / frames) : 0
    if (Math.abs(next - level) <= level * 1e-4) return next
    level = next
  }
  return level
}

export const peakOf = (audio: Float32Array): number => audio.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0)

const LOOKAHEAD = samplesIn(ms(4), LINE_HZ)

/** Turns loud spots down before they come, in place: no sample above `ceiling`, no gain that jumps. */
export function limit(audio: Float32Array, ceiling: number): Float32Array {
  const need = audio.map(x => (Math.abs(x) > ceiling ? ceiling / Math.abs(x) : 1))
  const held = new Float32Array(audio.length)
  for (let i = 0; i < held.length; i++) {
    let least = 1
    for (let j = Math.max(0, i - LOOKAHEAD); j <= Math.min(held.length - 1, i + LOOKAHEAD); j++)
      least = Math.min(least, need[j]!)
    held[i] = least
  }
  // The mean of the held minima over ±half the window never exceeds the need at its centre.
  const half = LOOKAHEAD >> 1
  for (let i = 0; i < audio.length; i++) {
    let sum = 0
    for (let j = i - half; j <= i + half; j++) sum += held[Math.min(held.length - 1, Math.max(0, j))]!
    audio[i] = audio[i]! * (sum / (2 * half + 1))
  }
  return audio
}

/** How far on either side a sample has a say in the limiter's gain. */
const LIMIT_REACH = LOOKAHEAD + (LOOKAHEAD >> 1)

/** `limit` of sound that comes in pieces: what comes out is the same, up to 6 ms later. */
export class Limiter {
  readonly #ceiling: number
  /** What came and still has a say, as it came. */
  #kept: Float32Array = new Float32Array(0)
  /** How much of `#kept` was given already. */
  #given = 0

  constructor(ceiling: number) {
    this.#ceiling = ceiling
  }

  /** Gives what no later sound has a say in; with `last` all of it. */
  push(audio: Float32Array, last = false): Float32Array {
    const kept = new Float32Array(this.#kept.length + audio.length)
    kept.set(this.#kept)
    kept.set(audio, this.#kept.length)
    const end = last ? kept.length : Math.max(this.#given, kept.length - LIMIT_REACH)
    const out = limit(kept.slice(), this.#ceiling).slice(this.#given, end)
    const from = Math.max(0, end - LIMIT_REACH)
    this.#kept = kept.subarray(from)
    this.#given = end - from
    return out
  }
}

/** Half-cosine fades at both ends, in place: a clip that starts or stops off zero clicks. */
export function fade(audio: Float32Array, inMs: Ms, outMs: Ms): Float32Array {
  const rise = Math.min(audio.length, samplesIn(inMs, LINE_HZ))
  const fall = Math.min(audio.length, samplesIn(outMs, LINE_HZ))
  for (let i = 0; i < rise; i++) audio[i] = audio[i]! * 0.5 * (1 - Math.cos((Math.PI * i) / rise))
  for (let i = 0; i < fall; i++) {
    const at = audio.length - 1 - i
    audio[at] = audio[at]! * 0.5 * (1 - Math.cos((Math.PI * i) / fall))
  }
  return audio
}
