import { createHash } from 'node:crypto'
import type { Hearing } from '../../daemon/domain/expected.js'
import type { RecognitionRequest } from '../../daemon/speech/port.js'
import type { WhisperRecogniser } from '../../daemon/speech/recogniser/whisper.js'

export interface HeardOnce {
  readonly recogniser: WhisperRecogniser
  /** Recognitions asked for, and how many of them were the same samples under the same expectations as one before. */
  readonly counts: { asked: number; again: number }
}

/**
 * The real recogniser, asked once about the same samples: in virtual time the first turns of most rehearsals are the same to the
 * sample, and the recogniser is deterministic (it samples nothing). What was aborted is not kept.
 */
export function heardOnce(recogniser: WhisperRecogniser): HeardOnce {
  const known = new Map<string, Hearing>()
  const counts = { asked: 0, again: 0 }
  const hear = async (request: RecognitionRequest): Promise<Hearing> => {
    counts.asked++
    const key = keyOf(request)
    const before = known.get(key)
    if (before !== undefined) counts.again++
    const hearing = before ?? (await recogniser.hear(request))
    known.set(key, hearing)
    return hearing
  }
  const whole: WhisperRecogniser = {
    hear,
    model: recogniser.model,
    variant: recogniser.variant,
    get load() {
      return recogniser.load
    },
    get strain() {
      return recogniser.strain
    },
    examine: (request, always) => recogniser.examine(request, always),
    setLiveCalls: count => recogniser.setLiveCalls(count),
    prepareCarriers: (carriers, speak) => recogniser.prepareCarriers(carriers, speak),
    close: () => recogniser.close(),
  }
  return { counts, recogniser: whole }
}

const keyOf = ({ pcm, language, expected }: RecognitionRequest): string =>
  createHash('sha256')
    .update(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength))
    .update(JSON.stringify([language, expected]))
    .digest('base64')
