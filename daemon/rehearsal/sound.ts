/** A stretch of sound, ms since the start of the audio. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

export interface SoundOptions {
  /** A frame above this RMS is sound. */
  readonly thresholdDbfs: number
  /** Shorter spans are clicks, not sound. */
  readonly minMs: number
  /** Spans nearer to each other than this are one. */
  readonly joinMs: number
}

/** −45 dBFS is where the project's figures put the edge of speech; 5 ms frames put the edges within 5 ms. */
export const SPEECH_EDGE = { thresholdDbfs: -45, minMs: 30, joinMs: 60 } as const satisfies SoundOptions
const FRAME_MS = 5
/** Noise put on the line lifts the edge this far above itself, but never over the quietest speech. */
const ABOVE_NOISE_DB = 8
const HIGHEST_EDGE_DBFS = -36

const DIGITAL_SILENCE_DBFS = -120

/** RMS of part of a 16-bit signal in dBFS (0 = a full-scale square wave); −120 for silence. */
export function levelDbfs(pcm: Int16Array, from = 0, to = pcm.length): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += pcm[i]! * pcm[i]!
  if (sum === 0 || to <= from) return DIGITAL_SILENCE_DBFS
  return 10 * Math.log10(sum / (to - from) / 32_768 ** 2)
}

/** The stretches of sound in a signal, in order. */
export function soundsIn(pcm: Int16Array, rateHz: number, options: SoundOptions = SPEECH_EDGE): Span[] {
  const frame = Math.round((FRAME_MS * rateHz) / 1000)
  const levels: number[] = []
  for (let at = 0; at + frame <= pcm.length; at += frame) levels.push(levelDbfs(pcm, at, at + frame))
  const edge = edgeAbove(levels, options.thresholdDbfs)
  const spans: { startMs: number; endMs: number }[] = []
  levels.forEach((level, i) => {
    if (level <= edge) return
    const [startMs, endMs] = [i * FRAME_MS, (i + 1) * FRAME_MS]
    const last = spans.at(-1)
    if (last !== undefined && startMs - last.endMs < options.joinMs) last.endMs = endMs
    else spans.push({ startMs, endMs })
  })
  return spans.filter(span => span.endMs - span.startMs >= options.minMs)
}

/** The fiftieth of the frames that are quietest are what the line sounds like when nobody speaks. */
function edgeAbove(levels: readonly number[], thresholdDbfs: number): number {
  const quiet = [...levels].sort((a, b) => a - b)[Math.floor(levels.length / 50)] ?? DIGITAL_SILENCE_DBFS
  return Math.max(thresholdDbfs, Math.min(quiet + ABOVE_NOISE_DB, HIGHEST_EDGE_DBFS))
}
