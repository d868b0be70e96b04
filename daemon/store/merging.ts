import { and, asc, count, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import type { ExternalId } from '../domain/discharge.js'
import type { PatientId } from '../domain/ids.js'
import type { Queries } from './connection.js'
import type { Accepted } from './discharge-port.js'
import { heldPatient, remember } from './external-ids.js'
import type { Ground } from './ground.js'
import { cancelDueCalls } from './patients.js'
import { standingOptOuts } from './refusal.js'
import { calls, caregivers, dueCalls, encounters, externalIds, optOuts, patients, phones, tasks } from './schema.js'
import { rowSeal } from './sealed.js'
import { cancelCallsBefore } from './stay-calls.js'

/**
 * Everything of `retired` goes on under `kept`: stays, calls due and made, tasks, and what forbids calls. Numbers that `kept`
 * lacks come last. The retired row stays for what was audited under its id: it says where it went, and nothing else any more.
 */
export async function mergeIn(ground: Ground, tx: Queries, kept: ExternalId, retired: ExternalId): Promise<Accepted> {
  const from = await heldPatient(ground, tx, retired)
  if (from === undefined) return { outcome: 'unknown', calls: 0 }
  const into = await heldPatient(ground, tx, kept)
  if (into === undefined) {
    await remember(ground, tx, kept, { patientId: from.id })
    return { outcome: 'known', patientId: from.id, calls: 0 }
  }
  if (into.id === from.id) return { outcome: 'known', patientId: into.id, calls: 0 }
  await moveNumbers(tx, from.id, into.id)
  const moved = { patientId: into.id }
  await tx.update(externalIds).set(moved).where(eq(externalIds.patientId, from.id))
  await tx.update(encounters).set(moved).where(eq(encounters.patientId, from.id))
  await tx.update(dueCalls).set(moved).where(eq(dueCalls.patientId, from.id))
  await tx.update(tasks).set(moved).where(eq(tasks.patientId, from.id))
  await tx.update(optOuts).set(moved).where(eq(optOuts.patientId, from.id))
  // One in progress goes on under the record it began under, for two calls of one patient at once are not allowed: it follows at its end.
  await tx
    .update(calls)
    .set(moved)
    .where(and(eq(calls.patientId, from.id), isNotNull(calls.endedAt)))
  await tx.delete(caregivers).where(eq(caregivers.patientId, from.id))
  // Those that went on under the retired one: one step leads from any of them.
  await tx.update(patients).set({ mergedInto: into.id }).where(eq(patients.mergedInto, from.id))
  await tx
    .update(patients)
    .set(emptied(ground, from.id, into.id))
    .where(eq(patients.id, from.id))
  const deceasedAt = into.deceasedAt ?? from.deceasedAt
  const { readmittedAt, readmissionIndex } = lastReadmission(into, from)
  await tx.update(patients).set({ deceasedAt, readmittedAt, readmissionIndex }).where(eq(patients.id, into.id))
  if (deceasedAt !== null || (await standingOptOuts(ground, tx, into.id, null)).length > 0)
    await cancelDueCalls(tx, into.id)
  if (readmittedAt !== null) await cancelCallsBefore(tx, into.id, readmittedAt)
  await onlyLastStay(tx, into.id)
  return { outcome: 'changed', patientId: into.id, calls: 0 }
}

function emptied(ground: Ground, from: PatientId, into: PatientId) {
  const { seal } = rowSeal(ground.vault, from)
  return {
    ...{ mergedInto: into, title: null, spokenName: null, representative: null, preferences: null },
    ...{ nationalNumber: null, nationalNumberIndex: null, address: null, note: null },
    givenName: seal(patients.givenName, ''),
    familyName: seal(patients.familyName, ''),
    familyNameIndex: '-',
    birthDate: seal(patients.birthDate, ''),
  }
}

type Readmission = Pick<typeof patients.$inferSelect, 'readmittedAt' | 'readmissionIndex'>

/** With the admission that it was, so that this one can still be taken back (A11). */
const lastReadmission = (one: Readmission, other: Readmission): Readmission =>
  (other.readmittedAt?.getTime() ?? 0) > (one.readmittedAt?.getTime() ?? 0) ? other : one

/** A patient is followed up once at a time: the stays of both records are one patient's now. */
async function onlyLastStay(tx: Queries, id: PatientId): Promise<void> {
  const [last] = await tx
    .select({ id: encounters.id, dischargedAt: encounters.dischargedAt })
    .from(encounters)
    .where(and(eq(encounters.patientId, id), isNull(encounters.cancelledAt)))
    .orderBy(desc(encounters.dischargedAt), desc(encounters.id))
    .limit(1)
  if (last !== undefined) await cancelCallsBefore(tx, id, last.dischargedAt, last.id)
}

/** A sealed value is bound to its row, so a row changes its patient and nothing else. */
async function moveNumbers(tx: Queries, from: PatientId, into: PatientId): Promise<void> {
  const [had] = await tx.select({ numbers: count() }).from(phones).where(eq(phones.patientId, into))
  const own = await tx.select({ phoneIndex: phones.phoneIndex }).from(phones).where(eq(phones.patientId, into))
  const known = new Set(own.map(({ phoneIndex }) => phoneIndex))
  const others = await tx.select().from(phones).where(eq(phones.patientId, from)).orderBy(asc(phones.position))
  let position = had?.numbers ?? 0
  for (const { id, phoneIndex } of others)
    if (known.has(phoneIndex)) await tx.delete(phones).where(eq(phones.id, id))
    else await tx.update(phones).set({ patientId: into, position: position++ }).where(eq(phones.id, id))
}
