import type { Language } from '../../domain/expected.js'
import type { NativeSession } from './addon.js'

const LANGUAGES: readonly Language[] = ['fr', 'nl', 'en']
/** Shorter speech sounds like any language: a "oui" alone is English to Whisper as often as French. */
const LEAST_SECONDS = 1
/** Of the three languages' probability; below it an accent is as likely as a language. */
const LEAST_SHARE = 0.8

/** The language that encoded speech is in, where it is clearly another one than was listened for. One decoder step (7 ms). */
export async function otherLanguageOf(
  session: NativeSession,
  language: Language,
  seconds: number,
): Promise<Language | undefined> {
  if (seconds < LEAST_SECONDS) return undefined
  const shares = await session.languages(LANGUAGES)
  const total = shares.reduce((sum, share) => sum + share, 0)
  const found = LANGUAGES.findIndex((_, at) => (shares[at] ?? 0) >= LEAST_SHARE * total)
  return found >= 0 && LANGUAGES[found] !== language ? LANGUAGES[found] : undefined
}
