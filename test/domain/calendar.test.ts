import t from 'tap'
import { belgianHolidays, localClock } from '../../daemon/domain/calendar.js'

t.test("the hospital's clock is Brussels', summer and winter", async t => {
  t.equal(localClock(new Date('2026-07-01T08:00:00Z')).nowLocal, '2026-07-01T10:00:00')
  t.equal(localClock(new Date('2026-12-01T09:00:00Z')).nowLocal, '2026-12-01T10:00:00')
})

t.test('the GP is named by day, 1733 in the evening, at the weekend and on a holiday', async t => {
  t.equal(localClock(new Date('2026-11-24T09:00:00Z')).nightWeekendOrHoliday, false, 'Tuesday 10:00')
  t.equal(localClock(new Date('2026-11-24T17:30:00Z')).nightWeekendOrHoliday, true, 'Tuesday 18:30')
  t.equal(localClock(new Date('2026-11-28T09:00:00Z')).nightWeekendOrHoliday, true, 'Saturday')
  t.equal(localClock(new Date('2026-11-11T09:00:00Z')).nightWeekendOrHoliday, true, 'Armistice')
})

t.test('Belgium has ten public holidays a year, Easter Monday, Ascension and Whit Monday among them', async t => {
  const days = belgianHolidays(2026)
  t.equal(days.size, 10)
  for (const day of ['2026-04-06', '2026-05-14', '2026-05-25']) t.ok(days.has(day), day)
  for (const day of ['2027-03-29', '2027-05-06', '2027-05-17']) t.ok(belgianHolidays(2027).has(day), day)
})
