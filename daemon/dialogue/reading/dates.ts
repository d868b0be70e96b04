import { OLDEST_YEARS } from '../../domain/expected.js'
import type { ReadNumbers } from './numbers.js'
import type { Words } from './words.js'

export interface DateWords {
  /** By folded name. */
  readonly months: Readonly<Record<string, number>>
  /** The words of a date with its ordinals as digits ("third", "premier"), and what else reads as a number ("oh" → "0"). */
  readonly asNumber: (words: readonly string[]) => readonly string[]
}

interface Mark {
  readonly month?: number
  readonly value?: number
}

/** The dates of birth that spoken text may mean, YYYY-MM-DD: any order, two-digit years, "nineteen forty", digits glued. */
export const birthDatesBy =
  (language: DateWords, words: Words, readNumbers: ReadNumbers) =>
  (text: string, nowYear: number): readonly string[] => {
    const glued = glue(text)
    if (glued) return dates(glued[0], glued[1], yearsOf(glued[2], nowYear), nowYear)
    const marks = marksOf(language, language.asNumber(words.wordsOf(text)), readNumbers)
    const monthAt = marks.findIndex(mark => mark.month !== undefined)
    const values = marks.flatMap((mark, at) => (mark.value === undefined ? [] : [{ value: mark.value, at }]))
    const found = (day: number, month: number, year: number) => dates(day, month, yearsOf(year, nowYear), nowYear)
    if (monthAt >= 0) {
      const month = marks[monthAt]!.month!
      const before = values.filter(one => one.at < monthAt).map(one => one.value)
      const behind = values.filter(one => one.at > monthAt).map(one => one.value)
      const yearFirst =
        (before.length === 1 && before[0]! > 31) || (before.length === 2 && before[0]! < 32 && behind.length > 0)
      if (yearFirst) return found(behind[0] ?? 0, month, yearOf(before))
      if (before.length === 1 && behind.length >= 1) return found(before[0]!, month, yearOf(behind))
      if (before.length === 0 && behind.length >= 2) return found(behind[0]!, month, yearOf(behind.slice(1)))
      if (before.length >= 2) return found(before.at(-1)!, month, yearOf(before.slice(0, -1)))
      return []
    }
    const numbers = values.map(one => one.value)
    if (numbers.length < 3) return []
    return numbers[0]! > 31
      ? found(numbers[2]!, numbers[1]!, numbers[0]!)
      : found(numbers[0]!, numbers[1]!, yearOf(numbers.slice(2)))
  }

/** Dates that the recogniser wrote as digits: 24/03/1950, 24.3.50, 03041947, 1950-03-24. Day before month, as in Belgium. */
function glue(text: string): readonly [number, number, number] | undefined {
  const iso = /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/.exec(text)
  if (iso) return [Number(iso[3]), Number(iso[2]), Number(iso[1])]
  // Behind another number it is no date of its own ("25, 0, 4, 55").
  const parted = /(?<!\d[-/.,\s]{1,3})\b(\d{1,2})\s?[-/.,]\s?(\d{1,2})\s?[-/.,]\s?(\d{4}|\d{2})\b/.exec(text)
  if (parted) return [Number(parted[1]), Number(parted[2]), Number(parted[3])]
  const solid = /\b(\d{2})(\d{2})(\d{4})\b/.exec(text.replace(/(?<=\d) (?=\d)/g, ''))
  return solid ? [Number(solid[1]), Number(solid[2]), Number(solid[3])] : undefined
}

/** Numbers and month names in order; a zero before a digit is one number with it. */
function marksOf(language: DateWords, words: readonly string[], readNumbers: ReadNumbers): readonly Mark[] {
  const numbers = readNumbers(words)
  const marks: Mark[] = []
  for (let at = 0; at < words.length; at++) {
    const month = language.months[words[at]!]
    const number = numbers.find(one => one.from === at)
    if (number && marks.at(-1)?.value === 0 && number.value < 10) marks[marks.length - 1] = { value: number.value }
    else if (number) marks.push({ value: number.value })
    else if (month !== undefined) marks.push({ month })
    if (number) at = number.to - 1
  }
  return marks
}

/** One year of several numbers: "19 50" is 1950, "2000 1" is 2001. */
function yearOf(numbers: readonly number[]): number {
  const [first = Number.NaN, second] = numbers
  if (second !== undefined && (first === 19 || first === 20) && second < 100) return first * 100 + second
  if (second !== undefined && (first === 1900 || first === 2000) && second < 100) return first + second
  return first
}

const yearsOf = (year: number, nowYear: number): readonly number[] =>
  (year < 100 ? [1900 + year, 2000 + year] : [year]).filter(one => one <= nowYear && one >= nowYear - OLDEST_YEARS)

function dates(day: number, month: number, years: readonly number[], nowYear: number): readonly string[] {
  return years.flatMap(year => {
    const date = new Date(Date.UTC(year, month - 1, day))
    const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month >= 1 && year <= nowYear
    return real && Number.isInteger(day) ? [date.toISOString().slice(0, 10)] : []
  })
}
