import { dayAt, minuteAt, weekdayOf } from '../local-time.js'
import type { MadeAttempt } from './line.js'
import type { Simulated, SimulationInput } from './simulate.js'

/** How long a nurse has to do with what a call leaves her, in minutes: assumptions (docs/capacity.md). */
export const NURSE_MINUTES = {
  alert: { routine: 4, soon: 6, urgent: 10, emergency: 15 },
  task: 6,
} as const

const HOUR_MS = 3_600_000

/** One hour of the clock, over the weekdays of the simulated span on which anybody was rung. */
export interface HourFigures {
  readonly hour: number
  /** Attempts begun in it, on the average day. */
  readonly begun: number
  /** Lines that are busy: on average over the hour (erlangs), in the busiest such hour, and at most at one instant. */
  readonly lines: number
  readonly linesBusiest: number
  readonly linesPeak: number
  /** Nurses' time that transfers, alerts and tasks of this hour ask for, as a share of what there is; above 1 it waits. */
  readonly nurses: number
}
export interface Figures {
  readonly calls: number
  readonly attempts: number
  /** Of the planned calls, by the attempt in which a conversation with a verified person began, summed up. */
  readonly reach: readonly { readonly attempt: number; readonly calls: number; readonly share: number }[]
  /** How due calls ended: "done", "done unreached", "expired expired" … */
  readonly ends: Readonly<Record<string, number>>
  readonly dispositions: Readonly<Record<string, number>>
  readonly hours: readonly HourFigures[]
  readonly rungDays: number
  /** From due to dialled, s. */
  readonly waitS: { readonly p50: number; readonly p95: number; readonly p99: number }
  readonly urgentWaitS: { readonly p50: number; readonly p95: number; readonly p99: number }
  /** What an attempt holds the line for on average, s. */
  readonly lineS: number
  readonly nurses: {
    readonly transfers: number
    readonly nobodyFree: number
    readonly alerts: Readonly<Record<string, number>>
    readonly tasks: number
    /** Of work a rung day. */
    readonly hoursADay: number
  }
}

export function figuresOf(simulated: Simulated, input: Pick<SimulationInput, 'from' | 'days' | 'nurses'>): Figures {
  const { calls, attempts } = simulated
  const first = dayAt(input.from)
  const isCounted = (ms: number): boolean => {
    const day = dayAt(new Date(ms))
    return day < first + input.days && weekdayOf(day) < 5
  }
  const counted = attempts.filter(({ startMs }) => isCounted(startMs))
  const rungDays = new Set(counted.map(({ startMs }) => dayAt(new Date(startMs)))).size
  const work = nurseWork(simulated).filter(({ atMs }) => isCounted(atMs))
  const hours = hoursOf(counted, work, rungDays, input.nurses)
  return {
    calls: calls.length,
    attempts: attempts.length,
    reach: reachOf(simulated),
    ends: countBy(calls.map(({ state, task }) => [state, task].filter(Boolean).join(' '))),
    dispositions: countBy(attempts.map(({ disposition }) => disposition)),
    hours,
    rungDays,
    waitS: waits(attempts),
    urgentWaitS: waits(attempts.filter(({ urgent }) => urgent)),
    lineS: sum(attempts.map(({ startMs, endMs }) => endMs - startMs)) / Math.max(1, attempts.length) / 1000,
    nurses: {
      transfers: attempts.filter(({ nurseFromMs }) => nurseFromMs !== undefined).length,
      nobodyFree: attempts.filter(({ nobodyFree }) => nobodyFree).length,
      alerts: countBy(attempts.flatMap(({ alert }) => alert ?? [])),
      tasks: calls.filter(({ task }) => task !== undefined).length,
      hoursADay: sum(hours.map(({ nurses }) => nurses)) * input.nurses,
    },
  }
}

function reachOf({ calls }: Simulated): Figures['reach'] {
  const most = Math.max(0, ...calls.map(({ reachedAt }) => reachedAt ?? 0))
  return Array.from({ length: most }, (_, at) => {
    const reached = calls.filter(({ reachedAt }) => reachedAt !== undefined && reachedAt <= at + 1).length
    return { attempt: at + 1, calls: reached, share: reached / calls.length }
  })
}

interface Work {
  readonly atMs: number
  readonly lengthMs: number
}

/** Transfers while they last, and what alerts and tasks ask for when they arise. */
function nurseWork({ attempts, calls }: Simulated): readonly Work[] {
  const transfers = attempts.flatMap(({ nurseFromMs, endMs }) =>
    nurseFromMs === undefined ? [] : [{ atMs: nurseFromMs, lengthMs: endMs - nurseFromMs }],
  )
  const alerts = attempts.flatMap(({ alert, endMs }) =>
    alert === undefined ? [] : [{ atMs: endMs, lengthMs: NURSE_MINUTES.alert[alert] * 60_000 }],
  )
  const tasks = calls.flatMap(({ task, endedAt }) =>
    task === undefined || endedAt === undefined
      ? []
      : [{ atMs: endedAt.getTime(), lengthMs: NURSE_MINUTES.task * 60_000 }],
  )
  return [...transfers, ...alerts, ...tasks]
}

function hoursOf(
  attempts: readonly MadeAttempt[],
  work: readonly Work[],
  rungDays: number,
  nurses: number,
): readonly HourFigures[] {
  const clock = (ms: number): number => Math.floor(minuteAt(new Date(ms)) / 60)
  const begun = new Map<number, number>()
  /** Busy line ms by the hour of a day. */
  const busy = new Map<string, number>()
  const worked = new Map<number, number>()
  for (const { startMs, endMs } of attempts) {
    add(begun, clock(startMs), 1)
    for (let ms = startMs; ms < endMs; ) {
      const untilMs = Math.min(endMs, (Math.floor(ms / HOUR_MS) + 1) * HOUR_MS)
      add(busy, `${clock(ms)} ${dayAt(new Date(ms))}`, untilMs - ms)
      ms = untilMs
    }
  }
  for (const { atMs, lengthMs } of work) add(worked, clock(atMs), lengthMs)
  const peaks = peaksOf(attempts, clock)
  return [...begun.keys()]
    .sort((a, b) => a - b)
    .map(hour => {
      const ofHour = [...busy].filter(([key]) => key.startsWith(`${hour} `)).map(([, ms]) => ms / HOUR_MS)
      return {
        hour,
        begun: begun.get(hour)! / rungDays,
        lines: sum(ofHour) / rungDays,
        linesBusiest: Math.max(0, ...ofHour),
        linesPeak: peaks.get(hour) ?? 0,
        nurses: (worked.get(hour) ?? 0) / HOUR_MS / rungDays / Math.max(1, nurses),
      }
    })
}

function peaksOf(attempts: readonly MadeAttempt[], clock: (ms: number) => number): ReadonlyMap<number, number> {
  const changes = attempts.flatMap(({ startMs, endMs }) => [
    { ms: startMs, by: 1 },
    { ms: endMs, by: -1 },
  ])
  const peaks = new Map<number, number>()
  let live = 0
  for (const { ms, by } of changes.sort((a, b) => a.ms - b.ms || a.by - b.by)) {
    live += by
    peaks.set(clock(ms), Math.max(peaks.get(clock(ms)) ?? 0, live))
  }
  return peaks
}

function waits(attempts: readonly MadeAttempt[]): Figures['waitS'] {
  const sorted = attempts.map(({ dueAtMs, startMs }) => (startMs - dueAtMs) / 1000).sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

const add = <Key>(map: Map<Key, number>, key: Key, by: number): void => void map.set(key, (map.get(key) ?? 0) + by)
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const name of names) add(counts, name, 1)
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a))
}
