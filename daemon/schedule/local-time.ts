import { Temporal } from 'temporal-polyfill'

/** Every hour of this room is read on this clock. */
export const ZONE = 'Europe/Brussels'
export const DAY_MS = 86_400_000
export const MINUTE_MS = 60_000

/** A calendar date as days since 1970-01-01: arithmetic without hours, so that no summer time can bend it. */
export type DayNumber = number

/**
 * Where a clock time comes twice (October) or never (March), which instant is meant: `earlier` and `later` of the two, in March as if
 * the change had not come yet, or had come; `compatible` is the first of two, and in March as many minutes behind the gap
 * (RFC 5545 section 3.3.5).
 */
export type Disambiguation = 'earlier' | 'later' | 'compatible'

export const dateOf = (day: DayNumber): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
export const dayOfDate = (date: string): DayNumber => Date.parse(`${date}T00:00:00Z`) / DAY_MS
/** 0 is Monday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: DayNumber): number => (((day + 3) % 7) + 7) % 7

const starts = new Map<DayNumber, number>()

/** The epoch ms at which a date begins in Brussels. Kept: asking costs 40 µs and a month's simulation asks 100,000 times. */
export function startOfDayMs(day: DayNumber): number {
  const known = starts.get(day)
  if (known !== undefined) return known
  const startMs = Temporal.PlainDate.from(dateOf(day)).toZonedDateTime(ZONE).epochMilliseconds
  starts.set(day, startMs)
  return startMs
}

/** The date in Brussels at an instant. */
export function dayAt(at: Date): DayNumber {
  const guess = Math.floor(at.getTime() / DAY_MS)
  return at.getTime() >= startOfDayMs(guess + 1) ? guess + 1 : at.getTime() < startOfDayMs(guess) ? guess - 1 : guess
}

const isPlain = (day: DayNumber): boolean => startOfDayMs(day + 1) - startOfDayMs(day) === DAY_MS

/** The instant of a clock time, in epoch ms. `minute` counts from midnight on the clock, 1440 is the next midnight. */
export function instantMs(day: DayNumber, minute: number, disambiguation: Disambiguation): number {
  if (isPlain(day) || minute === 0) return startOfDayMs(day) + minute * MINUTE_MS
  if (minute === 24 * 60) return startOfDayMs(day + 1)
  return Temporal.PlainDate.from(dateOf(day))
    .toPlainDateTime()
    .add({ minutes: minute })
    .toZonedDateTime(ZONE, { disambiguation }).epochMilliseconds
}

/** Minutes since midnight that Brussels' clock shows, with fractions. */
export function minuteAt(at: Date): number {
  const day = dayAt(at)
  if (isPlain(day)) return (at.getTime() - startOfDayMs(day)) / MINUTE_MS
  const { hour, minute, second, millisecond } = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(
    ZONE,
  )
  return hour * 60 + minute + (second * 1000 + millisecond) / MINUTE_MS
}

/** The instant of a moment as the dialogue keeps it (`callback-time`, "2026-11-27T15:00", on Brussels' clock). */
export const instantOfLocal = (local: string): Date =>
  new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).epochMilliseconds)

/** "2026-11-27 15:00" on Brussels' clock. */
export const shownLocal = (at: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(ZONE)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ')
