import type { Hearing, Language } from '../domain/expected.js'
import type { Script } from './script.js'
import type { DangerSign, Tongue } from './tongue.js'

/** A danger sign and the language in which it was told. */
export interface ToldDanger {
  readonly sign: DangerSign
  readonly tongue: Tongue
}

/** Words of one stem in two of our languages or in all: alone they do not tell in which of them they were denied or not. */
const SHARED =
  /\b(?:convuls|epilep|[ée]pilep|paraly|suicid|d[eé]lir|hallucin|angin|overdos|anafyl|anaphyl|infarct|allerg|h[eé]morr?ag|collaps|attaque|embol|conscien|bizar)\w*/iu

/** Everyday words that only this one of the three languages has. */
const OWN: Readonly<Record<Language, RegExp>> = {
  fr: /(?<![\p{L}])(?:je|j|ne|n|pas|plus|aucune?|sans|jamais|ni|non|oui|rien|le|la|les|un|une|des|du|et|est|ai|mon|ma|mes|il|elle|vous|nous|ça|dans|pour|avec|mais|très|c|d|l|qu|que|qui|depuis|suis|fait|peur)(?![\p{L}])/giu,
  nl: /(?<![\p{L}])(?:ik|mijn|niet|geen|een|het|dat|heb|heeft|krijg|kan|ben|van|naar|met|er|ze|zij|hij|wij|uit|wel|nog|meer|nooit|zonder|voor|maar|zo|heel)(?![\p{L}])/giu,
  en: /(?<![\p{L}])(?:i|my|have|has|had|am|are|can|cannot|not|no|never|the|of|to|and|with|feel|he|she|they|this|that|there|been|very|i'm|it's|don't|can't|without|but|just)(?![\p{L}])/giu,
}

/**
 * The first danger sign in what was said, in the language of the call; else an emergency in another of ours: who is in danger does not
 * wait to be asked which language they speak. `afterWhere` as in {@link Tongue.findSign}.
 */
export function dangerIn(
  { tongue, otherTongues }: Pick<Script, 'tongue' | 'otherTongues'>,
  text: string,
  afterWhere = false,
): ToldDanger | null {
  const own = tongue.findSign(text, afterWhere)
  if (own !== null) return { sign: own, tongue }
  for (const other of otherTongues) {
    const sign = other.findSign(text)
    if (sign?.list === 'emergency' && isIn(other.language, tongue.language, text)) return { sign, tongue: other }
  }
  return null
}

/** The same of one hearing, with what it was heard in: what was clearly spoken in another language is read in that one too. */
export function dangerHeard(
  script: Pick<Script, 'tongue' | 'otherTongues'>,
  hearing: Hearing,
  afterWhere = false,
): { readonly sign: DangerSign; readonly hearing: Hearing } | null {
  const { otherText } = hearing
  const told = dangerIn(script, hearing.text, afterWhere)
  const other = told?.sign.list === 'emergency' || otherText === undefined ? null : dangerIn(script, otherText)
  if (other?.sign.list === 'emergency') return { sign: other.sign, hearing: { ...hearing, text: otherText ?? '' } }
  return told === null ? null : { sign: told.sign, hearing }
}

/** A whole sentence of one language holds words of another by chance only. */
const MOST_OWN = 2

/** "Pas de convulsions" is French, though an English reader knows the word and not the denial. */
function isIn(language: Language, own: Language, text: string): boolean {
  const [words, ownWords] = [count(language, text), count(own, text)]
  return SHARED.test(text) ? words > ownWords : words > 0 || ownWords <= MOST_OWN
}

const count = (language: Language, text: string): number => text.match(OWN[language])?.length ?? 0
