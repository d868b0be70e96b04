import type { Hearing, Language } from '../domain/expected.js'
import { type Ms, ms } from '../domain/units.js'
import type { Recogniser } from '../speech/port.js'
import type { HeardTurn, Listen } from './ear.js'

/** Without a word in it, a sound up to this long may be a cough or a cup; "oui" is 350 to 500 ms. */
const NOISE_MS: Ms = ms(400)

/**
 * Recognises a turn; where it holds a hesitation and then an answer to a closed question ("euh … huit") and the whole says
 * nothing surely, the answer is heard by itself too, and the likelier of both counts. The second recognition runs within the silence that is waited for anyway.
 */
export async function hearTurn(recogniser: Recogniser, language: Language, listen: Listen): Promise<Hearing> {
  const { pcm, expected, signal, lastStretch } = listen
  // Of the wall clock, which only says who waits longest: what is heard does not hang on it.
  const silentSinceMs = performance.now() - listen.silentMs
  const whole = await recogniser.hear({ pcm, language, expected, signal, silentSinceMs })
  if (lastStretch === undefined || whole.sure === true || expected.kind === 'free' || expected.kind === 'date')
    return whole
  const answer = await recogniser.hear({ pcm: lastStretch, language, expected, signal, silentSinceMs })
  if (answer.sure !== true && (answer.margin ?? 0) <= (whole.margin ?? 0)) return whole
  // The whole may have heard the same words: told once, they stay short enough to be read as an answer.
  const isToldTwice = wordsIn(whole.text).endsWith(wordsIn(answer.text))
  const text = isToldTwice ? whole.text : `${whole.text} … ${answer.text}`
  const alternatives = [...(answer.alternatives ?? []), ...(whole.alternatives ?? [])]
  // In which language somebody speaks is told by the whole.
  const { otherLanguage, otherText } = whole
  const spoken = {
    ...(otherLanguage !== undefined && { otherLanguage }),
    ...(otherText !== undefined && { otherText }),
  }
  return { ...answer, ...spoken, text, alternatives, tookMs: whole.tookMs }
}

/** Whether somebody has said something, recognised or not. */
export const isSpeech = ({ hearing, startMs, endMs }: HeardTurn): boolean =>
  hearing.text.trim() !== '' || hearing.sure === true || endMs - startMs > NOISE_MS

const wordsIn = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
