import type { Hearing } from '../daemon/domain/expected.js'
import { LINE_HZ, ms, samplesIn } from '../daemon/domain/units.js'
import type { Recogniser } from '../daemon/speech/port.js'

/** The silence that ends a turn on the plain path, whatever was asked. */
const ENDPOINT_SAMPLES = samplesIn(ms(700), LINE_HZ)
const FRAME = samplesIn(ms(20), LINE_HZ)
/** 20 dB under the loudest frame is silence, as for the recogniser's own measure of an answer's length. */
const SILENT = 0.1

/** What a fixed silence leaves of a clip: all up to the first pause of 700 ms behind speech. */
export function upToEndpoint(pcm: Int16Array): Int16Array {
  const levels = Array.from({ length: Math.floor(pcm.length / FRAME) }, (_, i) => rms(pcm, i * FRAME))
  const floor = Math.max(...levels, 1) * SILENT
  let silentFrom = -1
  for (const [i, level] of levels.entries()) {
    if (level > floor) silentFrom = (i + 1) * FRAME
    else if (silentFrom >= 0 && (i + 1) * FRAME - silentFrom >= ENDPOINT_SAMPLES)
      return pcm.subarray(0, (i + 1) * FRAME)
  }
  return pcm
}

function rms(pcm: Int16Array, from: number): number {
  let energy = 0
  for (let i = from; i < from + FRAME; i++) energy += pcm[i]! * pcm[i]!
  return Math.sqrt(energy / FRAME)
}

/** The plain path: greedy words and nothing else. `known`: this clip as it was heard whole to a free question, heard once only. */
export async function hearPlainly(
  recogniser: Recogniser,
  pcm: Int16Array,
  known: Hearing | undefined,
): Promise<Hearing> {
  const heard = upToEndpoint(pcm)
  const { text, confidence, noSpeech, tookMs } =
    known !== undefined && heard.length === pcm.length
      ? known
      : await recogniser.hear({ pcm: heard, language: 'fr', expected: { kind: 'free' } })
  return { text, confidence, noSpeech, tookMs }
}
