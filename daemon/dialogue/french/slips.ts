import { soundsLike } from './sounds.js'

/** What Whisper base writes for a number said alone on a telephone line (measured on the corpus: sept→set, cinq→sank …). */
const NUMBER_SLIPS: readonly (readonly [number, RegExp])[] = [
  [0, /^(?:zero|zeros|zerau|serreau|ze ro|zorro|0)$/],
  [1, /^(?:un|hein|1|in|ain|ah un)$/],
  [2, /^(?:deux|de|d eux|deu|2|deuz)$/],
  [3, /^(?:trois|troie|toi|droit|trop|troi|3|toua)$/],
  [4, /^(?:quatre|gatre|cat|katre|quatr|4|quattre|quart|catre)$/],
  [5, /^(?:cinq|sank|sans qu|sans|sang|sangue|saint|sein|cinque|5|sinck|sinq|sunk|san)$/],
  [6, /^(?:six|sis|si|ci|scie|sisse|cisse|6|sys|siece)$/],
  [7, /^(?:sept|set|cet|cette|c est|ces|sete|sette|7|sets|seth)$/],
  [8, /^(?:huit|wit|uit|oui t|huite|8|8t|ouit|weet|wheat|we eat|hui)$/],
  [9, /^(?:neuf|oeuf|n oeuf|9|neuve|noeuf|neu|noeufs|neufs)$/],
  [10, /^(?:dix|dis|visse|vis|10|disse|dit|dics|tisse|dice|10s)$/],
]
const OUT_OF_TEN =
  /\b(?:surdice|sur dis|sur dit|sur disse|sur 10|surdix|sur dix|sur d ix|sur dice|sur visse|sourdis|sourdisse|surdit)\b/

/** The number that a short utterance, or what stands before its "sur dix", sounds like; undefined for more than two words. */
export function slippedNumber(folded: string): number | undefined {
  const scaleAt = folded.search(OUT_OF_TEN)
  const rest = (scaleAt > 0 ? folded.slice(0, scaleAt) : folded.replace(OUT_OF_TEN, ''))
    .replace(
      /^(?:(?:attendez|euh|heu|ben|bah|disons|environ|a peu pres|je dirais|un petit|bon|peut etre|la moitie)\s+)+/,
      '',
    )
    .trim()
  if (rest === '' || rest.split(' ').length > 2) return undefined
  return NUMBER_SLIPS.find(([, pattern]) => pattern.test(rest))?.[0] ?? soundedNumber(rest)
}

/** What stands before a score at the end of a hesitation. */
const BEFORE_LAST = /^.*\b(?:disons|peut etre|je dirais|environ|la moitie) (?=\S+(?: \S+)?$)/

/** The number that the end of a hesitation sounds like: "ben, c'est difficile, disons-ci" (six), "attendez, peut-être gâtre". */
export function slippedLast(folded: string): number | undefined {
  const last = folded.replace(BEFORE_LAST, '')
  return last === folded ? undefined : slippedNumber(last)
}

/** As the words sound: the last of "sept" and "huit" is spoken, of "deux" and "trois" not. */
const SOUNDS = ['zero', 'un', 'deu', 'troi', 'katr', 'sink', 'siss', 'sett', 'huitt', 'neuf', 'diss'] as const

function soundedNumber(folded: string): number | undefined {
  const found = SOUNDS.findIndex(sound => soundsLike(folded, sound))
  return found < 0 ? undefined : found
}

/** "Va de fièvre", "bas de fièvre": a "pas" that begins an utterance, as the recogniser writes it on a telephone line. */
export const mendNegation = (folded: string): string => folded.replace(/^(?:va|vas|bas|pa|par) (?=de |d )/, 'pas ')

/** "Je saine beaucoup", "je suis désoufflé": danger that the recogniser knows by its sound only. */
export const mendSigns = (folded: string): string =>
  folded
    .replace(/\b(je|j|ca|il|elle|ne|me) (?:saine|sene|segne|seigne|seine|seignes)\b/g, '$1 saigne')
    .replace(/\b(suis|est|etes) (?:d es|des|de) ?s*ouf+l/g, '$1 essouffl')

/** "Une affirme hier" and "moi vite": an infirmière, and "moins vite". */
export const mendRequests = (folded: string): string =>
  folded
    .replace(/\b(?:une? )?(?:affirme|infirme|afirme|en firme) hier\b/g, 'une infirmiere')
    .replace(/^moi vite\b/, 'moins vite')

/** "Ah non, pas du tout" in one word, as the recogniser writes it on a telephone line: "anompaditou", "anompadi 2". */
const NOT_AT_ALL = /^a?n?[ao][nm] ?pa ?d[iu] ?(?:t\w{0,3}|2)$/

/** "Oie", "ouïe", "wi" for oui; "nom", "nan", "on" for non: only as the whole utterance. */
export function slippedYesNo(folded: string): boolean | undefined {
  if (/^(?:oie|ouie|ouille|wi|we|oui oui|hui|ou i|oh oui|huit|ouis|houi|whi|weed)$/.test(folded)) return true
  // "C'est bien moi."
  if (/^s ?[ae]? ?bien+e? mois?$/.test(folded)) return true
  if (NOT_AT_ALL.test(folded)) return false
  return /^(?:nom|nan|on|nonne|n on|noms|no|nous|non non|meuh non)$/.test(folded) ? false : undefined
}
