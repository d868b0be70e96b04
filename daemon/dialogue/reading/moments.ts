import type { ReadNumbers } from './numbers.js'
import type { Words } from './words.js'

export interface MomentWords {
  /** Minutes from now: "in an hour". */
  readonly within: (folded: string, readNumbers: ReadNumbers) => number | undefined
  /** Minutes since midnight of the hour named; `exact` where morning or afternoon was said with it. */
  readonly hour: (
    folded: string,
    readNumbers: ReadNumbers,
  ) => { readonly minutes: number; readonly exact: boolean } | undefined
  readonly parts: readonly (readonly [RegExp, number])[]
  readonly days: readonly (readonly [RegExp, number])[]
  /** From Sunday. */
  readonly weekdays: readonly string[]
  /** "At three" in the afternoon or evening. */
  readonly late: RegExp
}

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440

/** Local ISO time without zone of a moment named ("tomorrow morning", "at three", "in an hour"), after `nowLocal`. */
export const momentBy =
  (language: MomentWords, words: Words, readNumbers: ReadNumbers) =>
  (text: string, nowLocal: string): string | undefined => {
    const folded = words.plain(text)
    const now = Date.parse(`${nowLocal.slice(0, 19)}Z`)
    if (Number.isNaN(now)) return undefined
    const local = (at: number): string => new Date(at).toISOString().slice(0, 19)
    const soon = language.within(folded, readNumbers)
    if (soon !== undefined) return local(now + soon * MINUTE_MS)
    const hour = language.hour(folded, readNumbers)
    const part = language.parts.find(([pattern]) => pattern.test(folded))?.[1]
    const days = daysAhead(language, folded, new Date(now).getUTCDay())
    if (hour === undefined && part === undefined && days === undefined) return undefined
    const midnight = Math.floor(now / (DAY_MINUTES * MINUTE_MS)) * DAY_MINUTES * MINUTE_MS
    const minutes = hour === undefined ? (part ?? 9 * 60) : clockOf(hour, language.late.test(folded))
    const named = midnight + ((days ?? 0) * DAY_MINUTES + minutes) * MINUTE_MS
    return local(named > now ? named : named + (days === undefined ? DAY_MINUTES * MINUTE_MS : 60 * MINUTE_MS))
  }

/** "At three" in the afternoon is 15:00: nobody is rung at night. */
const clockOf = ({ minutes, exact }: { minutes: number; exact: boolean }, late: boolean): number =>
  !exact && (minutes < 8 * 60 || (late && minutes < 12 * 60)) ? minutes + 12 * 60 : minutes

function daysAhead(language: MomentWords, folded: string, today: number): number | undefined {
  const named = language.days.find(([pattern]) => pattern.test(folded))
  if (named) return named[1]
  const day = language.weekdays.findIndex(name => new RegExp(`\\b${name}\\b`).test(folded))
  return day < 0 ? undefined : (day - today + 7) % 7 || 7
}
