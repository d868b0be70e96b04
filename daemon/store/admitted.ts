import { asc, count, eq } from 'drizzle-orm'
import type { AdmittedPatient } from '../domain/discharge.js'
import type { PatientId } from '../domain/ids.js'
import { blindIndexOf, FAMILY_NAME } from './blind-indexes.js'
import type { Queries } from './connection.js'
import { remember } from './external-ids.js'
import type { Ground } from './ground.js'
import { insertPatient, writeCaregivers, writePhones } from './patients.js'
import { calls, patients, phones } from './schema.js'
import { rowSeal } from './sealed.js'

/** Of a patient whom nobody has asked yet. */
export const UNHEARD = { language: 'fr', tempo: 1, gainDb: 0 } as const

/** A patient seen for the first time. */
export async function admit(ground: Ground, tx: Queries, { id, ...patient }: AdmittedPatient): Promise<PatientId> {
  const patientId = ground.newId<PatientId>()
  await insertPatient(ground, tx, patientId, { ...UNHEARD, phones: [], caregivers: [], ...patient })
  await remember(ground, tx, id, { patientId })
  return patientId
}

/**
 * What the hospital says now of a patient it named before: the hospital's record wins. Not over the patient: once somebody was
 * rung, the language is the one spoken with them.
 */
export async function bringUpToDate(ground: Ground, tx: Queries, id: PatientId, said: AdmittedPatient): Promise<void> {
  const { seal, sealMaybe } = rowSeal(ground.vault, id)
  const language = said.language === undefined || (await wasCalled(tx, id)) ? undefined : said.language
  await tx
    .update(patients)
    .set({
      givenName: seal(patients.givenName, said.givenName),
      familyName: seal(patients.familyName, said.familyName),
      familyNameIndex: blindIndexOf(ground.vault, FAMILY_NAME, said.familyName),
      birthDate: seal(patients.birthDate, said.birthDate),
      ...(said.sex !== undefined && { sex: said.sex }),
      ...(said.title !== undefined && { title: sealMaybe(patients.title, said.title) }),
      ...(language !== undefined && { language }),
    })
    .where(eq(patients.id, id))
  if (said.phones !== undefined) await writePhones(ground, tx, id, await labelled(ground, tx, id, said.phones))
  if (said.caregivers !== undefined) await writeCaregivers(ground, tx, id, said.caregivers)
}

async function wasCalled(tx: Queries, id: PatientId): Promise<boolean> {
  const [made] = await tx.select({ calls: count() }).from(calls).where(eq(calls.patientId, id))
  return (made?.calls ?? 0) > 0
}

/** A number keeps the label that it has here, where the hospital gives it none. */
async function labelled(ground: Ground, tx: Queries, id: PatientId, said: NonNullable<AdmittedPatient['phones']>) {
  const rows = await tx.select().from(phones).where(eq(phones.patientId, id)).orderBy(asc(phones.position))
  const known = new Map(
    rows.map(row => {
      const { open, openMaybe } = rowSeal(ground.vault, row.id)
      return [open(phones.phoneNumber, row.phoneNumber), openMaybe(phones.label, row.label)]
    }),
  )
  return said.map(({ number, label = known.get(number) ?? undefined }) => ({
    number,
    ...(label !== undefined && { label }),
  }))
}
