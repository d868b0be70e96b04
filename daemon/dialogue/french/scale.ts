import { type ReadNumber, readNumbers } from './numbers.js'
import { phraseAt, wordsOf } from './words.js'

/** A number read from an answer; `earlier` are values told of another time or corrected in the same breath. */
export interface NumberAnswer {
  readonly value: number
  readonly earlier: readonly number[]
  /** Every number of the answer: what a scored candidate may agree with. */
  readonly mentioned: readonly number[]
}

/** A number before one of these counts something else ("depuis trois jours", "à huit heures"). */
const COUNTED =
  /^(?:jours?|heures?|fois|semaines?|ans?|annees?|mois|minutes?|secondes?|nuits?|comprimes?|cachets?|gelules?|gouttes?|grammes?|mg|milligrammes?|kilos?|kg|degres?|pour ?cent|dafalgans?|ibuprofene|pilules?|enfants?|eme|ieme|premier\w*|derniers?|autres?|etages?|marches?|heure)$/
const PAST =
  /\b(?:hier|avant|etait|etais|semaine (?:passee|derniere)|au debut|tantot|l autre jour|avais|avait|la veille)\b/
const NOW = /\b(?:aujourd hui|maintenant|en ce moment|actuellement|plutot|non|pardon|enfin|disons)\b/
/** Two values at different hours or efforts: both hold, the higher counts. */
const BOTH_HOLD =
  /\b(?:quand|si|soir|matin|nuit|journee|jour|repos|bouge|marche|effort|tousse|assise?|debout|couchee?|apres|parfois|des fois|au pire)\b/
/** Menus of machines hold digits that are no answer ("appuyez sur 1"). */
export const MACHINE_WORDS =
  /\b(?:appuyez|composez|tapez|diese|etoile|messagerie|boite vocale|tonalite|conference|numero de poste|bip)\b/

const RANGE = /^(?:a|ou|et|voire|ou bien|ou alors|ou plutot|,|)$/

/**
 * A score between `min` and `max` in French words. A range gives its higher end, "cinq et demi" 5.5, "hier huit, aujourd'hui
 * quatre" 4 with 8 as earlier. Undefined when no number is meant for the scale, or two disagree.
 */
export function readScale(
  text: string,
  min: number,
  max: number,
  zero: readonly string[] = [],
): NumberAnswer | undefined {
  const words = wordsOf(text.replace(/^\s*sur (?:dix|10),?\s*/i, ''))
  if (MACHINE_WORDS.test(words.join(' '))) return undefined
  const all = readNumbers(words)
  const tops = all.filter((_, at) => at > 0 && isOutOf(words, all, at - 1))
  // "Six sur vingt" is another scale.
  if (tops.some(top => top.value !== max)) return undefined
  const others = all.filter(number => !tops.includes(number) && !COUNTED.test(words[number.to] ?? ''))
  const meant = others.filter(
    number => number.value >= min && number.value <= max && !(others.length > 1 && words[number.from - 1] === 'pas'),
  )
  if (meant.length > 0) return choose(words, meant)
  return others.length > 0 ? undefined : readZero(words.join(' '), zero)
}

/** "Sept sur dix": the number behind is the top of the scale. */
const isOutOf = (words: readonly string[], all: readonly ReadNumber[], at: number): boolean =>
  words[all[at]!.to] === 'sur' && all[at + 1]?.from === all[at]!.to + 1

/** "Aucune douleur", unless it holds only at times ("sauf quand je marche"). */
function readZero(folded: string, zero: readonly string[]): NumberAnswer | undefined {
  if (/\b(?:quand|sauf|mais|si|avec les|grace|sans les|la nuit|des que|lorsque)\b/.test(folded)) return undefined
  const clauses = folded.split(' , ').map(clause => clause.replaceAll(',', '').trim())
  const means = clauses.some(clause =>
    zero.some(phrase => phraseAt(clause, phrase) >= 0 && !/\bpas aucune?\b/.test(clause)),
  )
  return means ? { value: 0, earlier: [], mentioned: [0] } : undefined
}

function choose(words: readonly string[], meant: readonly ReadNumber[]): NumberAnswer | undefined {
  const mentioned = meant.map(number => number.value)
  const when = meant.map((number, at) => momentOf(words, meant, at, number))
  const present = meant.filter((_, at) => when[at] !== 'past')
  const past = meant.filter((_, at) => when[at] === 'past').map(number => number.value)
  if (present.length === 0) return undefined
  if (present.length === 1) return { value: present[0]!.value, earlier: past, mentioned }
  const last = present.at(-1)!
  if (when[meant.indexOf(last)] === 'now')
    return { value: last.value, earlier: [...past, ...others(present, last)], mentioned }
  if (isRange(words, present))
    return { value: Math.max(...present.map(number => number.value)), earlier: past, mentioned }
  const told = words.join(' ')
  if (present.length === 2 && BOTH_HOLD.test(told))
    return { value: Math.max(...present.map(number => number.value)), earlier: past, mentioned }
  return new Set(present.map(number => number.value)).size === 1
    ? { value: last.value, earlier: past, mentioned }
    : undefined
}

const others = (present: readonly ReadNumber[], last: ReadNumber): readonly number[] =>
  present.filter(number => number !== last && number.value !== last.value).map(number => number.value)

/** The time words nearest before a number, since the number before it; "now" also for a correction ("huit, non, sept"). */
function momentOf(
  words: readonly string[],
  meant: readonly ReadNumber[],
  at: number,
  number: ReadNumber,
): 'past' | 'now' | 'none' {
  const since = words.slice(at > 0 ? meant[at - 1]!.to : 0, number.from).join(' ')
  // "Huit hier et cinq aujourd'hui": the time word belongs to the number before it.
  const before = at > 0 ? since.replace(/^(?:sur dix )?(?:hier|avant)\b/, '') : since
  const behind = words.slice(number.to, meant[at + 1]?.from ?? words.length).join(' ')
  if (PAST.test(before))
    return /\b(?:mais|aujourd hui|maintenant)\b/.test(before.replace(/^.*\b(?:hier|avant|etait)\b/, ''))
      ? 'now'
      : 'past'
  if (/^(?:sur dix )?hier\b/.test(behind)) return 'past'
  return at > 0 && NOW.test(before) ? 'now' : 'none'
}

/** "entre cinq et six", "trois ou quatre", "5 a 6", and neighbours said one after the other ("cinq, six"). */
function isRange(words: readonly string[], present: readonly ReadNumber[]): boolean {
  return present.every((number, at) => {
    const next = present[at + 1]
    if (!next) return true
    const between = words.slice(number.to, next.from).filter(word => word !== 'sur' && word !== 'dix')
    if (!RANGE.test(between.join(' '))) return false
    const bare = between.length === 0 || between.join('') === ','
    return bare ? next.value - number.value > 0 && next.value - number.value <= 1 : true
  })
}
