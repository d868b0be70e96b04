const ZONE = 'Europe/Brussels'
const WALL_CLOCK = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/
const ZONED = /(Z|[+-]\d{2}:?\d{2})$/

/** A time as a rehearsal writes it: Brussels' clock, or an instant with its zone. */
export function isWallClock(text: string): boolean {
  const local = text.replace(ZONED, '')
  return WALL_CLOCK.test(local) && !Number.isNaN(Date.parse(`${local.replace(' ', 'T')}Z`))
}

const SHOWN = new Intl.DateTimeFormat('sv-SE', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** What Brussels' clocks show at an instant: YYYY-MM-DDTHH:MM:SS. The Swedish locale writes ISO order. */
export const brusselsClock = (at: Date): string => SHOWN.format(at).replace(' ', 'T')

/**
 * The instant of a time that `isWallClock` accepts. A time without a zone is Brussels': the offset is found by asking what
 * Brussels shows then, twice, because the first guess may fall on the other side of a change of hour.
 */
export function instantOf(text: string): Date {
  const iso = text.replace(' ', 'T')
  if (ZONED.test(iso)) return new Date(iso)
  const wantedMs = Date.parse(`${iso}Z`)
  let atMs = wantedMs
  for (let pass = 0; pass < 2; pass++) {
    const shownMs = Date.parse(`${brusselsClock(new Date(atMs))}Z`)
    atMs += wantedMs - shownMs
  }
  return new Date(atMs)
}
