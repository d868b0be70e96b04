/** One local wall-clock instant in Europe/Brussels, as the closing and the dialogue need it. */
export interface LocalClock {
  /** ISO without zone, e.g. 2026-11-24T10:00:00. */
  readonly nowLocal: string
  readonly nightWeekendOrHoliday: boolean
}

const PARTS = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Brussels',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  weekday: 'short',
})

/** Easter Sunday (Meeus/Jones/Butcher), as [month, day]. */
function easter(year: number): Date {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return new Date(Date.UTC(year, Math.floor(f / 31) - 1, (f % 31) + 1))
}

/** Belgian public holidays: ten a year (law of 4 January 1974 and royal decree of 18 April 1974). YYYY-MM-DD. */
export function belgianHolidays(year: number): ReadonlySet<string> {
  const fixed = ['01-01', '05-01', '07-21', '08-15', '11-01', '11-11', '12-25'].map(day => `${year}-${day}`)
  const moving = [1, 39, 50].map(days =>
    new Date(easter(year).getTime() + days * 86_400_000).toISOString().slice(0, 10),
  )
  return new Set([...fixed, ...moving])
}

/** Brussels' wall clock at an instant; GPs are on duty 8:00–18:00 on working days, 1733 otherwise. */
export function localClock(at: Date): LocalClock {
  const part = Object.fromEntries(PARTS.formatToParts(at).map(({ type, value }) => [type, value]))
  const day = `${part.year}-${part.month}-${part.day}`
  const hour = Number(part.hour)
  const weekend = part.weekday === 'Sat' || part.weekday === 'Sun'
  return {
    nowLocal: `${day}T${part.hour}:${part.minute}:${part.second}`,
    nightWeekendOrHoliday: weekend || hour < 8 || hour >= 18 || belgianHolidays(Number(part.year)).has(day),
  }
}
