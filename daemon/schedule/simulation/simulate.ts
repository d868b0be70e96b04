import type { DueCallId, PatientId } from '../../domain/ids.js'
import { Engine } from '../engine.js'
import { callingHours } from '../hours.js'
import { type PaceLimits, room } from '../pace.js'
import { planFor } from '../plan.js'
import type { CallingHours, HospitalHours, Preferences, ProtocolCalls } from '../port.js'
import { NO_ATTEMPT } from '../retry.js'
import { dischargesOver, type Leaving, type ModelDischarge } from './discharges.js'
import { DueTable, type ModelCall } from './due-table.js'
import { type MadeAttempt, ModelLine } from './line.js'
import { type Population, patientOf } from './population.js'

export interface SimulationInput {
  readonly patients: number
  readonly days: number
  readonly seed: number
  readonly from: Date
  readonly hospital: HospitalHours
  readonly callsOf: (protocol: string) => ProtocolCalls
  readonly limits: PaceLimits
  readonly nurses: number
  readonly population: Population
  readonly leaving: Leaving
}
export interface Simulated {
  readonly discharges: readonly ModelDischarge[]
  readonly calls: readonly ModelCall[]
  readonly attempts: readonly MadeAttempt[]
  readonly ticks: number
}

/** The engine is asked once a second while there is something to be had, as its own queue asks it. */
const TICK_MS = 1000
/** And as often while there is nothing, so that what is over expires. */
const IDLE_MS = 15 * 60_000

/**
 * The real plan, engine, pace and retry policy over moved time and a modelled population, until every call that was planned is over.
 * The same input gives the same result.
 */
export async function simulate(input: SimulationInput): Promise<Simulated> {
  const { hospital, population, nurses, callsOf, limits, from } = input
  const discharges = dischargesOver(input, input.leaving)
  const table = new DueTable()
  let nowMs = from.getTime()
  const hours = hoursOf(hospital, callsOf)
  const line = new ModelLine({ table, population, hours, nurses, nowMs: () => nowMs })
  const engine = new Engine(
    {
      store: table.records,
      closeInterrupted: () => Promise.resolve(0),
      placer: line,
      hours,
      protocols: () => Object.keys(input.leaving.protocols),
      lineIsUp: () => Promise.resolve(true),
      nurses: () => Promise.resolve({ nurses, nursesTaken: line.nursesTaken }),
      limits,
      log: SILENT,
      now: () => new Date(nowMs),
      monotonicMs: () => nowMs - from.getTime(),
    },
    BY_HAND,
  )
  let arrived = 0
  let ticks = 0
  for (;;) {
    line.pass()
    for (let next = discharges[arrived]; next !== undefined && next.at.getTime() <= nowMs; next = discharges[++arrived])
      for (const call of planned(next, arrived, input)) table.add(call)
    // The end of a call is heard before the next look.
    await settled()
    await engine.tick(true)
    ticks++
    await settled()
    const arrivesMs = discharges[arrived]?.at.getTime() ?? Number.POSITIVE_INFINITY
    const waitsMs = Math.max(
      table.nextDueMs,
      nowMs + (room(limits, { live: line.live, nurses, nursesTaken: line.nursesTaken }) > 0 ? TICK_MS : IDLE_MS),
    )
    const nextMs = Math.min(arrivesMs, line.nextMs, waitsMs)
    if (nextMs === Number.POSITIVE_INFINITY) break
    nowMs = Math.min(nextMs, nowMs + IDLE_MS)
  }
  return { discharges, calls: table.all, attempts: line.made, ticks }
}

const planned = ({ at, ward, protocol, seed }: ModelDischarge, index: number, input: SimulationInput): ModelCall[] => {
  const patient = patientOf(input.population, seed)
  const { preferences } = patient
  const encounter = { dischargedAt: at, protocol }
  const { calls } = planFor({
    encounter,
    calls: input.callsOf(protocol),
    preferences,
    hospital: input.hospital,
    now: at,
  })
  return calls.map(call => ({
    ...call,
    id: `${index}-${call.day}` as DueCallId,
    patientId: `${index}` as PatientId,
    ...{ patient, ward, preferences, state: 'due', tally: NO_ATTEMPT, attempts: 0 },
  }))
}

/** Hours are compared by identity where they are looked up: one a protocol and wish. */
function hoursOf(hospital: HospitalHours, callsOf: SimulationInput['callsOf']) {
  const known = new Map<string, CallingHours>()
  return ({ protocol, preferences = {} }: { readonly protocol: string; readonly preferences?: Preferences }) => {
    const key = `${protocol} ${JSON.stringify(preferences)}`
    const hours = known.get(key) ?? callingHours(hospital, callsOf(protocol), preferences)
    known.set(key, hours)
    return hours
  }
}

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** Ticks are the simulation's. */
const BY_HAND = {
  name: 'simulation',
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  trouble: () => undefined,
}
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined }
