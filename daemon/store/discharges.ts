import { and, desc, eq, gt, isNull, ne } from 'drizzle-orm'
import type { EncounterId, PatientId } from '../domain/ids.js'
import { admit, bringUpToDate } from './admitted.js'
import type { Queries } from './connection.js'
import { acceptNew } from './discharge-batch.js'
import { lookUp, unchanged } from './discharge-known.js'
import {
  type Accepted,
  type DischargeRecords,
  NOT_FOLLOWED_UP,
  type SettledDischarge,
  type SettledStay,
  type StayPlan,
} from './discharge-port.js'
import { blindStay, heldPatient, patientIdOf, remember, stayOf } from './external-ids.js'
import { type Ground, siteNamed, wardOnSite } from './ground.js'
import { mergeIn } from './merging.js'
import { cancelDueCalls } from './patients.js'
import { standingOptOuts } from './refusal.js'
import { encounters, patients } from './schema.js'
import { rowSeal } from './sealed.js'
import { callsOfPatient, cancelCallsBefore, cancelCallsOf, encounterRow, planAgain, planStay } from './stay-calls.js'

type PatientRow = typeof patients.$inferSelect
type EncounterRow = typeof encounters.$inferSelect
type WardIdOf = (stay: SettledStay) => Promise<string>

const UNKNOWN: Accepted = { outcome: 'unknown', calls: 0 }

/** Discharges as the hospital tells of them. */
export function dischargeRecords(
  ground: Ground,
): Pick<
  DischargeRecords,
  | 'acceptDischarges'
  | 'updateAdmitted'
  | 'cancelStay'
  | 'readmit'
  | 'markDead'
  | 'mergePatients'
  | 'patientKnownAs'
  | 'dueCallsOf'
> {
  const { connection } = ground
  return {
    acceptDischarges: (discharges, plan) =>
      connection.write(async tx => {
        const wardIds = wardsSeen(ground, tx)
        const seen = await lookUp(ground, tx, discharges)
        const fresh = await acceptNew(ground, tx, seen.fresh, wardIds, plan)
        const same = await unchanged(ground, tx, seen, wardIds)
        const accepted: Accepted[] = []
        for (const one of discharges)
          accepted.push(fresh.get(one) ?? same.get(one) ?? (await accept(ground, tx, one, wardIds, plan)))
        return accepted
      }),

    updateAdmitted: (said, stay, plan) =>
      connection.write(async tx => {
        const patient = await heldPatient(ground, tx, said.id)
        if (patient === undefined) return UNKNOWN
        await bringUpToDate(ground, tx, patient.id, said)
        const known = stay && (await stayOf(ground, tx, stay.id))
        if (stay === undefined || known === undefined || known.cancelledAt !== null || known.patientId !== patient.id)
          return { outcome: 'known', patientId: patient.id, calls: 0 }
        const wardIds = wardsSeen(ground, tx)
        if (stay.protocol === NOT_FOLLOWED_UP) return endFollowUp(ground, tx, stay, wardIds)
        return change(ground, tx, patient, known, stay, await wardIds(stay), plan)
      }),

    cancelStay: ({ patientId, stayId, at }, plan) =>
      connection.write(async tx => {
        const patient = await heldPatient(ground, tx, patientId)
        if (patient === undefined) return UNKNOWN
        const stay = await stayOf(ground, tx, stayId)
        if (stay !== undefined) {
          if (stay.cancelledAt === null)
            await tx.update(encounters).set({ cancelledAt: at }).where(eq(encounters.id, stay.id))
          await cancelCallsOf(tx, stay.id)
          return { outcome: 'ended', patientId: patient.id, encounterId: stay.id, calls: 0 }
        }
        if (blindStay(ground, stayId) !== patient.readmissionIndex) return UNKNOWN
        return notReadmitted(ground, tx, patient, plan)
      }),

    readmit: ({ patientId, stayId, at }) =>
      connection.write(async tx => {
        const patient = await heldPatient(ground, tx, patientId)
        if (patient === undefined) return UNKNOWN
        if (patient.readmittedAt === null || patient.readmittedAt < at)
          await tx
            .update(patients)
            .set({ readmittedAt: at, readmissionIndex: blindStay(ground, stayId) })
            .where(eq(patients.id, patient.id))
        await cancelCallsBefore(tx, patient.id, at)
        return { outcome: 'ended', patientId: patient.id, calls: 0 }
      }),

    markDead: (patientId, at) =>
      connection.write(async tx => {
        const patient = await heldPatient(ground, tx, patientId)
        if (patient === undefined) return UNKNOWN
        if (patient.deceasedAt === null)
          await tx.update(patients).set({ deceasedAt: at }).where(eq(patients.id, patient.id))
        await cancelDueCalls(tx, patient.id)
        return { outcome: 'ended', patientId: patient.id, calls: 0 }
      }),

    mergePatients: (kept, retired) => connection.write(tx => mergeIn(ground, tx, kept, retired)),
    patientKnownAs: id => connection.read(db => patientIdOf(ground, db, id)),
    dueCallsOf: id => connection.read(db => callsOfPatient(db, id)),
  }
}

async function accept(
  ground: Ground,
  tx: Queries,
  { patient: said, stay: told }: SettledDischarge,
  wardIdOf: WardIdOf,
  plan: StayPlan,
): Promise<Accepted> {
  const known = await heldPatient(ground, tx, said.id)
  if (known !== undefined) await bringUpToDate(ground, tx, known.id, said)
  if (told.protocol === NOT_FOLLOWED_UP) return endFollowUp(ground, tx, told, wardIdOf, known)
  const wardId = await wardIdOf(told)
  const patient = known ?? (await patientRow(tx, await admit(ground, tx, said)))
  const before = await stayOf(ground, tx, told.id)
  if (before !== undefined && before.cancelledAt === null && before.patientId === patient.id)
    return change(ground, tx, patient, before, told, wardId, plan)
  const stay = before === undefined ? await enter(ground, tx, patient.id, told, wardId) : before
  if (before !== undefined) await rewrite(ground, tx, before.id, patient.id, told, wardId)
  return callFor(ground, tx, patient, { ...stay, ...columns(told, wardId), patientId: patient.id }, plan)
}

/**
 * The rules follow such a stay up no longer: ward, protocol or destination were corrected. It is kept so, for a later correction gives
 * it its calls again.
 */
async function endFollowUp(
  ground: Ground,
  tx: Queries,
  told: SettledStay,
  wardIdOf: WardIdOf,
  patient?: PatientRow,
): Promise<Accepted> {
  const stay = await stayOf(ground, tx, told.id)
  if (stay === undefined) return patient === undefined ? UNKNOWN : { outcome: 'known', patientId: patient.id, calls: 0 }
  const ids = { patientId: stay.patientId, encounterId: stay.id }
  await rewrite(ground, tx, stay.id, stay.patientId, told, await wardIdOf(told))
  const cancelled = await cancelCallsOf(tx, stay.id)
  return { outcome: cancelled > 0 ? 'ended' : 'known', ...ids, calls: 0 }
}

/** A new stay, or one whose cancellation is over: its calls are due, unless the patient is not to be rung. */
async function callFor(
  ground: Ground,
  tx: Queries,
  patient: PatientRow,
  stay: EncounterRow,
  plan: StayPlan,
): Promise<Accepted> {
  const ids = { patientId: patient.id, encounterId: stay.id }
  await cancelCallsBefore(tx, patient.id, stay.dischargedAt, stay.id)
  const barred = await barredBy(ground, tx, patient, stay)
  if (barred !== undefined) return { outcome: barred, ...ids, calls: 0 }
  // Told behind the stay that followed it: the patient is rung about that one.
  if (await hasLaterStay(tx, stay)) return { outcome: 'planned', ...ids, calls: 0 }
  return { outcome: 'planned', ...ids, calls: await planStay(ground, tx, patient, stay, plan) }
}

async function hasLaterStay(tx: Queries, { id, patientId, dischargedAt }: EncounterRow): Promise<boolean> {
  const later = and(eq(encounters.patientId, patientId), isNull(encounters.cancelledAt), ne(encounters.id, id))
  const [found] = await tx
    .select({ id: encounters.id })
    .from(encounters)
    .where(and(later, gt(encounters.dischargedAt, dischargedAt)))
    .limit(1)
  return found !== undefined
}

/** Why a patient is not rung about a stay, if they are not. */
async function barredBy(
  ground: Ground,
  tx: Queries,
  { id, deceasedAt, readmittedAt }: PatientRow,
  stay: EncounterRow,
): Promise<'deceased' | 'readmitted' | 'opted-out' | undefined> {
  if (deceasedAt !== null) return 'deceased'
  if (readmittedAt !== null && readmittedAt >= stay.dischargedAt) return 'readmitted'
  return (await standingOptOuts(ground, tx, id, null)).length > 0 ? 'opted-out' : undefined
}

/** A stay that is known: what is not begun is planned again where ward, protocol or time has changed. */
async function change(
  ground: Ground,
  tx: Queries,
  patient: PatientRow,
  before: EncounterRow,
  told: SettledStay,
  wardId: string,
  plan: StayPlan,
): Promise<Accepted> {
  const ids = { patientId: patient.id, encounterId: before.id }
  const same =
    before.wardId === wardId &&
    before.protocol === told.protocol &&
    before.dischargedAt.getTime() === told.dischargedAt.getTime()
  await rewrite(ground, tx, before.id, patient.id, told, wardId)
  const now = { ...before, ...columns(told, wardId) }
  if (before.protocol === NOT_FOLLOWED_UP) return callFor(ground, tx, patient, now, plan)
  if (patient.deceasedAt !== null) return { outcome: 'deceased', ...ids, calls: 0 }
  if (same) return { outcome: 'known', ...ids, calls: 0 }
  const barred = await barredBy(ground, tx, patient, now)
  if (barred !== undefined) {
    await cancelCallsOf(tx, before.id)
    return { outcome: barred, ...ids, calls: 0 }
  }
  const calls = await planAgain(ground, tx, patient, now, plan)
  return { outcome: 'changed', ...ids, calls }
}

/** The admission that had readmitted the patient was none: the calls of the last stay are due again. */
async function notReadmitted(ground: Ground, tx: Queries, patient: PatientRow, plan: StayPlan): Promise<Accepted> {
  const cleared = { readmittedAt: null, readmissionIndex: null }
  await tx.update(patients).set(cleared).where(eq(patients.id, patient.id))
  const [last] = await tx
    .select()
    .from(encounters)
    .where(and(eq(encounters.patientId, patient.id), isNull(encounters.cancelledAt)))
    .orderBy(desc(encounters.dischargedAt))
    .limit(1)
  if (last === undefined || last.protocol === NOT_FOLLOWED_UP)
    return { outcome: 'known', patientId: patient.id, calls: 0 }
  return callFor(ground, tx, { ...patient, ...cleared }, last, plan)
}

const columns = ({ dischargedAt, protocol }: SettledStay, wardId: string) => ({ dischargedAt, protocol, wardId })

async function enter(ground: Ground, tx: Queries, patientId: PatientId, told: SettledStay, wardId: string) {
  const row = encounterRow(ground, ground.newId<EncounterId>(), patientId, told, wardId)
  await tx.insert(encounters).values(row)
  await remember(ground, tx, told.id, { patientId, encounterId: row.id })
  return row
}

async function rewrite(
  ground: Ground,
  tx: Queries,
  id: EncounterId,
  patientId: PatientId,
  told: SettledStay,
  wardId: string,
): Promise<void> {
  const reason = rowSeal(ground.vault, id).sealMaybe(encounters.reason, told.reason)
  const change = { patientId, ...columns(told, wardId), cancelledAt: null, ...(reason !== null && { reason }) }
  await tx.update(encounters).set(change).where(eq(encounters.id, id))
}

async function patientRow(tx: Queries, id: PatientId): Promise<PatientRow> {
  const [row] = await tx.select().from(patients).where(eq(patients.id, id))
  return row!
}

/** Ids of wards, each asked for once: a file names few. */
function wardsSeen(ground: Ground, tx: Queries): WardIdOf {
  const seen = new Map<string, string>()
  return async ({ site, ward }) => {
    const key = `${site}\u0000${ward}`
    const id = seen.get(key) ?? (await wardOnSite(ground, tx, await siteNamed(ground, tx, site), ward))
    seen.set(key, id)
    return id
  }
}
