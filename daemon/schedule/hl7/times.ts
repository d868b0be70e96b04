import { Temporal } from 'temporal-polyfill'
import { Failure } from '../../domain/failure.js'

/** HL7 v2.5 section 2.A.22 (DTM): YYYY[MM[DD[HH[MM[SS[.S…]]]]]][±ZZZZ]. */
const DTM = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)?(\d\d)?(?:\.\d{1,4})?)?([+-]\d{4})?$/

/** Of a time that is a date only: noon, which lies on that day in every zone that a hospital here may mean. */
const NOON = 12

/**
 * The instant that a field names; without an offset it is Brussels' wall clock: where summer time ends, the first of the two
 * hours; in the hour that it skips, an hour later. Throws Failure hl7/field for what is no date of the calendar.
 */
export function instantOf(text: string, field: string): Date {
  const [, year, month, day, hour, minute, second, offset] = DTM.exec(text) ?? bad(field)
  try {
    const wall = Temporal.PlainDateTime.from(
      {
        year: Number(year),
        month: Number(month),
        day: Number(day),
        hour: hour === undefined ? NOON : Number(hour),
        minute: Number(minute ?? 0),
        second: Number(second ?? 0),
      },
      { overflow: 'reject' },
    )
    const zone = offset === undefined ? 'Europe/Brussels' : `${offset.slice(0, 3)}:${offset.slice(3)}`
    return new Date(wall.toZonedDateTime(zone).epochMilliseconds)
  } catch {
    return bad(field)
  }
}

/** YYYY-MM-DD. Throws Failure hl7/field. */
export function dateOf(text: string, field: string): string {
  const [, year, month, day] = DTM.exec(text) ?? bad(field)
  try {
    return Temporal.PlainDate.from(`${year}-${month}-${day}`, { overflow: 'reject' }).toString()
  } catch {
    return bad(field)
  }
}

function bad(field: string): never {
  throw new Failure('hl7/field', { field, reason: 'not-a-date' })
}
