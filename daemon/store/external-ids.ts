import { eq, inArray } from 'drizzle-orm'
import type { ExternalId } from '../domain/discharge.js'
import type { EncounterId, PatientId } from '../domain/ids.js'
import { blindIndexOf, blindlyEqual, EXTERNAL_ID } from './blind-indexes.js'
import type { Queries } from './connection.js'
import type { Ground } from './ground.js'
import { encounters, externalIds, patients } from './schema.js'
import { rowSeal } from './sealed.js'

/**
 * What a number means, as it is sealed and looked up. Systems write their names in either case; numbers are what they are.
 */
export const meaningOf = (what: 'patient' | 'stay', { authority, number }: ExternalId): string =>
  [what, authority.trim().toUpperCase(), number.trim()].join('\u0000')

/** What need not be known here, to be recognised again. Its number is not kept, so no rotation could compute this anew. */
const lastingIndex = ({ lasting }: Ground, meaning: string): string =>
  lasting.hash(meaning.split('\u0000', 1)[0] ?? '', meaning).slice(0, 22)

export const blindStay = (ground: Ground, id: ExternalId): string => lastingIndex(ground, meaningOf('stay', id))
export const blindPatient = (ground: Ground, id: ExternalId): string => lastingIndex(ground, meaningOf('patient', id))

/** Of every number of these patients and of their stays. */
export async function lastingIndexesOf(ground: Ground, tx: Queries, ids: readonly PatientId[]): Promise<string[]> {
  const rows = await tx
    .select({ id: externalIds.id, externalNumber: externalIds.externalNumber })
    .from(externalIds)
    .where(inArray(externalIds.patientId, [...ids]))
  return rows.map(({ id, externalNumber }) =>
    lastingIndex(ground, rowSeal(ground.vault, id).open(externalIds.externalNumber, externalNumber)),
  )
}

const named = ({ vault }: Ground, what: 'patient' | 'stay', id: ExternalId) =>
  blindlyEqual(vault, externalIds.numberIndex, EXTERNAL_ID, meaningOf(what, id))

/** The patient so called, held until the end of the transaction. */
export async function heldPatient(ground: Ground, tx: Queries, id: ExternalId) {
  const patientId = await patientIdOf(ground, tx, id)
  if (patientId === undefined) return undefined
  await ground.connection.dialect.hold(tx, patients.id, patientId)
  const [row] = await tx.select().from(patients).where(eq(patients.id, patientId))
  return row
}

export async function patientIdOf(ground: Ground, db: Queries, id: ExternalId): Promise<PatientId | undefined> {
  const [row] = await db
    .select({ patientId: externalIds.patientId })
    .from(externalIds)
    .where(named(ground, 'patient', id))
  return row?.patientId
}

/** The stay so called. */
export async function stayOf(ground: Ground, tx: Queries, id: ExternalId) {
  const [row] = await tx
    .select({ encounter: encounters })
    .from(externalIds)
    .innerJoin(encounters, eq(encounters.id, externalIds.encounterId))
    .where(named(ground, 'stay', id))
  return row?.encounter
}

/** From now on the number means this patient, or this stay of the patient. */
export async function remember(
  ground: Ground,
  tx: Queries,
  id: ExternalId,
  meant: { readonly patientId: PatientId; readonly encounterId?: EncounterId },
): Promise<void> {
  await tx.insert(externalIds).values(externalIdRow(ground, id, meant))
}

export function externalIdRow(
  ground: Ground,
  id: ExternalId,
  meant: { readonly patientId: PatientId; readonly encounterId?: EncounterId },
) {
  const rowId = ground.newId<string>()
  const text = meaningOf(meant.encounterId === undefined ? 'patient' : 'stay', id)
  return {
    id: rowId,
    patientId: meant.patientId,
    encounterId: meant.encounterId ?? null,
    externalNumber: rowSeal(ground.vault, rowId).seal(externalIds.externalNumber, text),
    numberIndex: blindIndexOf(ground.vault, EXTERNAL_ID, text),
  }
}
