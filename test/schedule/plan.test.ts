import fc from 'fast-check'
import t from 'tap'
import { ms } from '../../daemon/domain/units.js'
import { callingHours, mayBegin } from '../../daemon/schedule/hours.js'
import { dayAt, minuteAt, shownLocal } from '../../daemon/schedule/local-time.js'
import { DEFAULT_CALLS, planFor } from '../../daemon/schedule/plan.js'
import {
  type HospitalHours,
  type Plan,
  type PlanInput,
  type PlannedCall,
  type Preferences,
  type ProtocolCalls,
  WEEKDAYS,
} from '../../daemon/schedule/port.js'
import { at, hospital, window } from './hours.js'

const call = (day: number, more: Partial<ProtocolCalls['on'][number]> = {}) => ({
  day,
  openDays: 2,
  urgent: false,
  ...more,
})
const FIRST_DAY: ProtocolCalls = { saturday: false, on: [call(1)] }

const plan = (dischargedAt: Date, more: Partial<PlanInput> = {}): Plan =>
  planFor({
    encounter: { dischargedAt, protocol: 'general-follow-up' },
    calls: FIRST_DAY,
    preferences: {},
    hospital,
    now: dischargedAt,
    ...more,
  })
/** "J+1 2026-11-25 14:00 – 2026-11-26 18:50" */
const told = ({ calls }: Pick<Plan, 'calls'>): readonly string[] =>
  calls.map(({ day, dueAt, notAfter }) => `J+${day} ${shownLocal(dueAt)} – ${shownLocal(notAfter)}`)

t.test('the call is due 24 hours behind the discharge', async t => {
  t.same(told(plan(at('2026-11-24 14:00'))), ['J+1 2026-11-25 14:00 – 2026-11-26 18:50'])
})

t.test('a discharge early or late in the day is rung within the hours of the next', async t => {
  t.same(told(plan(at('2026-11-24 06:30'))), ['J+1 2026-11-25 09:00 – 2026-11-26 18:50'])
  t.same(told(plan(at('2026-11-24 20:15'))), ['J+1 2026-11-25 16:50 – 2026-11-26 18:50'])
})

t.test("a Friday's discharge is rung on Monday, on Saturday where the protocol opens it", async t => {
  t.same(told(plan(at('2026-11-27 11:00'))), ['J+1 2026-11-30 11:00 – 2026-12-01 18:50'])
  const calls = { ...FIRST_DAY, saturday: true }
  t.same(told(plan(at('2026-11-27 11:00'), { calls })), ['J+1 2026-11-28 11:00 – 2026-11-30 18:50'])
})

t.test('Easter Monday, Ascension and the days the hospital names are not rung', async t => {
  t.same(told(plan(at('2026-04-03 11:00'))), ['J+1 2026-04-07 11:00 – 2026-04-08 18:50'])
  t.same(told(plan(at('2026-05-13 11:00'))), ['J+1 2026-05-15 11:00 – 2026-05-18 18:50'])
  const bridge = { ...hospital, isClosed: (date: string) => date === '2026-05-15' || hospital.isClosed(date) }
  t.same(told(plan(at('2026-05-13 11:00'), { hospital: bridge })), ['J+1 2026-05-18 11:00 – 2026-05-19 18:50'])
})

t.test('the night of summer time moves no call: ten in the morning stays ten on the clock', async t => {
  const calls: ProtocolCalls = { saturday: false, on: [call(1), call(3), call(7)] }
  for (const [discharged, days] of [
    ['2026-03-26 10:00', ['2026-03-27', '2026-03-30', '2026-04-02']],
    ['2026-10-22 10:00', ['2026-10-23', '2026-10-26', '2026-10-29']],
  ] as const)
    t.same(
      plan(at(discharged), { calls }).calls.map(({ dueAt }) => shownLocal(dueAt)),
      days.map(day => `${day} 10:00`),
    )
})

const allDay: HospitalHours = {
  weekdays: window(0, 24),
  saturday: window(0, 24),
  isClosed: () => false,
  longestCallMs: ms(0),
}
const everyDay: ProtocolCalls = { saturday: true, on: [call(1)] }

t.test('an hour that is skipped is rung behind the gap; one that comes twice, the first time', async t => {
  // Sunday is never rung, so the two nights are looked at through hours alone: callingHours leaves Sundays out.
  const night = callingHours(allDay, everyDay)
  t.same(night.windows.sunday, [])
  t.equal(at('2027-03-28 02:30').toISOString(), '2027-03-28T01:30:00.000Z', '03:30 on the clock')
  t.equal(at('2026-10-25 02:30').toISOString(), '2026-10-25T00:30:00.000Z', 'the first of two')
})

t.test("the patient's hours and days win inside the hospital's limits", async t => {
  const wishes = (preferences: Preferences) => told(plan(at('2026-11-24 14:00'), { preferences }))
  t.same(wishes({ windows: [window(9, 12)] }), ['J+1 2026-11-25 09:50 – 2026-11-26 11:50'])
  t.same(wishes({ windows: [window(17, 22)] }), ['J+1 2026-11-25 17:00 – 2026-11-26 18:50'])
  t.same(wishes({ days: ['friday'] }), ['J+1 2026-11-27 14:00 – 2026-11-27 18:50'])
})

t.test('who can be rung in the evening only is rung by day, and the plan says so', async t => {
  const { calls, preferencesUnmet } = plan(at('2026-11-24 14:00'), { preferences: { windows: [window(20, 22)] } })
  t.same(told({ calls }), ['J+1 2026-11-25 14:00 – 2026-11-26 18:50'])
  t.equal(preferencesUnmet, true)
})

t.test(
  'two calls that a long weekend brings together are rung on two days, the first ended before the second',
  async t => {
    const calls: ProtocolCalls = { saturday: false, on: [call(1), call(3)] }
    t.same(told(plan(at('2026-11-27 11:00'), { calls })), [
      'J+1 2026-11-30 11:00 – 2026-11-30 18:50',
      'J+3 2026-12-01 11:00 – 2026-12-02 18:50',
    ])
  },
)

t.test('a later call may ask another questionnaire', async t => {
  const calls: ProtocolCalls = {
    saturday: false,
    on: [call(1, { urgent: true }), call(7, { protocol: 'discharge-talk' })],
  }
  t.match(plan(at('2026-11-24 14:00'), { calls }).calls, [
    { protocol: 'general-follow-up', urgent: true },
    { protocol: 'discharge-talk', urgent: false },
  ])
})

t.test('a discharge told late is rung now while that is worth it, else it is missed', async t => {
  const dischargedAt = at('2026-11-24 14:00')
  t.same(told(plan(dischargedAt, { now: at('2026-11-26 10:00') })), ['J+1 2026-11-26 10:00 – 2026-11-26 18:50'])
  for (const now of ['2026-11-26 18:51', '2026-12-24 10:00']) {
    const late = plan(dischargedAt, { now: at(now) })
    t.same(late.calls, [])
    t.same(told({ calls: late.missed }), ['J+1 2026-11-25 14:00 – 2026-11-26 18:50'])
  }
})

t.test('a protocol that names no calls is rung once, a day after', async t => {
  t.same(told(plan(at('2026-11-24 14:00'), { calls: DEFAULT_CALLS })), ['J+1 2026-11-25 14:00 – 2026-11-27 18:50'])
})

const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
/** Discharges in the week around each change of the hour, and in any week. */
const discharge = fc.oneof(
  instant,
  fc
    .tuple(
      fc.constantFrom('2026-03-29', '2026-10-25', '2027-03-28', '2031-10-26'),
      fc.integer({ min: -4320, max: 4320 }),
    )
    .map(([day, minutes]) => new Date(Date.parse(`${day}T01:00:00Z`) + minutes * 60_000)),
)
const anyWindow = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .map(([fromMinute, length]) => ({ fromMinute, toMinute: Math.min(1440, fromMinute + length) }))
const anyCalls: fc.Arbitrary<ProtocolCalls> = fc.record({
  saturday: fc.boolean(),
  on: fc.uniqueArray(
    fc.record({ day: fc.integer({ min: 1, max: 40 }), openDays: fc.integer({ min: 1, max: 5 }), urgent: fc.boolean() }),
    { minLength: 1, maxLength: 5, selector: ({ day }) => day },
  ),
})
const preferences: fc.Arbitrary<Preferences> = fc.record(
  { windows: fc.array(anyWindow, { maxLength: 3 }), days: fc.subarray([...WEEKDAYS]) },
  { requiredKeys: [] },
)
const anyHospital: fc.Arbitrary<HospitalHours> = fc.constantFrom(hospital, {
  ...hospital,
  weekdays: window(0, 24),
  saturday: window(1, 4),
})
const input: fc.Arbitrary<PlanInput> = fc
  .tuple(discharge, anyCalls, preferences, anyHospital, fc.integer({ min: 0, max: 50 * 1440 }))
  .map(([dischargedAt, calls, wishes, limits, lateMinutes]) => ({
    encounter: { dischargedAt, protocol: 'general-follow-up' },
    calls,
    preferences: wishes,
    hospital: limits,
    now: new Date(dischargedAt.getTime() + lateMinutes * 60_000),
  }))

t.test(
  'in any year and in both nights every call is inside the hours on the clock, on a later day than the one before',
  async t => {
    const right = (planned: PlanInput): boolean => {
      const { calls, missed } = planFor(planned)
      const hours = callingHours(planned.hospital, planned.calls, planned.preferences)
      const all = [...missed, ...calls]
      const inside = ({ dueAt, notAfter }: PlannedCall) =>
        mayBegin(hours, dueAt) && mayBegin(hours, notAfter) && dueAt <= notAfter && onTheClock(planned, dueAt)
      const apart = all.every((one, i) => i === 0 || dayAt(all[i - 1]!.notAfter) < dayAt(one.dueAt))
      return (
        all.length === planned.calls.on.length &&
        all.every(inside) &&
        apart &&
        calls.every(({ dueAt }) => dueAt >= planned.now) &&
        missed.every(({ dueAt }) => dueAt <= planned.now)
      )
    }
    t.doesNotThrow(() => fc.assert(fc.property(input, right), { numRuns: 1000 }))
  },
)

/** Told from the clock alone, whatever the openings say. */
function onTheClock({ hospital: { weekdays, saturday } }: PlanInput, begins: Date): boolean {
  const weekday = new Date(`${shownLocal(begins).slice(0, 10)}T00:00:00Z`).getUTCDay()
  const { fromMinute, toMinute } = weekday === 6 ? saturday : weekdays
  return weekday !== 0 && minuteAt(begins) >= fromMinute && minuteAt(begins) < toMinute
}

t.test('the same discharge has the same plan: nothing asks a clock', async t => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(input, planned => {
        t.strictSame(planFor(planned), planFor(planned))
      }),
      { numRuns: 50 },
    ),
  )
})
