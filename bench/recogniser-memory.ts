import type { NativeSession } from '../daemon/speech/recogniser/addon.js'
import { encoderInput } from '../daemon/speech/recogniser/audio.js'
import { candidatesOf } from '../daemon/speech/recogniser/candidates.js'
import { QUESTIONS, readLineClip, type Trial } from './recogniser-clips.js'

/** Holds 1.1 s (55 positions) and no margin: what is recognised does not count here, that everything is called does. */
const AUDIO_CTX = 64
const TELLS = 10

/**
 * Memory of the process while one session hears `count` short answers with every call of the addon, in tenths: a leak grows
 * from one to the next. Resolves to MB grown over the second half.
 */
export async function reportMemory(
  session: NativeSession,
  folder: string,
  trials: readonly Trial[],
  count: number,
): Promise<number> {
  const answers = trials.filter(({ clip }) => clip.seconds <= 1.3)
  const texts = candidatesOf(QUESTIONS.number, 'fr').map(({ text }) => text)
  const megabytes: number[] = []
  for (let i = 0; i < count; i++) {
    const { clip } = answers[i % answers.length]!
    await session.encode(encoderInput(readLineClip(folder, clip.file)).pcm, AUDIO_CTX, 1)
    await session.greedy({ language: 'fr', maxTokens: 6 })
    if (i % 4 === 0) await session.score(texts, { language: 'fr', pruneBelow: 5, mostRows: 24 })
    if (i % 4 === 1) await session.alternatives({ language: 'fr', maxTokens: 6, width: 5, pruneBelow: 4 })
    if (i % 4 === 2) await session.languages(['fr', 'nl', 'en'])
    if ((i + 1) % (count / TELLS) !== 0) continue
    megabytes.push(process.memoryUsage().rss / 1e6)
    console.log(`${i + 1} recognitions: ${megabytes.at(-1)!.toFixed(1)} MB`)
  }
  return megabytes.at(-1)! - megabytes[TELLS / 2 - 1]!
}
