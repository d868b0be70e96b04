import { createRequire } from 'node:module'
import type HolidayCalendar from 'date-holidays'

/** Where a hospital is, as date-holidays names it: a country, and within it a region ("BE", "BE-BRU", "LU"). */
export type HolidayPlace = string

/**
 * Is a date a public holiday at a place? Years are looked up when first asked for: the library takes 370 ms and 35 MB to load, which
 * a command that plans nothing does not pay. `closed` are further dates of the hospital's own (YYYY-MM-DD).
 */
export function holidaysAt(place: HolidayPlace = 'BE', closed: readonly string[] = []): (date: string) => boolean {
  const own = new Set(closed)
  const years = new Map<string, ReadonlySet<string>>()
  let calendar: HolidayCalendar | undefined
  const publicHolidays = (year: string): ReadonlySet<string> => {
    calendar ??= openCalendar(place)
    const days = calendar.getHolidays(Number(year)).filter(({ type }) => type === 'public')
    return new Set(days.map(({ date }) => date.slice(0, 10)))
  }
  return date => {
    if (own.has(date)) return true
    const year = date.slice(0, 4)
    const days = years.get(year) ?? publicHolidays(year)
    years.set(year, days)
    return days.has(date)
  }
}

function openCalendar(place: HolidayPlace): HolidayCalendar {
  const Calendar = createRequire(import.meta.url)('date-holidays') as typeof HolidayCalendar
  const [country = 'BE', region] = place.split('-')
  return region === undefined
    ? new Calendar(country, { types: ['public'] })
    : new Calendar(country, region, { types: ['public'] })
}
