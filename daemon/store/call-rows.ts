import { asc, eq, isNull, type SQL } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import type { CallId } from '../domain/ids.js'
import type { Queries } from './connection.js'
import { type Ground, present } from './ground.js'
import type { CallRecord } from './port.js'
import { calls, recordings } from './schema.js'
import { rowSeal } from './sealed.js'

/** Calls without an end and who holds them, oldest first. */
export async function unendedCalls(ground: Ground, db: Queries) {
  const rows = await callRows(db, isNull(calls.endedAt)).orderBy(asc(calls.startedAt))
  return rows.map(row => ({ owner: row.call.owner, call: openCallRow(ground, row) }))
}

export async function callById(ground: Ground, db: Queries, id: CallId): Promise<CallRecord> {
  const [row] = await callRows(db, eq(calls.id, id))
  if (row === undefined) throw new Failure('store/not-found', { what: 'call' })
  return openCallRow(ground, row)
}

export async function mustExist(tx: Queries, id: CallId): Promise<void> {
  const [row] = await tx.select({ id: calls.id }).from(calls).where(eq(calls.id, id))
  if (row === undefined) throw new Failure('store/not-found', { what: 'call' })
}

export const callRows = (db: Queries, where?: SQL) =>
  db
    .select({ call: calls, recordingPath: recordings.path, recordingStartMs: recordings.startMs })
    .from(calls)
    .leftJoin(recordings, eq(recordings.callId, calls.id))
    .where(where)

interface CallRow {
  readonly call: typeof calls.$inferSelect
  readonly recordingPath: string | null
  readonly recordingStartMs: number | null
}

export function openCallRow({ vault }: Ground, { call, recordingPath, recordingStartMs }: CallRow): CallRecord {
  const { id, direction, dueCallId, patientId, protocol, protocolVersion, startedAt, answeredAt, endedAt } = call
  const { disposition, identity, hangupCause, score } = call
  return {
    ...present({ id, direction, dueCallId, patientId, protocol, protocolVersion, startedAt, answeredAt, endedAt }),
    ...present({ disposition, identity, hangupCause, recordingPath, recordingStartMs }),
    // Emptied where the patient's record was erased but for its results.
    ...present({ number: rowSeal(vault, id).openMaybe(calls.phoneNumber, call.phoneNumber) || null }),
    ...(score !== null && { score: { score, complete: call.scoreComplete === true, band: call.scoreBand ?? '' } }),
  }
}
