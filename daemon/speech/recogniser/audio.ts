import { LINE_HZ, ms, SPEECH_HZ, samplesIn } from '../../domain/units.js'

/** Whisper hallucinates on less; the padding costs nothing measurable (FACTS.md, Speech). */
const LEAST_SAMPLES = samplesIn(ms(1100), SPEECH_HZ)
/** Whisper's window is 30 s; a patient's turn is cut at 15. */
const MOST_LINE_SAMPLES = samplesIn(ms(28_000), LINE_HZ)
const TAPS_A_SIDE = 24

/**
 * The odd phase of a half-band low-pass at 4 kHz (the even phase is the input itself): Blackman-windowed sinc, 48 taps,
 * flat within 0.1 dB to 3.6 kHz, images below −70 dB from 4.4 kHz.
 */
const HALF_BAND = Float64Array.from({ length: 2 * TAPS_A_SIDE }, (_, i) => {
  const distance = i - TAPS_A_SIDE + 0.5
  const place = distance / TAPS_A_SIDE
  const window = 0.42 + 0.5 * Math.cos(Math.PI * place) + 0.08 * Math.cos(2 * Math.PI * place)
  return (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window
})

/** 8 kHz to 16 kHz, −1…1, mean removed. Returns twice as many samples. */
export function toSpeechRate(pcm: Int16Array): Float32Array {
  const out = new Float32Array(pcm.length * 2)
  const mean = pcm.length === 0 ? 0 : pcm.reduce((sum, sample) => sum + sample, 0) / pcm.length
  const padded = new Float64Array(pcm.length + 2 * TAPS_A_SIDE)
  for (let i = 0; i < pcm.length; i++) padded[i + TAPS_A_SIDE] = (pcm[i]! - mean) / 32768
  for (let i = 0; i < pcm.length; i++) {
    out[2 * i] = padded[i + TAPS_A_SIDE]!
    let between = 0
    for (let k = 0; k < 2 * TAPS_A_SIDE; k++) between += HALF_BAND[k]! * padded[i + 1 + k]!
    out[2 * i + 1] = between
  }
  return out
}

/** What the encoder is given: speech at 16 kHz, never shorter than Whisper can stand. */
export interface EncoderInput {
  readonly pcm: Float32Array
  /** Encoder positions (20 ms each) that hold it, with a margin. */
  readonly audioCtx: number
  /** Seconds of audio before padding. */
  readonly seconds: number
}

/** 50 positions a second and 128 more: no word error against the full 1500, a sixth of the work (FACTS.md, Speech). */
const CTX_A_SECOND = 50
const CTX_MARGIN = 128
/** ggml's matrix products work in tiles of 16: an odd context falls back to single dot products in every attention. */
const CTX_STEP = 32

/** `lead` (16 kHz), when given, goes before the answer. */
export function encoderInput(line: Int16Array, lead?: Float32Array): EncoderInput {
  const speech = toSpeechRate(line.subarray(0, MOST_LINE_SAMPLES))
  const leadSamples = lead?.length ?? 0
  const pcm = new Float32Array(Math.max(leadSamples + speech.length, LEAST_SAMPLES))
  if (lead) pcm.set(lead)
  pcm.set(speech, leadSamples)
  const seconds = pcm.length / SPEECH_HZ
  return {
    pcm,
    audioCtx: Math.min(1500, Math.ceil((seconds * CTX_A_SECOND + CTX_MARGIN) / CTX_STEP) * CTX_STEP),
    seconds: speech.length / SPEECH_HZ,
  }
}

/** Below this peak (−50 dBFS) a line carries comfort noise only: Whisper would invent words. */
const SILENT_PEAK = 104

export function isSilent(pcm: Int16Array): boolean {
  return pcm.every(sample => sample < SILENT_PEAK && sample > -SILENT_PEAK)
}

/** 20 ms at the line's rate. */
const FRAME = samplesIn(ms(20), LINE_HZ)
/** A frame this far below the loudest one (20 dB) is taken for background: babble at 10–15 dB stays out, weak endings stay in. */
const BACKGROUND = 0.1

/** Samples from the first to the last frame that stands out of the background: the answer itself; empty where nothing does. */
export function speechSpan(pcm: Int16Array): { readonly from: number; readonly to: number } {
  const levels: number[] = []
  for (let start = 0; start + FRAME <= pcm.length; start += FRAME) {
    let energy = 0
    for (let i = start; i < start + FRAME; i++) energy += pcm[i]! * pcm[i]!
    levels.push(Math.sqrt(energy / FRAME))
  }
  const floor = Math.max(...levels, 1) * BACKGROUND
  const first = levels.findIndex(level => level > floor)
  const last = levels.findLastIndex(level => level > floor)
  return first < 0 ? { from: 0, to: 0 } : { from: first * FRAME, to: (last + 1) * FRAME }
}

/** How long the answer itself is. */
export function speechSeconds(pcm: Int16Array): number {
  const { from, to } = speechSpan(pcm)
  return (to - from) / LINE_HZ
}

/** What is kept around an answer that is said over: enough not to cut its first and last sounds. */
const LEAD = samplesIn(ms(200), LINE_HZ)
const TAIL = samplesIn(ms(140), LINE_HZ)

/** The answer, and once more: "huit, huit". */
export function saidTwice(pcm: Int16Array): Int16Array {
  const { from, to } = speechSpan(pcm)
  const answer = pcm.subarray(Math.max(0, from - LEAD), to + TAIL)
  const twice = new Int16Array(answer.length * 2)
  twice.set(answer)
  twice.set(answer, answer.length)
  return twice
}
