import type { Language } from '../../domain/expected.js'
import type { NativeSession } from './addon.js'
import type { Greedy } from './greedy.js'
import { USUAL } from './usual-sentences.js'

/** Mean token probability from which words are believed: "je narise plus à bouger le bras gauche" is written with 0.85. */
const CLEAR = 0.86
/** A usual sentence counts where it is at most this much less likely than the words that were written. */
const FITS = -5
/** And by so much likelier than any that means something else. */
const MARGIN = 1
/** 190 ms at the median, 240 ms at the 95th percentile, one thread. */
const SEARCH = { pruneBelow: 8, mostRows: 90 }

/**
 * A danger sign, a request or who is there, said as most people say it, that the sound fits nearly as well as its transcript: "je ne
 * veux plus recevoir vos appels" written "je n'avais plus reçu vos appels". Sentences that mean nothing of the kind compete. Over the plain
 * encoding, which must be the last; undefined where the transcript is clear, or nothing fits.
 */
export async function usualSentence(
  session: NativeSession,
  language: Language,
  greedy: Greedy,
): Promise<string | undefined> {
  const sentences = USUAL[language]
  if (sentences.length === 0 || greedy.text === '' || greedy.confidence >= CLEAR) return undefined
  const scores = await session.score(
    sentences.map(({ text }) => ` ${text}`),
    { language, ...SEARCH },
  )
  const likeliest = sentences
    .map(({ text, meaning }, at) => ({ text, meaning, logProbability: scores[at]! }))
    .filter(({ logProbability }) => logProbability > Number.NEGATIVE_INFINITY)
    .sort((a, b) => b.logProbability - a.logProbability)
  const [best] = likeliest
  if (best === undefined || best.meaning === undefined || best.logProbability - greedy.logProbability < FITS)
    return undefined
  const next = likeliest.find(({ meaning }) => meaning !== best.meaning)
  return next !== undefined && best.logProbability - next.logProbability < MARGIN ? undefined : best.text
}
