import { and, asc, eq, gt, inArray, isNull, type SQL } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import type { PatientId } from '../domain/ids.js'
import { readNationalNumber } from '../domain/national-number.js'
import { blindIndexOf, blindlyEqual, FAMILY_NAME, NATIONAL_NUMBER, PHONE } from './blind-indexes.js'
import type { Queries } from './connection.js'
import { type Ground, present } from './ground.js'
import { carryOver } from './lifecycle/never-rung.js'
import { heldRecord } from './one-person.js'
import type { Patient, Store } from './port.js'
import { preferencesOf } from './preferences.js'
import { caregivers, dueCalls, patients, phones } from './schema.js'
import { rowSeal } from './sealed.js'

/** Most rows of one page. */
const PAGE_LIMIT = 500

type PatientRow = typeof patients.$inferSelect

export function patientRecords(
  ground: Ground,
): Pick<
  Store,
  | 'addPatient'
  | 'patient'
  | 'findPatients'
  | 'findByNationalNumber'
  | 'patients'
  | 'setProsody'
  | 'setLanguage'
  | 'markPatient'
> {
  const { connection, vault, newId } = ground

  const change = (id: PatientId, values: Partial<Pick<PatientRow, 'tempo' | 'gainDb' | 'language'>>) =>
    connection.write(async tx => {
      const record = await heldRecord(ground, tx, id)
      await tx.update(patients).set(values).where(eq(patients.id, record))
    })

  const found = (where: SQL) =>
    connection.read(async db =>
      openPatients(
        ground,
        db,
        await db
          .select()
          .from(patients)
          .where(and(where, isNull(patients.mergedInto)))
          .orderBy(asc(patients.id)),
      ),
    )

  return {
    addPatient: patient => connection.write(tx => insertPatient(ground, tx, newId(), patient)),

    async patient(id) {
      const found = await connection.read(async db =>
        openPatients(ground, db, await db.select().from(patients).where(eq(patients.id, id))),
      )
      return found[0] ?? unknownPatient()
    },

    findPatients: familyName => found(blindlyEqual(vault, patients.familyNameIndex, FAMILY_NAME, familyName)),
    findByNationalNumber: number =>
      readNationalNumber(number) === undefined
        ? Promise.resolve([])
        : found(blindlyEqual(vault, patients.nationalNumberIndex, NATIONAL_NUMBER, number)),

    patients: ({ after, limit }) =>
      connection.read(async db => {
        const rows = await db
          .select()
          .from(patients)
          .where(and(isNull(patients.mergedInto), after === undefined ? undefined : gt(patients.id, after)))
          .orderBy(asc(patients.id))
          .limit(Math.min(Math.max(limit, 0), PAGE_LIMIT))
        return openPatients(ground, db, rows)
      }),

    setProsody: (id, tempo, gainDb) => change(id, { tempo, gainDb }),
    setLanguage: (id, language) => change(id, { language }),

    markPatient: (id, what, at) =>
      connection.write(async tx => {
        const change = what === 'deceased' ? { deceasedAt: at } : { readmittedAt: at }
        const record = await heldRecord(ground, tx, id)
        await tx.update(patients).set(change).where(eq(patients.id, record))
        await cancelDueCalls(tx, record)
      }),
  }
}

/** No call that is still to come is made. One in progress keeps its own course. */
export async function cancelDueCalls(tx: Queries, id: PatientId): Promise<void> {
  await tx
    .update(dueCalls)
    .set({ state: 'cancelled' })
    .where(and(eq(dueCalls.patientId, id), inArray(dueCalls.state, ['due', 'claimed'])))
}

export function patientRow(ground: Ground, id: PatientId, patient: Omit<Patient, 'id'>) {
  const { vault } = ground
  const row = rowSeal(vault, id)
  const { nationalNumber: written } = patient
  const nationalNumber = written === undefined ? undefined : readNationalNumber(written)
  if (written !== undefined && nationalNumber === undefined) throw new Failure('store/national-number')
  return {
    id,
    givenName: row.seal(patients.givenName, patient.givenName),
    familyName: row.seal(patients.familyName, patient.familyName),
    familyNameIndex: blindIndexOf(vault, FAMILY_NAME, patient.familyName),
    birthDate: row.seal(patients.birthDate, patient.birthDate),
    sex: patient.sex ?? null,
    title: row.sealMaybe(patients.title, patient.title),
    spokenName: row.sealMaybe(patients.spokenName, patient.spokenName),
    nationalNumber: row.sealMaybe(patients.nationalNumber, nationalNumber),
    nationalNumberIndex: nationalNumber === undefined ? null : blindIndexOf(vault, NATIONAL_NUMBER, nationalNumber),
    address: row.sealMaybe(patients.address, patient.address),
    note: row.sealMaybe(patients.note, patient.note),
    language: patient.language,
    tempo: patient.tempo,
    gainDb: patient.gainDb,
    deceasedAt: patient.deceasedAt ?? null,
    readmittedAt: patient.readmittedAt ?? null,
    preferences: row.sealMaybe(patients.preferences, patient.preferences && JSON.stringify(patient.preferences)),
    createdAt: ground.now(),
  }
}

export const phoneRows = ({ vault, newId }: Ground, patientId: PatientId, numbers: Patient['phones']) =>
  numbers.map((phone, position) => {
    const id = newId<string>()
    const seal = rowSeal(vault, id)
    return {
      ...{ id, patientId, position },
      phoneNumber: seal.seal(phones.phoneNumber, phone.number),
      phoneIndex: blindIndexOf(vault, PHONE, phone.number),
      label: seal.sealMaybe(phones.label, phone.label),
    }
  })

export const caregiverRows = ({ vault, newId }: Ground, patientId: PatientId, people: Patient['caregivers']) =>
  people.map((caregiver, position) => {
    const id = newId<string>()
    const { seal } = rowSeal(vault, id)
    const sealed = {
      name: seal(caregivers.name, caregiver.name),
      relation: seal(caregivers.relation, caregiver.relation),
    }
    return { id, patientId, position, ...sealed }
  })

/** Writes the patient with numbers and caregivers. */
export async function insertPatient(ground: Ground, tx: Queries, id: PatientId, patient: Omit<Patient, 'id'>) {
  await tx.insert(patients).values(patientRow(ground, id, patient))
  await insertPhones(ground, tx, id, patient.phones)
  await insertCaregivers(ground, tx, id, patient.caregivers)
  await carryOver(ground, tx, id, patient)
  return id
}

/** These numbers and no others, in this order. */
export async function writePhones(ground: Ground, tx: Queries, id: PatientId, numbers: Patient['phones']) {
  await tx.delete(phones).where(eq(phones.patientId, id))
  await insertPhones(ground, tx, id, numbers)
}

/** These people and no others. */
export async function writeCaregivers(ground: Ground, tx: Queries, id: PatientId, people: Patient['caregivers']) {
  await tx.delete(caregivers).where(eq(caregivers.patientId, id))
  await insertCaregivers(ground, tx, id, people)
}

/** In one statement, however many: to Oracle each is a round trip. */
async function insertPhones(ground: Ground, tx: Queries, id: PatientId, numbers: Patient['phones']): Promise<void> {
  const rows = phoneRows(ground, id, numbers)
  if (rows.length > 0) await tx.insert(phones).values(rows)
}

async function insertCaregivers(ground: Ground, tx: Queries, id: PatientId, people: Patient['caregivers']) {
  const rows = caregiverRows(ground, id, people)
  if (rows.length > 0) await tx.insert(caregivers).values(rows)
}

/** Opens the rows and brings what hangs on them, in two more queries for all of them together. */
export async function openPatients(ground: Ground, db: Queries, rows: readonly PatientRow[]): Promise<Patient[]> {
  if (rows.length === 0) return []
  const ids = rows.map(row => row.id)
  const numbers = await db.select().from(phones).where(inArray(phones.patientId, ids)).orderBy(asc(phones.position))
  const carers = await db
    .select()
    .from(caregivers)
    .where(inArray(caregivers.patientId, ids))
    .orderBy(asc(caregivers.position))

  return rows.map(row => {
    const seal = rowSeal(ground.vault, row.id)
    return {
      ...present({
        id: row.id,
        givenName: seal.open(patients.givenName, row.givenName),
        familyName: seal.open(patients.familyName, row.familyName),
        birthDate: seal.open(patients.birthDate, row.birthDate),
        sex: row.sex,
        title: seal.openMaybe(patients.title, row.title),
        spokenName: seal.openMaybe(patients.spokenName, row.spokenName),
        nationalNumber: seal.openMaybe(patients.nationalNumber, row.nationalNumber),
        address: seal.openMaybe(patients.address, row.address),
        note: seal.openMaybe(patients.note, row.note),
        language: row.language,
        tempo: row.tempo,
        gainDb: row.gainDb,
        deceasedAt: row.deceasedAt,
        readmittedAt: row.readmittedAt,
        preferences: preferencesOf(ground, row.id, row.preferences) ?? null,
      }),
      phones: numbers
        .filter(phone => phone.patientId === row.id)
        .map(phone => {
          const { open, openMaybe } = rowSeal(ground.vault, phone.id)
          return present({
            number: open(phones.phoneNumber, phone.phoneNumber),
            label: openMaybe(phones.label, phone.label),
          })
        }),
      caregivers: carers
        .filter(carer => carer.patientId === row.id)
        .map(carer => {
          const { open } = rowSeal(ground.vault, carer.id)
          return { name: open(caregivers.name, carer.name), relation: open(caregivers.relation, carer.relation) }
        }),
    }
  })
}

export async function patientsWith(
  ground: Ground,
  db: Queries,
  ids: readonly PatientId[],
): Promise<readonly Patient[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select()
    .from(patients)
    .where(inArray(patients.id, [...ids]))
    .orderBy(asc(patients.id))
  return openPatients(ground, db, rows)
}

export async function patientMustExist(tx: Queries, id: PatientId): Promise<void> {
  const [row] = await tx.select({ id: patients.id }).from(patients).where(eq(patients.id, id))
  if (row === undefined) unknownPatient()
}

function unknownPatient(): never {
  throw new Failure('store/not-found', { what: 'patient' })
}
