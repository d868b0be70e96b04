import fc from 'fast-check'
import t from 'tap'
import { Temporal } from 'temporal-polyfill'
import { belgianHolidays } from '../../daemon/domain/calendar.js'
import { ms } from '../../daemon/domain/units.js'
import { holidaysAt } from '../../daemon/schedule/holidays.js'
import { mayBegin, nextDay, nextOpening, nextWindow, openingsOn } from '../../daemon/schedule/hours.js'
import { dateOf, dayAt, dayOfDate, minuteAt, shownLocal, weekdayOf, ZONE } from '../../daemon/schedule/local-time.js'
import { type CallingHours, type DailyWindow, WEEKDAYS } from '../../daemon/schedule/port.js'
import { at, hours, window } from './hours.js'

const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })

t.test("dates and minutes are those of Brussels' clock, in any year and both nights", async t => {
  const nights = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2045-03-26T01:00:00Z'].map(night =>
    Date.parse(night),
  )
  const near = fc.tuple(fc.constantFrom(...nights), fc.integer({ min: -90_000_000, max: 90_000_000 }))
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        fc.oneof(
          instant,
          near.map(([night, by]) => new Date(night + by)),
        ),
        date => {
          const zoned = Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(ZONE)
          const minute = zoned.hour * 60 + zoned.minute
          return (
            dateOf(dayAt(date)) === zoned.toPlainDate().toString() &&
            Math.floor(minuteAt(date)) === minute &&
            weekdayOf(dayAt(date)) === zoned.dayOfWeek - 1
          )
        },
      ),
      { numRuns: 1000 },
    ),
  )
})

/** Every day of the week the same windows, for the two nights are Sundays, which the product never rings. */
const always = (...windows: readonly DailyWindow[]): CallingHours => ({
  windows: Object.fromEntries(WEEKDAYS.map(day => [day, windows])) as Record<(typeof WEEKDAYS)[number], DailyWindow[]>,
  isClosed: () => false,
  longestCallMs: ms(60_000),
  preferencesUnmet: false,
})

t.test('in both nights no instant of a window is outside it on the clock', async t => {
  const anyWindow = fc
    .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 300 }))
    .map(([fromMinute, length]) => ({ fromMinute, toMinute: fromMinute + length }))
  const day = fc.constantFrom('2026-03-29', '2026-10-25', '2031-10-26', '2026-06-01').map(dayOfDate)
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(day, anyWindow, fc.double({ min: 0, max: 1, noNaN: true }), (date, wanted, part) =>
        openingsOn(always(wanted), date).every(({ firstMs, lastMs }) => {
          const minute = minuteAt(new Date(Math.floor(firstMs + part * (lastMs - firstMs))))
          return minute >= wanted.fromMinute && minute <= wanted.toMinute
        }),
      ),
      { numRuns: 1000 },
    ),
  )
})

t.test('the hour that comes twice is one opening; the hour that is skipped is none', async t => {
  const two = (date: string, from: number, to: number) =>
    openingsOn(always({ fromMinute: from * 60, toMinute: to * 60 }), dayOfDate(date)).map(
      ({ firstMs, lastMs }) => (lastMs + 60_000 - firstMs) / 3_600_000,
    )
  t.same(two('2026-10-25', 1, 4), [4], 'three hours on the clock')
  t.same(two('2026-03-29', 1, 4), [2])
  t.same(two('2026-03-29', 2, 3), [])
})

t.test('the next opening, window and day are found over nights, weekends and holidays', async t => {
  const shown = (date: Date | undefined) => date && shownLocal(date)
  t.equal(shown(nextOpening(hours, at('2026-11-24 10:17'))), '2026-11-24 10:17')
  t.equal(shown(nextOpening(hours, at('2026-11-24 18:51'))), '2026-11-25 09:00')
  t.equal(shown(nextOpening(hours, at('2026-12-24 19:00'))), '2026-12-28 09:00', 'Christmas is a Friday')
  t.equal(shown(nextWindow(hours, at('2026-11-24 08:00'))), '2026-11-24 09:00')
  t.equal(shown(nextWindow(hours, at('2026-11-24 09:00'))), '2026-11-25 09:00')
  const split = always(window(9, 12), window(14, 19))
  t.equal(shown(nextWindow(split, at('2026-11-24 10:00'))), '2026-11-24 14:00')
  t.equal(shown(nextDay(split, at('2026-11-24 10:00'))), '2026-11-25 09:00')
})

t.test('hours that never open give no instant, in finite time', async t => {
  t.equal(nextOpening(always(), at('2026-11-24 10:00')), undefined)
  t.equal(nextOpening({ ...hours, isClosed: () => true }, at('2026-11-24 10:00')), undefined)
})

t.test('the instant found is open, and none before it is', async t => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(instant, date => {
        const found = nextOpening(hours, date)
        if (found === undefined || !mayBegin(hours, found)) return false
        const before = new Date((date.getTime() + found.getTime()) / 2)
        return found.getTime() === date.getTime() || !mayBegin(hours, before)
      }),
      { numRuns: 500 },
    ),
  )
})

t.test("the library's Belgian holidays are the law's ten, every year", async t => {
  const isClosed = holidaysAt('BE')
  for (const year of [2024, 2026, 2027, 2035, 2038, 2060]) {
    const days = Array.from({ length: 366 }, (_, ahead) => dateOf(dayOfDate(`${year}-01-01`) + ahead))
    const closed = days.filter(date => date.startsWith(`${year}`) && isClosed(date))
    t.same(closed, [...belgianHolidays(year)].sort(), `${year}`)
  }
})

t.test('another country has other holidays, and the hospital days of its own', async t => {
  t.equal(holidaysAt('FR')('2026-07-14'), true)
  t.equal(holidaysAt('BE')('2026-07-14'), false)
  t.equal(holidaysAt('BE', ['2026-12-24'])('2026-12-24'), true)
})
