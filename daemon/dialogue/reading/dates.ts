import type { ReadNumber } from './numbers.js'

/** How a language tells a date. */
export interface DateGrammar {
  /** The words of a text, ordinals already as digits ("premier" → "1"). */
  readonly words: (text: string) => readonly string[]
  readonly readNumbers: (words: readonly string[]) => readonly ReadNumber[]
  readonly months: Readonly<Record<string, number>>
}

/** Nobody on the books is older. */
const OLDEST_YEARS = 115

interface Mark {
  readonly month?: number
  readonly value?: number
  readonly digits?: number
}

/**
 * The dates of birth that spoken text may mean, as YYYY-MM-DD: any order, two-digit years, "dix-neuf cent quarante",
 * "zéro quatre", digits glued by the recogniser. Several where the year has two digits; none when a part is missing.
 */
export function readBirthDatesWith(grammar: DateGrammar, text: string, nowYear: number): readonly string[] {
  const glued = glue(text)
  if (glued) return glued.flatMap(([day, month, year]) => dates(day, month, yearsOf(year, nowYear), nowYear))
  const marks = marksOf(grammar, text)
  const monthAt = marks.findIndex(mark => mark.month !== undefined)
  const values = marks.flatMap((mark, at) => (mark.value === undefined ? [] : [{ value: mark.value, at }]))
  if (monthAt >= 0) {
    const before = values.filter(one => one.at < monthAt).map(one => one.value)
    const behind = values.filter(one => one.at > monthAt).map(one => one.value)
    const month = marks[monthAt]!.month!
    if (before.length === 1 && behind.length >= 1) return fromParts(before[0]!, month, yearOf(behind), nowYear)
    if (before.length === 0 && behind.length >= 2) return fromParts(behind[0]!, month, yearOf(behind.slice(1)), nowYear)
    if (before.length >= 2) return fromParts(before.at(-1)!, month, yearOf(before.slice(0, -1)), nowYear)
    return []
  }
  const numbers = values.map(one => one.value)
  if (numbers.length < 3) return []
  if (numbers[0]! > 31) return fromParts(numbers[2]!, numbers[1]!, numbers[0]!, nowYear)
  return fromParts(numbers[0]!, numbers[1]!, yearOf(numbers.slice(2)), nowYear)
}

/** Dates that the recogniser wrote as digits: 24/03/1950, 24.3.50, 03041947, 1950-03-24. */
function glue(text: string): [number, number, number][] | undefined {
  const iso = /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/.exec(text)
  if (iso) return [[Number(iso[3]), Number(iso[2]), Number(iso[1])]]
  const parted = /\b(\d{1,2})\s?[-/.,]\s?(\d{1,2})\s?[-/.,]\s?(\d{4}|\d{2})\b/.exec(text)
  if (parted) return [[Number(parted[1]), Number(parted[2]), Number(parted[3])]]
  const solid = /\b(\d{2})(\d{2})(\d{4})\b/.exec(text.replace(/(?<=\d) (?=\d)/g, ''))
  return solid ? [[Number(solid[1]), Number(solid[2]), Number(solid[3])]] : undefined
}

/** Numbers and month names in order; "zéro quatre" is one number. */
function marksOf(grammar: DateGrammar, text: string): readonly Mark[] {
  const words = grammar.words(text)
  const numbers = grammar.readNumbers(words)
  const marks: Mark[] = []
  for (let at = 0; at < words.length; at++) {
    const month = grammar.months[words[at]!]
    const number = numbers.find(one => one.from === at)
    const last = marks.at(-1)
    if (number && last?.value === 0 && number.value < 10) marks[marks.length - 1] = { value: number.value }
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

const fromParts = (day: number, month: number, year: number, nowYear: number): readonly string[] =>
  dates(day, month, yearsOf(year, nowYear), nowYear)

function dates(day: number, month: number, years: readonly number[], nowYear: number): readonly string[] {
  return years.flatMap(year => {
    const date = new Date(Date.UTC(year, month - 1, day))
    const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month >= 1 && year <= nowYear
    return real && year > 1800 ? [date.toISOString().slice(0, 10)] : []
  })
}
