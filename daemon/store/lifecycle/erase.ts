import { and, count, eq, inArray, isNotNull, isNull, max, ne, or } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { Failure } from '../../domain/failure.js'
import type { PatientId } from '../../domain/ids.js'
import { anyOpen } from '../alert-follow-up.js'
import { blindlyEqual, PHONE } from '../blind-indexes.js'
import type { Queries } from '../connection.js'
import { eraseLettersOf } from '../dead-letters.js'
import type { Ground } from '../ground.js'
import { cancelDueCalls, openPatients } from '../patients.js'
import { resealing } from '../resealing.js'
import {
  alertSteps,
  alerts,
  calls,
  encounters,
  erasures,
  patients,
  phones,
  recordings,
  tasks,
  turns,
} from '../schema.js'
import { rowSeal } from '../sealed.js'
import { belongings } from './belongings.js'
import { keepNeverRung } from './never-rung.js'
import type { Erased, ErasureOrder } from './port.js'
import { yearsBefore } from './terms.js'

/** Kept with answers and alerts: whose they are, and the calls and stays that they are of. */
const RESULTS: ReadonlySet<string> = new Set([
  'patients',
  'encounters',
  'due_calls',
  'calls',
  'answers',
  'consents',
  'prompts_heard',
  'alerts',
  'alert_events',
  'alert_acknowledgements',
  'alert_steps',
])

/** See LifecycleRecords.erasePatient. */
export async function eraseIn(ground: Ground, tx: Queries, id: PatientId, order: ErasureOrder): Promise<Erased> {
  if (!(await ground.connection.dialect.hold(tx, patients.id, id)))
    throw new Failure('store/not-found', { what: 'patient' })
  const ids = await onePerson(tx, id)
  if (order.ground !== 'restore') await refuseWhileNeeded(tx, ids)

  const inTerm = await resultsInTerm(tx, ids, order)
  if (inTerm !== undefined && order.results === 'refuse')
    throw new Failure('patient/legal-term', { until: inTerm.toISOString().slice(0, 10) })
  const resultsErased = inTerm === undefined || order.results === 'held-elsewhere'

  const made = await tx.select({ id: calls.id }).from(calls).where(inArray(calls.patientId, ids))
  const clipOwners = [...ids, ...made.map(call => call.id)]
  const recordingPaths = await pathsOf(tx, ids)
  for (const patient of await openPatients(
    ground,
    tx,
    await tx.select().from(patients).where(inArray(patients.id, ids)),
  )) {
    await keepNeverRung(ground, tx, patient.id, patient)
    await forgetCallers(ground, tx, patient.id)
    await tx.insert(erasures).values({
      ...{ id: ground.newId<string>(), patientId: patient.id, resultsErased },
      ...{ erasedAt: order.at, erasedBy: order.by, ground: order.ground },
    })
  }
  await eraseLettersOf(ground, tx, ids)
  const rows: Record<string, number> = {}
  for (const { name, table, of } of belongings()) {
    if (!resultsErased && RESULTS.has(name)) continue
    const gone = await tx.delete(table).where(of(tx, ids))
    if (gone.rowsAffected > 0) rows[name] = gone.rowsAffected
  }
  if (!resultsErased) await keepOnlyTheName(ground, tx, ids)
  return { rows, resultsErased, recordingPaths, clipOwners }
}

/** Somebody is on the line, or a nurse must act. A backup that is restored tells of what was then: nothing there is needed now. */
async function refuseWhileNeeded(tx: Queries, ids: readonly PatientId[]): Promise<void> {
  const talking = and(inArray(calls.patientId, [...ids]), isNull(calls.endedAt))
  const [live] = await tx.select({ id: calls.id }).from(calls).where(talking)
  if (live !== undefined) throw new Failure('patient/on-the-line')
  if (await anyOpen(tx, ids)) throw new Failure('patient/open-alert')
}

/** Records of one person that were merged are one record. */
async function onePerson(tx: Queries, id: PatientId): Promise<PatientId[]> {
  const ids = new Set([id])
  for (let size = 0; size < ids.size; ) {
    size = ids.size
    const rows = await tx
      .select({ id: patients.id, mergedInto: patients.mergedInto })
      .from(patients)
      .where(or(inArray(patients.id, [...ids]), inArray(patients.mergedInto, [...ids])))
    for (const row of rows) for (const one of [row.id, row.mergedInto]) if (one !== null) ids.add(one)
  }
  return [...ids]
}

/** Until when the law asks for this patient's results, if it still does: counted from the last stay or call that has any. */
async function resultsInTerm(tx: Queries, ids: readonly PatientId[], order: ErasureOrder): Promise<Date | undefined> {
  const [made] = await tx
    .select({ count: count(), last: max(calls.startedAt) })
    .from(calls)
    .where(inArray(calls.patientId, [...ids]))
  if (made === undefined || made.count === 0 || made.last === null) return undefined
  return made.last > yearsBefore(order.at, order.resultYears) ? yearsBefore(made.last, -order.resultYears) : undefined
}

/** Nobody identified them, and the number was perhaps the patient's: it goes, unless another patient has it too. */
async function forgetCallers(ground: Ground, tx: Queries, id: PatientId): Promise<void> {
  const own = await tx.select().from(phones).where(eq(phones.patientId, id))
  for (const row of own) {
    const number = rowSeal(ground.vault, row.id).open(phones.phoneNumber, row.phoneNumber)
    const same = (column: SQLiteColumn) => blindlyEqual(ground.vault, column, PHONE, number)
    const shared = await tx
      .select({ id: phones.id })
      .from(phones)
      .where(and(same(phones.phoneIndex), ne(phones.patientId, id)))
    if (shared.length > 0) continue
    const theirs = and(same(calls.phoneIndex), isNull(calls.patientId))
    await tx.update(calls).set({ phoneNumber: null, phoneIndex: null }).where(theirs)
  }
}

/** What a result needs of a person is a name and a date of birth. Nobody is rung about it any more. */
async function keepOnlyTheName(ground: Ground, tx: Queries, ids: readonly PatientId[]): Promise<void> {
  const of = [...ids]
  await tx
    .update(patients)
    .set({
      ...{ title: null, spokenName: null, representative: null, preferences: null, readmissionIndex: null },
      ...{ nationalNumber: null, nationalNumberIndex: null, address: null, note: null },
    })
    .where(inArray(patients.id, of))
  await tx.update(encounters).set({ reason: null }).where(inArray(encounters.patientId, of))
  for (const id of of) await cancelDueCalls(tx, id)
  const made = await tx
    .select({ id: calls.id })
    .from(calls)
    .where(and(inArray(calls.patientId, of), isNotNull(calls.phoneNumber)))
  for (const { id } of made) {
    const phoneNumber = rowSeal(ground.vault, id).seal(calls.phoneNumber, '')
    await tx.update(calls).set({ phoneNumber, phoneIndex: null }).where(eq(calls.id, id))
  }
  await emptySteps(ground, tx, of)
}

/** Steps are added only, so that a number was rung stays; that it is not told any more is a sealing anew. */
async function emptySteps(ground: Ground, tx: Queries, ids: readonly PatientId[]): Promise<void> {
  const rung = await tx
    .select({ id: alertSteps.id })
    .from(alertSteps)
    .innerJoin(alerts, eq(alerts.id, alertSteps.alertId))
    .innerJoin(calls, eq(calls.id, alerts.callId))
    .where(and(inArray(calls.patientId, [...ids]), isNotNull(alertSteps.nurseNumber)))
  await resealing(tx, async () => {
    for (const { id } of rung) {
      const nurseNumber = rowSeal(ground.vault, id).seal(alertSteps.nurseNumber, '')
      await tx.update(alertSteps).set({ nurseNumber }).where(eq(alertSteps.id, id))
    }
  })
}

async function pathsOf(tx: Queries, ids: readonly PatientId[]): Promise<readonly string[]> {
  const own = tx
    .select({ id: calls.id })
    .from(calls)
    .where(inArray(calls.patientId, [...ids]))
  const rows = await tx.select({ path: recordings.path }).from(recordings).where(inArray(recordings.callId, own))
  return rows.flatMap(({ path }) => path ?? [])
}

/** The words of these calls; what they told of, the notes of tasks, goes with them once it is done. */
export async function eraseWords(tx: Queries, ids: readonly string[]): Promise<void> {
  const of = [...ids] as never[]
  await tx.delete(turns).where(inArray(turns.callId, of))
  await tx
    .update(tasks)
    .set({ note: null })
    .where(and(inArray(tasks.callId, of), isNotNull(tasks.closedAt)))
}
