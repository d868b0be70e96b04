import { and, asc, desc, eq, isNull, type SQL } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import type { AttemptId } from '../domain/ids.js'
import { settlePendingAnswers } from './answers.js'
import { type Ground, present } from './ground.js'
import type { Queries } from './libsql/connection.js'
import type { AttemptRecord, Store } from './port.js'
import { refusal } from './refusal.js'
import { attempts, protocolVersions, recordings } from './schema.js'
import { rowSeal } from './sealed.js'

/** Most rows of one list. */
const LIST_LIMIT = 500

export function attemptRecords(
  ground: Ground,
): Pick<Store, 'openAttempt' | 'updateAttempt' | 'closeAttempt' | 'latestResults' | 'openAttempts'> {
  const { connection } = ground
  return {
    openAttempt: attempt =>
      connection.write(async tx => {
        const reason = await refusal(ground, tx, attempt)
        if (reason !== undefined) throw new Failure('call/not-allowed', { reason })
        const { id, dueCallId, patientId, protocol, protocolVersion, startedAt } = attempt
        await tx
          .insert(protocolVersions)
          .values({ protocol, version: protocolVersion, firstUsedAt: startedAt })
          .onConflictDoNothing()
        const phoneNumber = rowSeal(ground.vault, id).seal(attempts.phoneNumber, attempt.number)
        await tx
          .insert(attempts)
          .values({ id, dueCallId, patientId, phoneNumber, protocol, protocolVersion, startedAt })
      }),

    updateAttempt: (id, { answeredAt, identity, recordingPath, recordingStartMs, score }) =>
      connection.write(async tx => {
        await mustExist(tx, id)
        const change = {
          ...(answeredAt && { answeredAt }),
          ...(identity && { identity }),
          ...(score && { score: score.score, scoreComplete: score.complete, scoreBand: score.band }),
        }
        if (Object.keys(change).length > 0) await tx.update(attempts).set(change).where(eq(attempts.id, id))
        const recording = {
          ...(recordingPath !== undefined && { path: recordingPath }),
          ...(recordingStartMs !== undefined && { startMs: recordingStartMs }),
        }
        if (Object.keys(recording).length > 0)
          await tx
            .insert(recordings)
            .values({ attemptId: id, ...recording })
            .onConflictDoUpdate({ target: recordings.attemptId, set: recording })
      }),

    closeAttempt: (id, { endedAt, disposition, hangupCause }) =>
      connection.write(async tx => {
        await mustExist(tx, id)
        const closed = await tx
          .update(attempts)
          .set({ endedAt, disposition, hangupCause: hangupCause ?? null })
          .where(and(eq(attempts.id, id), isNull(attempts.endedAt)))
        if (closed.rowsAffected > 0) await settlePendingAnswers(ground, tx, id, endedAt)
      }),

    latestResults: limit =>
      connection.read(async db => {
        const rows = await attemptRows(db)
          .orderBy(desc(attempts.startedAt), desc(attempts.id))
          .limit(Math.min(Math.max(limit, 0), LIST_LIMIT))
        return rows.map(row => openAttemptRow(ground, row))
      }),

    openAttempts: () => connection.read(db => unendedAttempts(ground, db)),
  }
}

/** Attempts without an end, oldest first. */
export async function unendedAttempts(ground: Ground, db: Queries): Promise<readonly AttemptRecord[]> {
  const rows = await attemptRows(db, isNull(attempts.endedAt)).orderBy(asc(attempts.startedAt))
  return rows.map(row => openAttemptRow(ground, row))
}

export async function attemptById(ground: Ground, db: Queries, id: AttemptId): Promise<AttemptRecord> {
  const [row] = await attemptRows(db, eq(attempts.id, id))
  if (row === undefined) throw new Failure('store/not-found', { what: 'attempt' })
  return openAttemptRow(ground, row)
}

export async function mustExist(tx: Queries, id: AttemptId): Promise<void> {
  const [row] = await tx.select({ id: attempts.id }).from(attempts).where(eq(attempts.id, id))
  if (row === undefined) throw new Failure('store/not-found', { what: 'attempt' })
}

const attemptRows = (db: Queries, where?: SQL) =>
  db
    .select({ attempt: attempts, recordingPath: recordings.path, recordingStartMs: recordings.startMs })
    .from(attempts)
    .leftJoin(recordings, eq(recordings.attemptId, attempts.id))
    .where(where)

interface AttemptRow {
  readonly attempt: typeof attempts.$inferSelect
  readonly recordingPath: string | null
  readonly recordingStartMs: number | null
}

function openAttemptRow({ vault }: Ground, { attempt, recordingPath, recordingStartMs }: AttemptRow): AttemptRecord {
  const { phoneNumber, score, scoreComplete, scoreBand, ...rest } = attempt
  return {
    ...present({ ...rest, recordingPath, recordingStartMs }),
    number: rowSeal(vault, attempt.id).open(attempts.phoneNumber, phoneNumber),
    ...(score !== null && { score: { score, complete: scoreComplete === true, band: scoreBand ?? '' } }),
  }
}
