import type { ReadNumber, ReadNumbers } from './numbers.js'
import { phraseAt, type Words } from './words.js'

/** A number read from an answer; `earlier` are values told of another time or corrected in the same breath. */
export interface NumberAnswer {
  readonly value: number
  readonly earlier: readonly number[]
  /** Every number of the answer: what a scored candidate may agree with. */
  readonly mentioned: readonly number[]
}

export interface ScaleWords {
  /** What stands between a score and the top of its scale. */
  readonly outOf: RegExp
  /** "Out of ten, I'd say" before the score. */
  readonly lead: RegExp
  /** A number before one of these counts something else ("for three days"). */
  readonly counted: RegExp
  /** A number behind one of these is a time or an age ("since eight"). */
  readonly countedBefore?: RegExp
  readonly past: RegExp
  /** The past right behind its number ("eight yesterday"). */
  readonly pastBehind: RegExp
  /** A score of today, also a corrected one ("eight, no, seven"). */
  readonly now: RegExp
  /** The words go from the past to the present ("it was eight, but now"); without it, `now` behind the last `past`. */
  readonly turnsNow?: RegExp
  /** Two values at different hours or efforts: both hold, the higher counts. */
  readonly bothHold: RegExp
  /** All that stands between the ends of a range. */
  readonly range: RegExp
  /** Dropped between the numbers of a range ("out of ten"). */
  readonly rangeFiller: RegExp
  readonly not: RegExp
  /** "No pain" holds only at times ("except when I walk"). */
  readonly sometimes: RegExp
  /** "No pain" denied ("pas aucune"). */
  readonly zeroDenied?: RegExp
  /** Menus of machines hold digits that are no answer. */
  readonly machine: RegExp
}
export type ReadScale = (text: string, min: number, max: number, zero?: readonly string[]) => NumberAnswer | undefined

/** A score between `min` and `max`: a range gives its higher end, "yesterday eight, today four" 4 with 8 as earlier. */
export const scaleBy =
  (scale: ScaleWords, words: Words, readNumbers: ReadNumbers): ReadScale =>
  (text, min, max, zero = []) => {
    const told = words.fold(text).replace(scale.lead, '').split(' ').filter(Boolean)
    if (scale.machine.test(told.join(' '))) return undefined
    const all = readNumbers(told)
    const tops = all.filter(
      (number, at) =>
        (at > 0 && scale.outOf.test(between(told, all[at - 1]!, number))) ||
        // "C'est sur dix quand je marche": the recogniser lost the score, and what is left is its scale.
        (number.value === max && scale.outOf.test(told[number.from - 1] ?? '')),
    )
    // "Six out of twenty" is another scale.
    if (tops.some(top => top.value !== max)) return undefined
    const scaled = all.filter(number => tops.some(top => all[all.indexOf(top) - 1] === number))
    // "Disons quatre sur dix" comes as "10-14 sur 10": a score beyond its scale says that the words were misheard.
    if (scaled.some(number => !tops.includes(number) && number.value > max)) return undefined
    const others = all.filter(
      number =>
        !tops.includes(number) &&
        !scale.counted.test(told[number.to] ?? '') &&
        !scale.countedBefore?.test(told.slice(0, number.from).join(' ')),
    )
    const meant = others.filter(
      number =>
        number.value >= min &&
        number.value <= max &&
        !(others.length > 1 && scale.not.test(told[number.from - 1] ?? '')),
    )
    if (meant.length > 0) {
      const [score] = scaled
      const chosen = choose(scale, told, meant)
      const [first] = meant
      const isMisheard =
        meant.length === 2 && meant[1] === score && first!.value === max && HYPHEN.test(between(told, first!, score!))
      if (score === undefined || !isMisheard || (chosen && chosen.value !== max)) return chosen
      // "10-4 sur 10" for "disons quatre sur dix": the score is what stands before its scale.
      return { value: score.value, earlier: [], mentioned: [score.value] }
    }
    return others.length > 0 ? undefined : readZero(scale, told.join(' '), zero)
  }

/** Nothing between two numbers, or the hyphen that is folded to "à": whoever means a range says "ou" or "entre … et". */
const HYPHEN = /^\P{L}*a?\P{L}*$/u

const between = (words: readonly string[], a: ReadNumber, b: ReadNumber): string => words.slice(a.to, b.from).join(' ')

function readZero(scale: ScaleWords, folded: string, zero: readonly string[]): NumberAnswer | undefined {
  if (scale.sometimes.test(folded)) return undefined
  const clauses = folded.split(' , ').map(clause => clause.replaceAll(',', '').trim())
  const means = clauses.some(
    clause => zero.some(phrase => phraseAt(clause, phrase) >= 0) && !scale.zeroDenied?.test(clause),
  )
  return means ? { value: 0, earlier: [], mentioned: [0] } : undefined
}

function choose(scale: ScaleWords, words: readonly string[], meant: readonly ReadNumber[]): NumberAnswer | undefined {
  const mentioned = meant.map(number => number.value)
  const when = meant.map((number, at) => momentOf(scale, words, meant, at, number))
  const present = meant.filter((_, at) => when[at] !== 'past')
  const earlier = meant.filter((_, at) => when[at] === 'past').map(number => number.value)
  const last = present.at(-1)
  if (last === undefined) return undefined
  if (present.length === 1) return { value: last.value, earlier, mentioned }
  if (when[meant.indexOf(last)] === 'now') {
    const corrected = present.filter(one => one.value !== last.value).map(one => one.value)
    return { value: last.value, earlier: [...earlier, ...corrected], mentioned }
  }
  const values = present.map(number => number.value)
  if (isRange(scale, words, present) || (present.length === 2 && scale.bothHold.test(words.join(' '))))
    return { value: Math.max(...values), earlier, mentioned }
  return new Set(values).size === 1 ? { value: last.value, earlier, mentioned } : undefined
}

/** The time words nearest to a number; "now" also for a correction ("eight, no, seven"). */
function momentOf(
  scale: ScaleWords,
  words: readonly string[],
  meant: readonly ReadNumber[],
  at: number,
  number: ReadNumber,
): 'past' | 'now' | 'none' {
  const since = words.slice(at > 0 ? meant[at - 1]!.to : 0, number.from).join(' ')
  // "Eight yesterday and five today": the time word belongs to the number before it.
  const before = at > 0 ? since.replace(scale.pastBehind, '') : since
  const behind = words.slice(number.to, meant[at + 1]?.from ?? words.length).join(' ')
  if (scale.past.test(before)) {
    const turned = scale.turnsNow?.test(before) ?? scale.now.test(before.split(scale.past).at(-1) ?? '')
    return turned ? 'now' : 'past'
  }
  if (scale.pastBehind.test(behind)) return 'past'
  return at > 0 && scale.now.test(before) ? 'now' : 'none'
}

/** "Between five and six", "three or four", and neighbours said one after the other ("five, six"). */
function isRange(scale: ScaleWords, words: readonly string[], present: readonly ReadNumber[]): boolean {
  return present.every((number, at) => {
    const next = present[at + 1]
    if (!next) return true
    const parts = words.slice(number.to, next.from).filter(word => !scale.rangeFiller.test(word))
    const apart = next.value - number.value
    if (parts.length === 0 || parts.join('') === ',') return apart > 0 && apart <= 1
    return scale.range.test(parts.join(' '))
  })
}
