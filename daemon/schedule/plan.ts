import { callingHours, nextOpening, openDay, openingsOn } from './hours.js'
import { type DayNumber, dayAt, instantMs, minuteAt } from './local-time.js'
import type { CallingHours, Plan, PlanFor, PlanInput, PlannedCall, ProtocolCall } from './port.js'

/** A call is not planned later on its day than this before the last one may begin: room for a queue, and for a busy line's second try. */
const SPARE_MS = 2 * 3_600_000

/** Of a protocol without a block of its own (CLINICAL.md: 24 h after the discharge by default; the RED toolkit, within 2–3 days). */
export const DEFAULT_CALLS = {
  saturday: false,
  on: [{ day: 1, openDays: 3, urgent: false }],
} as const

/**
 * The calls that a discharge asks for. Each is due at the discharge's own time of day, brought into the hours of its day; a day on
 * which nobody is rung gives way to the next one. Two calls never share a day, and one has expired before the next is due.
 */
export const planFor: PlanFor = (input: PlanInput): Plan => {
  const { calls, preferences, hospital, now } = input
  const hours = callingHours(hospital, calls, preferences)
  const planned = inOrder(input, hours).map(call => ({ call, now: dueFrom(call, hours, now) }))
  return {
    calls: planned.flatMap(({ now }) => (now === undefined ? [] : [now])),
    missed: planned.filter(({ now }) => now === undefined).map(({ call }) => call),
    preferencesUnmet: hours.preferencesUnmet,
  }
}

function inOrder({ encounter, calls }: PlanInput, hours: CallingHours): readonly PlannedCall[] {
  const planned: PlannedCall[] = []
  let free: DayNumber = dayAt(encounter.dischargedAt) + 1
  for (const call of [...calls.on].sort((a, b) => a.day - b.day)) {
    const from = Math.max(free, dayAt(encounter.dischargedAt) + call.day)
    const day = openDay(hours, from)
    if (day === undefined) break
    const before = planned.pop()
    if (before !== undefined) planned.push(endedBefore(before, day, hours))
    planned.push(plannedOn(day, from, call, hours, encounter))
    free = day + 1
  }
  return planned
}

function plannedOn(
  day: DayNumber,
  from: DayNumber,
  { day: wanted, openDays, urgent, protocol }: ProtocolCall,
  hours: CallingHours,
  encounter: PlanInput['encounter'],
): PlannedCall {
  const limits = hours.limits ?? hours
  let lastDay = openDay(limits, from) ?? day
  for (let more = 1; more < openDays; more++) lastDay = openDay(limits, lastDay + 1) ?? lastDay
  return {
    day: wanted,
    protocol: protocol ?? encounter.protocol,
    dueAt: new Date(dueMs(day, encounter.dischargedAt, hours)),
    notAfter: new Date(lastMsUntil(Math.max(day, lastDay), day, hours)),
    urgent,
  }
}

/** At the discharge's own time of day: 24 h behind it, and the calls of a day come as spread as its discharges were. */
function dueMs(day: DayNumber, dischargedAt: Date, hours: CallingHours): number {
  const openings = openingsOn(hours, day)
  const lastOfDayMs = openings.at(-1)!.lastMs
  const wishedMs = Math.min(instantMs(day, minuteAt(dischargedAt), 'compatible'), lastOfDayMs - SPARE_MS)
  const { firstMs } = openings.find(({ lastMs }) => lastMs >= wishedMs)!
  return Math.max(wishedMs, firstMs)
}

/** Expires with the last day on which we ring before that of the next call. */
function endedBefore(call: PlannedCall, next: DayNumber, hours: CallingHours): PlannedCall {
  const endMs = lastMsUntil(next - 1, dayAt(call.dueAt), hours)
  return endMs < call.notAfter.getTime() ? { ...call, notAfter: new Date(endMs) } : call
}

/** When the last call may begin between two dates; on the first one nothing is closed. */
function lastMsUntil(last: DayNumber, first: DayNumber, hours: CallingHours): number {
  const opening = openingsOn(hours, last).at(-1)
  return opening === undefined && last > first ? lastMsUntil(last - 1, first, hours) : opening!.lastMs
}

/** A discharge that became known late: what was due already is due at the next opening, undefined where it is too late. */
function dueFrom(call: PlannedCall, hours: CallingHours, now: Date): PlannedCall | undefined {
  if (call.dueAt >= now) return call
  const dueAt = nextOpening(hours, now)
  return dueAt === undefined || dueAt > call.notAfter ? undefined : { ...call, dueAt }
}
