import { inArray } from 'drizzle-orm'
import type { AdmittedPatient } from '../domain/discharge.js'
import type { EncounterId, PatientId } from '../domain/ids.js'
import { EXTERNAL_ID } from './blind-indexes.js'
import type { Queries } from './connection.js'
import { type Accepted, NOT_FOLLOWED_UP, type SettledDischarge, type SettledStay } from './discharge-port.js'
import { meaningOf } from './external-ids.js'
import type { Ground } from './ground.js'
import { patientsWith } from './patients.js'
import type { Patient } from './port.js'
import { encounters, externalIds } from './schema.js'
import { rowSeal } from './sealed.js'

/** What the numbers of a list mean here, looked up together. */
export interface Seen {
  /** Neither number stands anywhere yet, nor twice in the list. */
  readonly fresh: readonly SettledDischarge[]
  /** Both numbers are known, and nothing else of the list is about the same patient. */
  readonly known: ReadonlyMap<SettledDischarge, { readonly patientId: PatientId; readonly encounterId: EncounterId }>
}

export async function lookUp(ground: Ground, tx: Queries, discharges: readonly SettledDischarge[]): Promise<Seen> {
  const meanings = discharges.map(({ patient, stay }) => [meaningOf('patient', patient.id), meaningOf('stay', stay.id)])
  const times = countOf(meanings.flat())
  const blind = new Map(
    [...times.keys()].map(meaning => [meaning, ground.vault.blindIndexes(EXTERNAL_ID.field, meaning)] as const),
  )
  const rows = await tx
    .select({
      numberIndex: externalIds.numberIndex,
      patientId: externalIds.patientId,
      encounterId: externalIds.encounterId,
    })
    .from(externalIds)
    .where(inArray(externalIds.numberIndex, [...blind.values()].flat()))
  const byIndex = new Map(rows.map(row => [row.numberIndex, row]))
  const rowOf = (meaning: string | undefined) => blind.get(meaning ?? '')?.flatMap(index => byIndex.get(index) ?? [])[0]

  const once = discharges.flatMap((discharge, at) =>
    meanings[at]?.every(meaning => times.get(meaning) === 1) ? [{ discharge, numbers: meanings[at] }] : [],
  )
  const found = once.map(({ discharge, numbers: [patient, stay] }) => ({
    discharge,
    ...{ patient: rowOf(patient), stay: rowOf(stay) },
  }))
  const patientTimes = countOf(found.flatMap(({ patient }) => patient?.patientId ?? []))
  const known = found.flatMap(({ discharge, patient, stay }) =>
    patient === undefined || !stay?.encounterId || patientTimes.get(patient.patientId) !== 1
      ? []
      : [[discharge, { patientId: patient.patientId, encounterId: stay.encounterId }] as const],
  )
  return {
    fresh: found.flatMap(({ discharge, patient, stay }) => ((patient ?? stay) ? [] : discharge)),
    known: new Map(known),
  }
}

const countOf = <One>(all: readonly One[]): ReadonlyMap<One, number> => {
  const times = new Map<One, number>()
  for (const one of all) times.set(one, (times.get(one) ?? 0) + 1)
  return times
}

/**
 * Those that tell nothing new, which nearly all of a file are that comes a second time: read together, and not written (10,000 rows:
 * see docs/hl7.md).
 */
export async function unchanged(
  ground: Ground,
  tx: Queries,
  { known }: Seen,
  wardIdOf: (stay: SettledStay) => Promise<string>,
): Promise<ReadonlyMap<SettledDischarge, Accepted>> {
  const same = new Map<SettledDischarge, Accepted>()
  if (known.size === 0) return same
  const ids = [...known.values()]
  const people = await patientsWith(
    ground,
    tx,
    ids.map(({ patientId }) => patientId),
  )
  const patientOf = new Map(people.map(patient => [patient.id, patient]))
  const stays = await tx
    .select()
    .from(encounters)
    .where(
      inArray(
        encounters.id,
        ids.map(({ encounterId }) => encounterId),
      ),
    )
  const stayOf = new Map(stays.map(stay => [stay.id, stay]))
  for (const [discharge, { patientId, encounterId }] of known) {
    const patient = patientOf.get(patientId)
    const stay = stayOf.get(encounterId)
    if (patient === undefined || patient.deceasedAt !== undefined || stay === undefined) continue
    if (stay.patientId !== patientId || !isSamePatient(patient, discharge.patient)) continue
    if (await isSameStay(ground, stay, discharge.stay, wardIdOf))
      same.set(discharge, { outcome: 'known', patientId, encounterId, calls: 0 })
  }
  return same
}

/** As `bringUpToDate` would leave it: what is not said stays. */
function isSamePatient(patient: Patient, said: AdmittedPatient): boolean {
  const same = (field: 'givenName' | 'familyName' | 'birthDate' | 'sex' | 'title' | 'language') =>
    said[field] === undefined || said[field] === patient[field]
  const numbers = said.phones?.every(
    ({ number, label }, at) =>
      patient.phones[at]?.number === number && (label === undefined || label === patient.phones[at].label),
  )
  const people = said.caregivers?.every(
    ({ name, relation }, at) => patient.caregivers[at]?.name === name && patient.caregivers[at].relation === relation,
  )
  return (
    (['givenName', 'familyName', 'birthDate', 'sex', 'title', 'language'] as const).every(same) &&
    (said.phones === undefined || (numbers === true && said.phones.length === patient.phones.length)) &&
    (said.caregivers === undefined || (people === true && said.caregivers.length === patient.caregivers.length))
  )
}

async function isSameStay(
  { vault }: Ground,
  stay: typeof encounters.$inferSelect,
  told: SettledStay,
  wardIdOf: (stay: SettledStay) => Promise<string>,
): Promise<boolean> {
  const { id, cancelledAt, protocol, dischargedAt, wardId, reason } = stay
  if (cancelledAt !== null || protocol === NOT_FOLLOWED_UP || protocol !== told.protocol) return false
  if (dischargedAt.getTime() !== told.dischargedAt.getTime() || wardId !== (await wardIdOf(told))) return false
  return told.reason === undefined || told.reason === rowSeal(vault, id).openMaybe(encounters.reason, reason)
}
