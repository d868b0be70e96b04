import type { NumberAnswer } from '../interpreter.js'
import type { ReadNumber } from './numbers.js'

/** How a language tells a score; every pattern sees folded words. */
export interface ScaleGrammar {
  readonly wordsOf: (text: string) => readonly string[]
  readonly readNumbers: (words: readonly string[]) => readonly ReadNumber[]
  readonly phraseAt: (folded: string, phrase: string) => number
  /** "Out of ten, …" at the start. */
  readonly leadingTop: RegExp
  /** All that stands between a score and the top of its scale. */
  readonly outOf: RegExp
  /** Words of "out of ten", left out between two scores. */
  readonly topWord: RegExp
  /** A number before one of these counts something else ("for three days", "at eight o'clock"). */
  readonly counted: RegExp
  readonly past: RegExp
  /** The past right behind its number ("eight yesterday"). */
  readonly pastBehind: RegExp
  readonly now: RegExp
  /** The words go from the past to the present ("it was eight, but now"). */
  readonly turnsNow: RegExp
  /** Two values at different hours or efforts: both hold, the higher counts. */
  readonly bothHold: RegExp
  /** Menus of machines hold digits that are no answer ("press 1"). */
  readonly machine: RegExp
  /** All that stands between the ends of a range. */
  readonly range: RegExp
  readonly not: RegExp
  /** "No pain" that holds only at times. */
  readonly zeroBut: RegExp
  readonly zeroDenied: RegExp
}

/**
 * A score between `min` and `max`. A range gives its higher end, "cinq et demi" 5.5, "hier huit, aujourd'hui
 * quatre" 4 with 8 as earlier. Undefined when no number is meant for the scale, or two disagree.
 */
export function readScaleWith(
  grammar: ScaleGrammar,
  text: string,
  min: number,
  max: number,
  zero: readonly string[] = [],
): NumberAnswer | undefined {
  const words = grammar.wordsOf(text.replace(grammar.leadingTop, ''))
  if (grammar.machine.test(words.join(' '))) return undefined
  const all = grammar.readNumbers(words)
  const tops = all.filter((_, at) => at > 0 && isOutOf(grammar, words, all, at - 1))
  // "Six sur vingt" is another scale.
  if (tops.some(top => top.value !== max)) return undefined
  const others = all.filter(number => !tops.includes(number) && !grammar.counted.test(words[number.to] ?? ''))
  const meant = others.filter(
    number =>
      number.value >= min &&
      number.value <= max &&
      !(others.length > 1 && grammar.not.test(words[number.from - 1] ?? '')),
  )
  if (meant.length > 0) return choose(grammar, words, meant)
  return others.length > 0 ? undefined : readZero(grammar, words.join(' '), zero)
}

/** "Sept sur dix": the number behind is the top of the scale. */
function isOutOf(grammar: ScaleGrammar, words: readonly string[], all: readonly ReadNumber[], at: number): boolean {
  const next = all[at + 1]
  return next !== undefined && grammar.outOf.test(words.slice(all[at]!.to, next.from).join(' '))
}

/** "Aucune douleur", unless it holds only at times ("sauf quand je marche"). */
function readZero(grammar: ScaleGrammar, folded: string, zero: readonly string[]): NumberAnswer | undefined {
  if (grammar.zeroBut.test(folded)) return undefined
  const clauses = folded.split(' , ').map(clause => clause.replaceAll(',', '').trim())
  const means = clauses.some(clause =>
    zero.some(phrase => grammar.phraseAt(clause, phrase) >= 0 && !grammar.zeroDenied.test(clause)),
  )
  return means ? { value: 0, earlier: [], mentioned: [0] } : undefined
}

function choose(
  grammar: ScaleGrammar,
  words: readonly string[],
  meant: readonly ReadNumber[],
): NumberAnswer | undefined {
  const mentioned = meant.map(number => number.value)
  const when = meant.map((number, at) => momentOf(grammar, words, meant, at, number))
  const present = meant.filter((_, at) => when[at] !== 'past')
  const past = meant.filter((_, at) => when[at] === 'past').map(number => number.value)
  if (present.length === 0) return undefined
  if (present.length === 1) return { value: present[0]!.value, earlier: past, mentioned }
  const last = present.at(-1)!
  if (when[meant.indexOf(last)] === 'now')
    return { value: last.value, earlier: [...past, ...others(present, last)], mentioned }
  if (isRange(grammar, words, present))
    return { value: Math.max(...present.map(number => number.value)), earlier: past, mentioned }
  const told = words.join(' ')
  if (present.length === 2 && grammar.bothHold.test(told))
    return { value: Math.max(...present.map(number => number.value)), earlier: past, mentioned }
  return new Set(present.map(number => number.value)).size === 1
    ? { value: last.value, earlier: past, mentioned }
    : undefined
}

const others = (present: readonly ReadNumber[], last: ReadNumber): readonly number[] =>
  present.filter(number => number !== last && number.value !== last.value).map(number => number.value)

/** The time words nearest before a number, since the number before it; "now" also for a correction ("huit, non, sept"). */
function momentOf(
  grammar: ScaleGrammar,
  words: readonly string[],
  meant: readonly ReadNumber[],
  at: number,
  number: ReadNumber,
): 'past' | 'now' | 'none' {
  const since = words.slice(at > 0 ? meant[at - 1]!.to : 0, number.from).join(' ')
  // "Huit hier et cinq aujourd'hui": the time word belongs to the number before it.
  const before = at > 0 ? since.replace(grammar.pastBehind, '') : since
  const behind = words.slice(number.to, meant[at + 1]?.from ?? words.length).join(' ')
  if (grammar.past.test(before)) return grammar.turnsNow.test(before) ? 'now' : 'past'
  if (grammar.pastBehind.test(behind)) return 'past'
  return at > 0 && grammar.now.test(before) ? 'now' : 'none'
}

/** "entre cinq et six", "trois ou quatre", "5 a 6", and neighbours said one after the other ("cinq, six"). */
function isRange(grammar: ScaleGrammar, words: readonly string[], present: readonly ReadNumber[]): boolean {
  return present.every((number, at) => {
    const next = present[at + 1]
    if (!next) return true
    const between = words.slice(number.to, next.from).filter(word => !grammar.topWord.test(word))
    if (!grammar.range.test(between.join(' '))) return false
    const bare = between.length === 0 || between.join('') === ','
    return bare ? next.value - number.value > 0 && next.value - number.value <= 1 : true
  })
}
