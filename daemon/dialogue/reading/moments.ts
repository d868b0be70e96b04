const MINUTE_MS = 60_000
const DAY_MINUTES = 1440

/** How a language names a moment; every reader sees folded text. */
export interface MomentGrammar {
  readonly plain: (text: string) => string
  /** Minutes from now ("in an hour"). */
  readonly within: (folded: string) => number | undefined
  /** Minutes since midnight of a named hour. */
  readonly hourOf: (folded: string) => number | undefined
  /** Minutes since midnight that stand for a part of the day ("in the morning"). */
  readonly partOf: (folded: string) => number | undefined
  /** Days from today, `today` 0 on Sunday. */
  readonly daysAhead: (folded: string, today: number) => number | undefined
  /** Says that the hour is of the afternoon or evening. */
  readonly late: RegExp
}

/** Local ISO time without zone of a named moment ("tomorrow morning", "at three", "in an hour"), after `nowLocal`. */
export function readMomentWith(grammar: MomentGrammar, text: string, nowLocal: string): string | undefined {
  const folded = grammar.plain(text)
  const now = Date.parse(`${nowLocal.slice(0, 19)}Z`)
  if (Number.isNaN(now)) return undefined
  const soon = grammar.within(folded)
  if (soon !== undefined) return local(now + soon * MINUTE_MS)
  const hour = grammar.hourOf(folded)
  const part = grammar.partOf(folded)
  const days = grammar.daysAhead(folded, new Date(now).getUTCDay())
  if (hour === undefined && part === undefined && days === undefined) return undefined
  const midnight = Math.floor(now / (DAY_MINUTES * MINUTE_MS)) * DAY_MINUTES * MINUTE_MS
  const minutes = hour === undefined ? (part ?? 9 * 60) : afternoon(hour, grammar.late.test(folded))
  const named = midnight + ((days ?? 0) * DAY_MINUTES + minutes) * MINUTE_MS
  return local(named > now ? named : named + (days === undefined ? DAY_MINUTES * MINUTE_MS : 60 * MINUTE_MS))
}

const local = (at: number): string => new Date(at).toISOString().slice(0, 19)

/** "At three" is 15:00: nobody is rung at night. */
const afternoon = (minutes: number, late: boolean): number =>
  minutes < 8 * 60 || (late && minutes < 12 * 60) ? minutes + 12 * 60 : minutes

/** Days until a named weekday, a week ahead for today's. */
export function daysUntil(names: readonly string[], folded: string, today: number): number | undefined {
  const day = names.findIndex(name => new RegExp(`\\b${name}\\b`).test(folded))
  return day < 0 ? undefined : (day - today + 7) % 7 || 7
}
