import { and, asc, eq, exists, gt, gte, inArray, isNotNull, isNull, lt, notExists, or } from 'drizzle-orm'
import { Failure } from '../../domain/failure.js'
import type { CallId, PatientId } from '../../domain/ids.js'
import { openAlertsOf } from '../alert-follow-up.js'
import type { Queries } from '../connection.js'
import type { Ground } from '../ground.js'
import { calls, encounters, patients, recordings, tasks, turns } from '../schema.js'
import { eraseIn, eraseWords } from './erase.js'
import type { Erased, Keeping, OldRecords } from './port.js'
import { daysBefore, yearsBefore } from './terms.js'

/** Calls in one transaction: a night's work never holds the database for long. */
const BATCH = 100

/** Sound files whose time has come, by call: of calls that ended before, whoever they were with. */
export const dueRecordings = (ground: Ground, keeping: Keeping, now: Date) =>
  ground.connection.read(db =>
    db
      .select({ callId: recordings.callId, path: recordings.path })
      .from(recordings)
      .innerJoin(calls, eq(calls.id, recordings.callId))
      .where(
        and(
          lt(calls.endedAt, daysBefore(now, keeping.recordingDays)),
          isNotNull(recordings.path),
          notExists(openAlertsOf(db, calls.id)),
        ),
      ),
  )

/** Every sound file that a row names: the others go by their age. */
export const recordingPaths = async (ground: Ground): Promise<readonly string[]> => {
  const rows = await ground.connection.read(db => db.select({ path: recordings.path }).from(recordings))
  return rows.flatMap(({ path }) => path ?? [])
}

/** The file is gone: the row says no more where it was. */
export const forgetRecordings = (ground: Ground, ids: readonly CallId[]): Promise<unknown> =>
  ground.connection.write(tx => tx.delete(recordings).where(inArray(recordings.callId, [...ids])))

/** Erases the words of calls that ended before, in batches; returns how many calls had any. Only counts them when `dry`. */
export async function eraseTranscripts(ground: Ground, keeping: Keeping, now: Date, dry: boolean): Promise<number> {
  const before = daysBefore(now, keeping.transcriptDays)
  let erased = 0
  for (let after: CallId | undefined; ; ) {
    const from = after
    const work = async (tx: Queries): Promise<readonly CallId[]> => {
      const ids = await wordyCalls(tx, before, from)
      if (!dry && ids.length > 0) await eraseWords(tx, ids)
      return ids
    }
    const ids = await (dry ? ground.connection.read(work) : ground.connection.write(work))
    erased += ids.length
    after = ids.at(-1)
    if (ids.length < BATCH) return erased
  }
}

/** Calls that ended before and of which any word is left to erase. */
async function wordyCalls(tx: Queries, before: Date, after: CallId | undefined): Promise<readonly CallId[]> {
  const said = tx.select({ id: turns.id }).from(turns).where(eq(turns.callId, calls.id))
  const noted = tx
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.callId, calls.id), isNotNull(tasks.closedAt), isNotNull(tasks.note)))
  const further = after === undefined ? undefined : gt(calls.id, after)
  const rows = await tx
    .select({ id: calls.id })
    .from(calls)
    .where(
      and(lt(calls.endedAt, before), or(exists(said), exists(noted)), notExists(openAlertsOf(tx, calls.id)), further),
    )
    .orderBy(asc(calls.id))
    .limit(BATCH)
  return rows.map(({ id }) => id)
}

const LATER: ReadonlySet<string> = new Set([
  'patient/on-the-line',
  'patient/open-alert',
  'patient/legal-term',
  'store/not-found',
])

/**
 * Patients of whom nothing is younger than the term: the record was made, the last stay ended and the last call was, before it.
 * Each is erased by itself, in a transaction that looks again, with the records that were merged into it.
 */
export async function eraseOldRecords(ground: Ground, keeping: Keeping, now: Date, dry: boolean): Promise<OldRecords> {
  const before = yearsBefore(now, keeping.resultYears)
  const { resultYears } = keeping
  const order = { by: 'retention', at: now, results: 'refuse', resultYears, ground: 'retention' } as const
  const eraseOne = async (id: PatientId): Promise<Erased | undefined> => {
    try {
      return await ground.connection.write(tx => eraseIn(ground, tx, id, order))
    } catch (cause) {
      // On the line, or rung since the page was read: tomorrow.
      if (cause instanceof Failure && LATER.has(cause.code)) return undefined
      throw cause
    }
  }
  let found = 0
  const gone: Erased[] = []
  for (let after: PatientId | undefined; ; ) {
    const ids: readonly PatientId[] = await ground.connection.read(db => oldPatients(db, before, after))
    for (const id of dry ? [] : ids) {
      const erased = await eraseOne(id)
      if (erased !== undefined) gone.push(erased)
    }
    if (dry) found += ids.length
    after = ids.at(-1)
    if (ids.length < BATCH) break
  }
  return {
    patients: dry ? found : gone.length,
    recordingPaths: gone.flatMap(one => one.recordingPaths),
    clipOwners: gone.flatMap(one => one.clipOwners),
  }
}

async function oldPatients(db: Queries, before: Date, after: PatientId | undefined): Promise<readonly PatientId[]> {
  const stays = db
    .select({ id: encounters.id })
    .from(encounters)
    .where(and(eq(encounters.patientId, patients.id), gte(encounters.dischargedAt, before)))
  const recent = db
    .select({ id: calls.id })
    .from(calls)
    .where(and(eq(calls.patientId, patients.id), gte(calls.startedAt, before)))
  const waiting = db
    .select({ id: calls.id })
    .from(calls)
    .where(and(eq(calls.patientId, patients.id), exists(openAlertsOf(db, calls.id))))
  const further = after === undefined ? undefined : gt(patients.id, after)
  const rows = await db
    .select({ id: patients.id })
    .from(patients)
    .where(
      and(
        isNull(patients.mergedInto),
        lt(patients.createdAt, before),
        notExists(stays),
        notExists(recent),
        notExists(waiting),
        further,
      ),
    )
    .orderBy(asc(patients.id))
    .limit(BATCH)
  return rows.map(({ id }) => id)
}
