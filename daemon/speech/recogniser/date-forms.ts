import { type Language, OLDEST_YEARS } from '../../domain/expected.js'
import { DUTCH_MONTHS, dutchCardinal } from '../text/dutch.js'
import { ENGLISH_MONTHS, englishCardinal, englishOrdinal } from '../text/english.js'
import { FRENCH_MONTHS } from '../text/french.js'
import { frenchCardinal } from '../text/french-numbers.js'

/** A day of the calendar; month 1–12. */
export interface Day {
  readonly day: number
  readonly month: number
  readonly year: number
}

/** One way to say a date, for any date: its neighbours said the same way differ in one part alone. */
export type Way = (date: Day) => string

const two = (number: number): string => String(number).padStart(2, '0')

/** "1er" and "premier" are of the first day alone; any other is said by its number then. */
const first =
  (words: string) =>
  (day: number): string =>
    day === 1 ? words : `${day}`

type Part = (number: number) => string

interface DateSpeech {
  readonly months: readonly string[]
  readonly days: readonly Part[]
  readonly years: readonly Part[]
  /** Day, month and year put together. */
  readonly orders: readonly ((day: string, month: string, year: string) => string)[]
}

/** The last two digits as people say a year, from 10 on: "2" alone is nobody's year. */
const short: Part = year => (year % 100 < 10 ? `${year}` : `${year % 100}`)

/** France's "soixante-quinze", "quatre-vingt-onze" for what a Belgian calls septante-cinq, nonante et un. */
function inFrance(number: number): string {
  const tens = Math.floor(number / 10)
  if (tens !== 7 && tens !== 9) return frenchCardinal(number)
  if (number === 71) return 'soixante et onze'
  return `${tens === 7 ? 'soixante' : 'quatre-vingt'}-${frenchCardinal((number % 10) + 10)}`
}

const century =
  (old: (rest: number) => string, young: (rest: number) => string): Part =>
  year =>
    year < 2000 ? old(year % 100) : young(year % 100)

const deuxMille = (rest: number): string => (rest === 0 ? 'deux mille' : `deux mille ${frenchCardinal(rest)}`)
const split = (rest: number): string => (rest === 0 ? '2000' : `2000 ${rest}`)

const DATE_SPEECH: Readonly<Record<Language, DateSpeech>> = {
  fr: {
    months: FRENCH_MONTHS,
    days: [day => `${day}`, first('1er'), first('premier'), day => frenchCardinal(day)],
    years: [
      year => `${year}`,
      short,
      century(frenchCardinal, deuxMille),
      century(inFrance, deuxMille),
      century(rest => `mille neuf cent ${frenchCardinal(rest)}`, split),
      century(rest => `mille neuf cent ${inFrance(rest)}`, split),
      century(rest => `dix-neuf cent ${frenchCardinal(rest)}`, split),
      century(rest => `19 cent ${rest}`, split),
      century(rest => `1900 ${rest}`, split),
      century(rest => `19-${two(rest)}`, split),
    ],
    orders: [(day, month, year) => `${day} ${month} ${year}`, (day, month, year) => `le ${day} ${month} ${year}`],
  },
  nl: {
    months: DUTCH_MONTHS,
    days: [day => `${day}`, dutchCardinal],
    years: [
      year => `${year}`,
      short,
      century(dutchCardinal, rest => `tweeduizend ${dutchCardinal(rest)}`),
      century(
        rest => `negentienhonderd ${dutchCardinal(rest)}`,
        rest => `2000 ${rest}`,
      ),
      century(
        rest => `negentien ${dutchCardinal(rest)}`,
        rest => `2000 ${rest}`,
      ),
      century(
        rest => `19 ${rest}`,
        rest => `2000 ${rest}`,
      ),
    ],
    orders: [(day, month, year) => `${day} ${month} ${year}`, (day, month, year) => `de ${day} ${month} ${year}`],
  },
  en: {
    months: ENGLISH_MONTHS,
    days: [day => `${day}`, day => englishOrdinal(day), day => `${day}${suffix(day)}`],
    years: [
      year => `${year}`,
      short,
      century(
        rest => `nineteen ${englishCardinal(rest)}`,
        rest => `two thousand and ${englishCardinal(rest)}`,
      ),
      century(
        rest => `19 ${rest}`,
        rest => `2000 and ${rest}`,
      ),
    ],
    orders: [
      (day, month, year) => `${day} ${month} ${year}`,
      (day, month, year) => `${day} of ${month} ${year}`,
      (day, month, year) => `the ${day} of ${month} ${year}`,
      (day, month, year) => `${month} ${day}, ${year}`,
    ],
  },
}

function suffix(day: number): string {
  if (day > 10 && day < 14) return 'th'
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'
}

const SEPARATORS = [', ', '/', '-', ' ', '.']

/** "25/04/1955", "25 0 4 55": each part by its digits, the zero of a month said or not. */
const DIGITS: readonly Way[] = SEPARATORS.flatMap(mark =>
  [(year: number) => `${year}`, (year: number) => two(year % 100)].flatMap(yearOf => [
    ({ day, month, year }: Day) => `${two(day)}${mark}${two(month)}${mark}${yearOf(year)}`,
    ({ day, month, year }: Day) => `${day}${mark}${month < 10 ? `0${mark}${month}` : month}${mark}${yearOf(year)}`,
    ({ day, month, year }: Day) => `${day}${mark}${month}${mark}${yearOf(year)}`,
  ]),
)

/** Every way to say a date behind the carrier, as Whisper writes it. */
export const waysToSay: Readonly<Record<Language, readonly Way[]>> = {
  fr: waysOf(DATE_SPEECH.fr),
  nl: waysOf(DATE_SPEECH.nl),
  en: waysOf(DATE_SPEECH.en),
}

function waysOf({ months, days, years, orders }: DateSpeech): readonly Way[] {
  const named = orders.flatMap(order =>
    days.flatMap(dayOf =>
      years.map(
        (yearOf): Way =>
          ({ day, month, year }) =>
            order(dayOf(day), months[month - 1]!, yearOf(year)),
      ),
    ),
  )
  return [...named, ...DIGITS]
}

/** `YYYY-MM-DD`; undefined for what is no day. */
export function dayOf(date: string): Day | undefined {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return isReal({ day, month, year }) ? { day, month, year } : undefined
}

const isReal = ({ day, month, year }: Day): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()

/** What differs from the date in one part alone: every other day, month and year. */
export function neighboursOf(date: Day, nowYear: number): Readonly<Record<'day' | 'month' | 'year', readonly Day[]>> {
  const others = (part: 'day' | 'month' | 'year', from: number, count: number): readonly Day[] =>
    Array.from({ length: count }, (_, i) => ({ ...date, [part]: from + i })).filter(
      one => one[part] !== date[part] && isReal(one),
    )
  return {
    day: others('day', 1, 31),
    month: others('month', 1, 12),
    year: others('year', nowYear - OLDEST_YEARS, OLDEST_YEARS + 1),
  }
}
