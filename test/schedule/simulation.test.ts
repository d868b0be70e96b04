import t from 'tap'
import { callingHours, mayBegin } from '../../daemon/schedule/hours.js'
import { DEFAULT_CALLS } from '../../daemon/schedule/plan.js'
import type { ProtocolCalls } from '../../daemon/schedule/port.js'
import { LEAVING } from '../../daemon/schedule/simulation/discharges.js'
import { figuresOf } from '../../daemon/schedule/simulation/figures.js'
import { plotOf } from '../../daemon/schedule/simulation/plot.js'
import { BELGIAN_PATIENTS } from '../../daemon/schedule/simulation/population.js'
import { figuresShown } from '../../daemon/schedule/simulation/shown.js'
import { type SimulationInput, simulate } from '../../daemon/schedule/simulation/simulate.js'
import { at, hospital } from './hours.js'

const SURGERY: ProtocolCalls = {
  saturday: true,
  on: [
    { day: 1, openDays: 2, urgent: true },
    { day: 7, openDays: 3, urgent: false, protocol: 'general-follow-up' },
  ],
}
const callsOf = (protocol: string) => (protocol === 'after-surgery-day-1' ? SURGERY : DEFAULT_CALLS)

/** Over the end of summer time and All Saints' Day. */
const small: SimulationInput = {
  ...{ patients: 120, days: 6, seed: 7, from: at('2026-10-22 00:00'), nurses: 2 },
  ...{ hospital, callsOf, population: BELGIAN_PATIENTS, leaving: LEAVING },
  limits: { calls: 4, keptForCallers: 1, channels: 4, callsPerNurse: 10, startsPerS: 0.5 },
}
const figures = async (input: SimulationInput) => figuresOf(await simulate(input), input)
const month = simulate(small)

t.test('the same seed gives the same month, another seed another', async t => {
  const first = figuresOf(await month, small)
  t.same(await figures(small), first)
  t.notSame(await figures({ ...small, seed: 8 }), first)
})

t.test('every call that was planned is over, and nobody was rung outside the hours or on a line too many', async t => {
  const { calls, attempts, discharges } = await month
  t.equal(discharges.length, small.patients)
  t.ok(calls.length >= small.patients)
  t.same(
    calls.filter(({ state }) => state === 'due' || state === 'claimed'),
    [],
  )
  const outside = attempts.filter(({ startMs, protocol }) => {
    const hours = [callingHours(hospital, callsOf(protocol)), callingHours(hospital, SURGERY)]
    return !hours.some(each => mayBegin(each, new Date(startMs)))
  })
  t.same(outside, [])
  t.equal(
    Math.max(...figuresOf({ calls, attempts, discharges, ticks: 0 }, small).hours.map(({ linesPeak }) => linesPeak)),
    3,
  )
})

t.test('whoever is not reached is a task for a nurse', async t => {
  const { calls } = await month
  const left = calls.filter(({ reachedAt, state, task }) => reachedAt === undefined && state !== 'cancelled' && !task)
  t.same(left, [])
})

t.test('where lines are short the urgent calls wait less than the others', async t => {
  const scarce = { ...small, limits: { ...small.limits, calls: 2 } }
  const { waitS, urgentWaitS } = await figures(scarce)
  t.ok(urgentWaitS.p95 < waitS.p95, `${urgentWaitS.p95} s, all ${waitS.p95} s`)
})

t.test(
  "a trunk that refuses most calls uses up nobody's attempts: after three refusals a nurse calls back",
  async t => {
    const population = { ...BELGIAN_PATIENTS, congestion: 0.9 }
    const { calls } = await simulate({ ...small, patients: 40, days: 2, population })
    const given = calls.filter(({ task }) => task === 'callback')
    t.ok(given.length > 0)
    t.same(
      given.filter(({ attempts, tally }) => attempts - tally.countedAttempts < 3),
      [],
    )
  },
)

t.test('the figures are told as a table and drawn, with every hour that was rung', async t => {
  const told = figuresOf(await month, small)
  const table = figuresShown(told, small)
  const plot = plotOf(told, small)
  t.match(table, /calls planned \d+, attempts \d+/)
  for (const { hour } of told.hours) {
    t.match(table, new RegExp(`^ +${hour} +\\d`, 'm'))
    t.match(plot, `>${hour} h<`)
  }
  t.match(plot, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  t.notMatch(plot + table, /NaN|undefined|Infinity/)
})
