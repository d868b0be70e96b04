import { LINE_HZ, type Ms, ms, samplesIn } from '../../domain/units.js'
import { fade, frameLevels, fromDb, LEVEL_FRAME, limit, peakOf, voicedLevel } from './level.js'
import { dropRumble, toLineRate } from './resample.js'

/** What every clip holds to, whatever voice spoke it (daemon/speech/port.ts). */
export const FINISH = {
  voicedDbfs: -20,
  peakDbfs: -3,
  /** Quieter than this is silence: 30 dB under the voice, below the weakest consonant measured at an end (f of "neuf", −46). */
  silenceDbfs: -50,
  /** Silence left before the first and after the last sound, so that the fades touch no consonant. */
  leadMs: ms(10),
  tailMs: ms(10),
  /** The far end takes 400 ms of silence for the end of a prompt; a comma of the voice may last 600. */
  pauseMs: ms(200),
  fadeInMs: ms(5),
  fadeOutMs: ms(15),
} as const

/** A little under the peak, for rounding. */
export const CEILING_DBFS = FINISH.peakDbfs - 0.1

/** A synthesiser's raw pieces (±1, any rate) to one telephone clip: band, level, silences, ends. Empty for silence. */
export function finishClip(pieces: readonly Float32Array[], rateHz: number): Int16Array {
  const narrow = dropRumble(toLineRate(joined(pieces), rateHz))
  const level = voicedLevel(narrow)
  if (level < fromDb(-70)) return new Int16Array(0)
  const levelled = atLevel(narrow)
  const spoken = boundPauses(trim(levelled), FINISH.pauseMs)
  return toPcm(fade(atLevel(spoken), FINISH.fadeInMs, FINISH.fadeOutMs))
}

export function joined(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** Limiting takes a little of the level away, so the pair is run until both hold. */
function atLevel(audio: Float32Array): Float32Array {
  const wanted = fromDb(FINISH.voicedDbfs)
  const ceiling = fromDb(CEILING_DBFS)
  let out = audio
  for (let round = 0; round < 4; round++) {
    const gain = wanted / voicedLevel(out)
    out = out.map(x => x * gain)
    if (peakOf(out) <= ceiling) break
    out = limit(out, ceiling)
  }
  return out
}

const silentFrames = (audio: Float32Array): boolean[] =>
  Array.from(frameLevels(audio), level => level < fromDb(FINISH.silenceDbfs))

function trim(audio: Float32Array): Float32Array {
  const silent = silentFrames(audio)
  const first = silent.indexOf(false)
  const last = silent.lastIndexOf(false)
  const start = Math.max(0, first * LEVEL_FRAME - samplesIn(FINISH.leadMs, LINE_HZ))
  const end = Math.min(audio.length, (last + 1) * LEVEL_FRAME + samplesIn(FINISH.tailMs, LINE_HZ))
  return audio.slice(start, end)
}

/** Shortens every silence inside to `mostMs`, cutting its middle out: both neighbours keep their own decay and onset. */
export function boundPauses(audio: Float32Array, mostMs: Ms): Float32Array {
  const silent = silentFrames(audio)
  const keepFrames = Math.floor(samplesIn(mostMs, LINE_HZ) / LEVEL_FRAME)
  const kept: Float32Array[] = []
  let from = 0
  for (let frame = 0; frame < silent.length; ) {
    if (!silent[frame]) {
      frame += 1
      continue
    }
    let end = frame
    while (end < silent.length && silent[end]) end += 1
    const excess = end - frame - keepFrames
    if (excess > 0 && frame > 0 && end < silent.length) {
      const cutAt = frame + (keepFrames >> 1)
      kept.push(audio.subarray(from, cutAt * LEVEL_FRAME))
      from = (cutAt + excess) * LEVEL_FRAME
    }
    frame = end
  }
  kept.push(audio.subarray(from))
  return joined(kept)
}

export const toPcm = (audio: Float32Array): Int16Array =>
  Int16Array.from(audio, x => Math.max(-32768, Math.min(32767, Math.round(x * 32768))))
