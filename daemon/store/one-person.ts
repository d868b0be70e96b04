import { eq, or } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import type { CallId, PatientId } from '../domain/ids.js'
import type { Queries } from './connection.js'
import type { Ground } from './ground.js'
import { calls, patients, tasks } from './schema.js'

/**
 * The record under which this one goes on, which it itself is unless it was merged: what a call tells of its patient may be told
 * under the number that was given up meanwhile. Held until the end of the transaction, so that no merge comes between. Throws Failure
 * store/not-found.
 */
export async function heldRecord(ground: Ground, tx: Queries, id: PatientId): Promise<PatientId> {
  await ground.connection.dialect.hold(tx, patients.id, id)
  return recordOf(tx, id)
}

/** The same, not held: for what is only shown. Throws Failure store/not-found. */
export async function recordOf(tx: Queries, id: PatientId): Promise<PatientId> {
  const [row] = await tx.select({ mergedInto: patients.mergedInto }).from(patients).where(eq(patients.id, id))
  if (row === undefined) throw new Failure('store/not-found', { what: 'patient' })
  return row.mergedInto ?? id
}

/** The record's own id and those of the records that go on under it. */
export async function idsOf(tx: Queries, id: PatientId): Promise<readonly PatientId[]> {
  const rows = await tx
    .select({ id: patients.id })
    .from(patients)
    .where(or(eq(patients.id, id), eq(patients.mergedInto, id)))
  return rows.map(row => row.id)
}

/** A call that has ended goes under the record that its patient's goes on under by now: until then it held the line under its own. */
export async function moveToRecord(ground: Ground, tx: Queries, callId: CallId): Promise<void> {
  const [call] = await tx.select({ patientId: calls.patientId }).from(calls).where(eq(calls.id, callId))
  if (!call?.patientId) return
  const patientId = await heldRecord(ground, tx, call.patientId)
  if (patientId === call.patientId) return
  await tx.update(calls).set({ patientId }).where(eq(calls.id, callId))
  await tx.update(tasks).set({ patientId }).where(eq(tasks.callId, callId))
}
