import { and, asc, eq, inArray, lte, ne } from 'drizzle-orm'
import type { DueCallId, EncounterId, PatientId } from '../domain/ids.js'
import type { PlannedCall } from '../schedule/port.js'
import type { Queries } from './connection.js'
import type { SettledStay, StayPlan } from './discharge-port.js'
import { NO_LEASE, openDueCall } from './due-calls.js'
import type { Ground } from './ground.js'
import { preferencesOf } from './preferences.js'
import { dueCalls, encounters, type patients, wards } from './schema.js'
import { rowSeal } from './sealed.js'
import { addTaskIn } from './tasks.js'

type PatientRow = typeof patients.$inferSelect
type EncounterRow = typeof encounters.$inferSelect

/** Of a call missed longer ago than this nobody expects anything: a year's discharges imported are not 10,000 tasks. */
const MISSED_MS = 7 * 86_400_000

/** Plans the calls of a stay that has none yet, or none any more. Returns how many are due. */
export async function planStay(
  ground: Ground,
  tx: Queries,
  patient: PatientRow,
  stay: EncounterRow,
  plan: StayPlan,
): Promise<number> {
  const { calls, missed } = planned(ground, patient, stay, plan)
  const before = await callsOf(tx, stay.id)
  let due = 0
  for (const call of calls) {
    const earlier = before.find(({ day }) => day === call.day)
    if (earlier !== undefined && earlier.state !== 'cancelled') continue
    due++
    const times = { protocol: call.protocol, dueAt: call.dueAt, notAfter: call.notAfter, wardId: stay.wardId }
    if (earlier === undefined) await insertCall(ground, tx, stay, call)
    else
      await tx
        .update(dueCalls)
        .set({ ...times, state: 'due', ...NO_LEASE })
        .where(eq(dueCalls.id, earlier.id))
  }
  const told = before.filter(({ state }) => state !== 'cancelled')
  await tellMissed(ground, tx, stay, recent(ground, missed, told), before)
  return due
}

/** Plans again what is not begun: after a change of ward, protocol or time. Returns how many are due. */
export async function planAgain(
  ground: Ground,
  tx: Queries,
  patient: PatientRow,
  stay: EncounterRow,
  plan: StayPlan,
): Promise<number> {
  const { calls, missed } = planned(ground, patient, stay, plan)
  const before = await callsOf(tx, stay.id)
  const open = before.filter(({ state, attempts }) => state === 'due' && attempts === 0)
  for (const one of open) {
    if (missed.some(({ day }) => day === one.day)) continue
    const call = calls.find(({ day }) => day === one.day)
    const change =
      call === undefined
        ? { state: 'cancelled' as const }
        : { protocol: call.protocol, dueAt: call.dueAt, notAfter: call.notAfter, wardId: stay.wardId }
    await tx
      .update(dueCalls)
      .set(change)
      .where(and(eq(dueCalls.id, one.id), eq(dueCalls.state, 'due')))
  }
  for (const call of calls) if (!before.some(({ day }) => day === call.day)) await insertCall(ground, tx, stay, call)
  const dropped = missed.filter(({ day }) => open.some(one => one.day === day))
  await tellMissed(ground, tx, stay, [...dropped, ...recent(ground, missed, before)], open)
  return calls.length
}

const planned = (ground: Ground, patient: PatientRow, { dischargedAt, protocol }: EncounterRow, plan: StayPlan) =>
  plan({ dischargedAt, protocol }, preferencesOf(ground, patient.id, patient.preferences) ?? {})

const callsOf = (tx: Queries, encounterId: EncounterId) =>
  tx
    .select({ id: dueCalls.id, day: dueCalls.day, state: dueCalls.state, attempts: dueCalls.attempts })
    .from(dueCalls)
    .where(eq(dueCalls.encounterId, encounterId))

/** In the order in which they are due. */
export async function callsOfPatient(db: Queries, patientId: PatientId) {
  const rows = await db
    .select({ call: dueCalls, ward: wards.name })
    .from(dueCalls)
    .innerJoin(wards, eq(wards.id, dueCalls.wardId))
    .where(eq(dueCalls.patientId, patientId))
    .orderBy(asc(dueCalls.dueAt), asc(dueCalls.id))
  return rows.map(({ call, ward }) => openDueCall(call, ward))
}

export function dueCallRow(ground: Ground, { id: encounterId, patientId, wardId }: EncounterRow, call: PlannedCall) {
  const { day, protocol, dueAt, notAfter, urgent } = call
  const id = ground.newId<DueCallId>()
  return { ...{ id, encounterId, patientId, wardId, day, protocol, dueAt, notAfter, urgent }, state: 'due' as const }
}

async function insertCall(ground: Ground, tx: Queries, stay: EncounterRow, call: PlannedCall): Promise<void> {
  await tx.insert(dueCalls).values(dueCallRow(ground, stay, call))
}

/** A stay as it is written when it is first told of. */
export const encounterRow = (
  ground: Ground,
  id: EncounterId,
  patientId: PatientId,
  { dischargedAt, protocol, reason }: SettledStay,
  wardId: string,
): EncounterRow => ({
  ...{ id, patientId, wardId, dischargedAt, protocol },
  reason: rowSeal(ground.vault, id).sealMaybe(encounters.reason, reason),
  createdAt: ground.now(),
  cancelledAt: null,
})

type Known = Awaited<ReturnType<typeof callsOf>>

/** Those missed of which somebody still expects something, and that are not among `told`. */
export const recent = (ground: Ground, missed: readonly PlannedCall[], told: Known = []): readonly PlannedCall[] =>
  missed.filter(
    ({ day, notAfter }) =>
      ground.now().getTime() - notAfter.getTime() < MISSED_MS && !told.some(known => known.day === day),
  )

/**
 * A call whose time was over when the discharge became known, or was corrected, is a nurse's. It is kept as `expired`, so that the next
 * correction tells of it no more. `before`: those already written, which become so.
 */
export async function tellMissed(
  ground: Ground,
  tx: Queries,
  stay: EncounterRow,
  missed: readonly PlannedCall[],
  before: Known = [],
): Promise<void> {
  if (missed.length === 0) return
  const createdAt = ground.now()
  const [ward] = await tx.select({ name: wards.name }).from(wards).where(eq(wards.id, stay.wardId))
  for (const call of missed) {
    const { day, protocol, dueAt, notAfter } = call
    const known = before.find(one => one.day === day)
    const expired = { protocol, dueAt, notAfter, wardId: stay.wardId, state: 'expired', ...NO_LEASE } as const
    if (known === undefined) await tx.insert(dueCalls).values({ ...dueCallRow(ground, stay, call), state: 'expired' })
    else {
      const same = and(eq(dueCalls.id, known.id), eq(dueCalls.state, known.state))
      const ended = await tx.update(dueCalls).set(expired).where(same)
      if (ended.rowsAffected === 0) continue
    }
    await addTaskIn(ground, tx, {
      ...{ kind: 'expired', patientId: stay.patientId, ward: ward?.name ?? '', createdAt },
      note: `J+${day} : sortie ${known === undefined ? 'connue' : 'corrigée'} trop tard`,
    })
  }
}

/** No call that is still to come of this stay is made. One in progress keeps its own course. Returns how many. */
export async function cancelCallsOf(tx: Queries, encounterId: EncounterId): Promise<number> {
  const { rowsAffected } = await tx
    .update(dueCalls)
    .set({ state: 'cancelled' })
    .where(and(eq(dueCalls.encounterId, encounterId), inArray(dueCalls.state, ['due', 'claimed'])))
  return rowsAffected
}

/** The same of every stay that ended by `at`, `but` one. */
export async function cancelCallsBefore(tx: Queries, id: PatientId, at: Date, but?: EncounterId): Promise<void> {
  const others = but === undefined ? undefined : ne(encounters.id, but)
  const stays = await tx
    .select({ id: encounters.id })
    .from(encounters)
    .where(and(eq(encounters.patientId, id), lte(encounters.dischargedAt, at), others))
  for (const stay of stays) await cancelCallsOf(tx, stay.id)
}
