import { eq } from 'drizzle-orm'
import type { EncounterId, PatientId } from '../domain/ids.js'
import { UNHEARD } from './admitted.js'
import type { Queries } from './connection.js'
import { type Accepted, NOT_FOLLOWED_UP, type SettledDischarge, type StayPlan } from './discharge-port.js'
import { externalIdRow } from './external-ids.js'
import type { Ground } from './ground.js'
import { caregiverRows, patientRow, phoneRows } from './patients.js'
import { caregivers, dueCalls, encounters, externalIds, neverRung, patients, phones } from './schema.js'
import { dueCallRow, encounterRow, recent, tellMissed } from './stay-calls.js'

/**
 * Discharges of which neither patient nor stay was ever seen before, which nearly all of a file are, written together: a statement a
 * table instead of fifteen a row (10,000 rows: see docs/hl7.md). What is left out of the answer is for the caller, one by one.
 */
export async function acceptNew(
  ground: Ground,
  tx: Queries,
  discharges: readonly SettledDischarge[],
  wardIdOf: (stay: SettledDischarge['stay']) => Promise<string>,
  plan: StayPlan,
): Promise<ReadonlyMap<SettledDischarge, Accepted>> {
  const accepted = new Map<SettledDischarge, Accepted>()
  if (discharges.length < 2) return accepted
  // Somebody whose record was erased may be among them, and is looked at by name: rare, and not worth being quick.
  const [erased] = await tx.select({ id: neverRung.id }).from(neverRung).where(eq(neverRung.kind, 'person')).limit(1)
  if (erased !== undefined) return accepted
  const rows = {
    patients: [],
    phones: [],
    caregivers: [],
    encounters: [],
    externalIds: [],
    dueCalls: [],
    missed: [],
  } as Rows
  for (const discharge of discharges) {
    if (discharge.stay.protocol === NOT_FOLLOWED_UP) continue
    const { id: number, ...said } = discharge.patient
    const patientId = ground.newId<PatientId>()
    const patient = { ...UNHEARD, phones: [], caregivers: [], ...said }
    const stay = encounterRow(
      ground,
      ground.newId<EncounterId>(),
      patientId,
      discharge.stay,
      await wardIdOf(discharge.stay),
    )
    const { calls, missed } = plan(discharge.stay, {})
    rows.patients.push(patientRow(ground, patientId, patient))
    rows.phones.push(...phoneRows(ground, patientId, patient.phones))
    rows.caregivers.push(...caregiverRows(ground, patientId, patient.caregivers))
    rows.encounters.push(stay)
    rows.externalIds.push(externalIdRow(ground, number, { patientId }))
    rows.externalIds.push(externalIdRow(ground, discharge.stay.id, { patientId, encounterId: stay.id }))
    rows.dueCalls.push(...calls.map(call => dueCallRow(ground, stay, call)))
    rows.missed.push({ stay, missed: recent(ground, missed) })
    accepted.set(discharge, { outcome: 'planned', patientId, encounterId: stay.id, calls: calls.length })
  }
  await write(ground, tx, rows)
  return accepted
}

interface Rows {
  readonly patients: (typeof patients.$inferInsert)[]
  readonly phones: (typeof phones.$inferInsert)[]
  readonly caregivers: (typeof caregivers.$inferInsert)[]
  readonly encounters: (typeof encounters.$inferInsert)[]
  readonly externalIds: (typeof externalIds.$inferInsert)[]
  readonly dueCalls: (typeof dueCalls.$inferInsert)[]
  readonly missed: {
    readonly stay: Parameters<typeof tellMissed>[2]
    readonly missed: Parameters<typeof tellMissed>[3]
  }[]
}

async function write(ground: Ground, tx: Queries, rows: Rows): Promise<void> {
  if (rows.patients.length > 0) await tx.insert(patients).values(rows.patients)
  if (rows.phones.length > 0) await tx.insert(phones).values(rows.phones)
  if (rows.caregivers.length > 0) await tx.insert(caregivers).values(rows.caregivers)
  if (rows.encounters.length > 0) await tx.insert(encounters).values(rows.encounters)
  if (rows.externalIds.length > 0) await tx.insert(externalIds).values(rows.externalIds)
  if (rows.dueCalls.length > 0) await tx.insert(dueCalls).values(rows.dueCalls)
  for (const { stay, missed } of rows.missed) await tellMissed(ground, tx, stay, missed)
}
