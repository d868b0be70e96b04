import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallId } from '../daemon/domain/ids.js'
import { ms } from '../daemon/domain/units.js'
import { Engine } from '../daemon/schedule/engine.js'
import type { Placer, Queue } from '../daemon/schedule/engine-port.js'
import { leaseQueue } from '../daemon/schedule/lease-queue.js'
import { type CallingHours, WEEKDAYS } from '../daemon/schedule/port.js'
import { openLibsqlStore } from '../daemon/store/libsql/store.js'
import type { Store } from '../daemon/store/port.js'
import { manyDueCalls } from './many-due-calls.js'

export interface ScheduleBench {
  readonly machine: { readonly model: string; readonly cores: number; readonly load: readonly number[] }
  readonly calls: number
  readonly madeInS: number
  /** One look at what is due while every line is taken, and while nothing is due: what the daemon pays every second. */
  readonly ticks: readonly {
    readonly when: string
    /** Mean, all threads of the process: what is left of the tick on a machine that is busy with other things. */
    readonly cpuMs: number
    readonly p50Ms: number
    readonly p95Ms: number
    readonly maxMs: number
  }[]
  readonly startsPerS: number
}

const KEY = new Uint8Array(32).fill(7)
const WARDS = 60
const TICKS = 200
const STARTING_MS = 10_000
/** A simulated call's length: with as many lines as below some 300 could be begun in a second. */
const CALL_MS = 300
const LINES = 100
const PROTOCOL = 'general-follow-up'
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const day = [{ fromMinute: 0, toMinute: 1440 }]
const always: CallingHours = {
  windows: Object.fromEntries(WEEKDAYS.map(weekday => [weekday, day])) as unknown as CallingHours['windows'],
  isClosed: () => false,
  longestCallMs: ms(0),
  preferencesUnmet: false,
}

/** The schedule over a table of due calls, on a real file; the line is simulated. */
export async function benchSchedule(calls: number, onMade: () => void = () => undefined): Promise<ScheduleBench> {
  const folder = mkdtempSync(join(tmpdir(), 'hellojade-bench-'))
  const path = join(folder, 'hellojade.db')
  try {
    const begunMs = performance.now()
    const [dueAt, notAfter] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 86_400_000)]
    await manyDueCalls({ path, key: KEY, calls, wards: WARDS, dueAt, notAfter })
    const madeInS = (performance.now() - begunMs) / 1000
    onMade()
    const store = await openLibsqlStore({ path, key: KEY })
    const ticks = [
      await timed('all are due', store, new Date()),
      await timed('none is due yet', store, new Date(Date.now() - 7_200_000)),
    ]
    const startsPerS = await starting(store)
    await store.close()
    const machine = { model: cpus()[0]?.model ?? 'unknown CPU', cores: cpus().length, load: loadavg() }
    return { machine, calls, madeInS, ticks, startsPerS }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const engineOn = (store: Awaited<ReturnType<typeof openLibsqlStore>>, placer: Placer, queue: Queue, now: () => Date) =>
  new Engine(
    {
      ...{ store, placer, now, log: quiet },
      closeInterrupted: async at => (await store.closeInterruptedCalls(at)).length,
      hours: () => always,
      protocols: () => [PROTOCOL],
      lineIsUp: () => Promise.resolve(true),
      nurses: () => Promise.resolve({ nurses: 0, nursesTaken: 0 }),
      limits: { calls: LINES, keptForCallers: 0, channels: LINES, callsPerNurse: 10, startsPerS: 1000 },
      monotonicMs: () => performance.now(),
    },
    queue,
  )

const idle: Queue = {
  name: 'none',
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  trouble: () => undefined,
}

/** Housekeeping is in one of them, as it is in one of fifteen seconds of the daemon. */
async function timed(when: string, store: Awaited<ReturnType<typeof openLibsqlStore>>, at: Date) {
  const looking: Placer = { live: LINES - 8, place: () => new Promise(() => undefined) }
  // A claim would be given back by nobody: what is timed is the look, and the claim with the starts below.
  const seen: Store['claimDue'] = () => Promise.resolve([])
  const engine = engineOn({ ...store, claimDue: seen }, looking, idle, () => at)
  const lengthsMs: number[] = []
  let cpuUs = 0
  for (let tick = 0; tick < TICKS; tick++) {
    await new Promise(resolve => setTimeout(resolve, 10))
    const begunMs = performance.now()
    const cpu = process.cpuUsage()
    await engine.tick(true)
    lengthsMs.push(performance.now() - begunMs)
    const { user, system } = process.cpuUsage(cpu)
    cpuUs += user + system
  }
  lengthsMs.sort((a, b) => a - b)
  const share = (of: number) =>
    lengthsMs[Math.min(lengthsMs.length - 1, Math.floor(of * lengthsMs.length))] ?? Number.NaN
  return { when, cpuMs: cpuUs / TICKS / 1000, p50Ms: share(0.5), p95Ms: share(0.95), maxMs: share(1) }
}

/** From the table through claim and attempt's row to the ring, for ten seconds. */
async function starting(store: Awaited<ReturnType<typeof openLibsqlStore>>): Promise<number> {
  const now = () => new Date()
  let live = 0
  let rung = 0
  const place: Placer['place'] = async ({ id: dueCallId, patientId, protocol, lease }) => {
    const id = randomUUID() as CallId
    const attempt = { id, dueCallId, patientId, number: '+32470000000', protocol, protocolVersion: '1.0.0', lease }
    await store.openAttempt({ ...attempt, startedAt: now() })
    rung++
    live++
    const talk = async () => {
      await new Promise(resolve => setTimeout(resolve, CALL_MS))
      await store.closeCall(id, { endedAt: now(), disposition: 'completed', hangupCause: 16 })
      return { disposition: 'completed' as const }
    }
    return { ended: talk().finally(() => live--) }
  }
  const placer: Placer = {
    get live() {
      return live
    },
    place,
  }
  const engine = engineOn(store, placer, leaseQueue(), now)
  await engine.start()
  const [fromMs, before] = [performance.now(), rung]
  await new Promise(resolve => setTimeout(resolve, STARTING_MS))
  const startsPerS = ((rung - before) * 1000) / (performance.now() - fromMs)
  await engine.stop()
  while (live > 0) await new Promise(resolve => setTimeout(resolve, 50))
  return startsPerS
}

export function scheduleTable({ machine, calls, madeInS, ticks, startsPerS }: ScheduleBench): string {
  const load = machine.load.map(each => each.toFixed(1)).join(' ')
  const ms = (length: number) => `${length.toFixed(1)} ms`.padStart(10)
  return [
    `${machine.model} × ${machine.cores}, load ${load}; ${calls} due calls in ${WARDS} wards, made in ${madeInS.toFixed(0)} s`,
    `${'a tick while'.padEnd(18)}${'CPU'.padStart(10)}${'p50'.padStart(10)}${'p95'.padStart(10)}${'max'.padStart(10)}   (at most 20 ms)`,
    ...ticks.map(
      ({ when, cpuMs, p50Ms, p95Ms, maxMs }) => `${when.padEnd(18)}${ms(cpuMs)}${ms(p50Ms)}${ms(p95Ms)}${ms(maxMs)}`,
    ),
    `claimed and started: ${startsPerS.toFixed(0)} a second over a simulated line (at least 50)`,
    '',
  ].join('\n')
}
