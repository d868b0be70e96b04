import { sql } from 'drizzle-orm'
import { index, integer, real, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { Language } from '../domain/expected.js'
import type { EncounterId, PatientId } from '../domain/ids.js'
import { sealed } from './sealed.js'

/** An instant: UTC epoch ms here, TIMESTAMP WITH TIME ZONE in Oracle. */
export const instant = (name: string) => integer(name, { mode: 'timestamp_ms' })
const flag = (name: string) => integer(name, { mode: 'boolean' })

export { flag }

export const sites = sqliteTable('sites', { id: text('id').primaryKey(), name: text('name').notNull().unique() })

export const wards = sqliteTable(
  'wards',
  {
    id: text('id').primaryKey(),
    siteId: text('site_id')
      .notNull()
      .references(() => sites.id),
    name: text('name').notNull(),
  },
  table => [unique('wards_by_name').on(table.siteId, table.name)],
)

export const patients = sqliteTable(
  'patients',
  {
    id: text('id').primaryKey().$type<PatientId>(),
    givenName: sealed('given_name').notNull(),
    familyName: sealed('family_name').notNull(),
    familyNameIndex: text('family_name_index').notNull(),
    birthDate: sealed('birth_date').notNull(),
    sex: text('sex').$type<'f' | 'm' | 'x'>(),
    title: sealed('title'),
    spokenName: sealed('spoken_name'),
    representative: sealed('representative'),
    nationalNumber: sealed('national_number'),
    nationalNumberIndex: text('national_number_index'),
    address: sealed('address'),
    note: sealed('note'),
    language: text('language').notNull().$type<Language>(),
    tempo: real('tempo').notNull(),
    gainDb: real('gain_db').notNull(),
    deceasedAt: instant('deceased_at'),
    readmittedAt: instant('readmitted_at'),
    /** JSON of when the patient wishes to be rung. */
    preferences: sealed('preferences'),
    createdAt: instant('created_at').notNull(),
    /** Which admission readmitted the patient, blind; null where the patient or a relative said so. */
    readmissionIndex: text('readmission_index'),
    /** The record under which this one goes on; it is empty, and no foreign key, so that either can be erased. */
    mergedInto: text('merged_into').$type<PatientId>(),
  },
  table => [
    index('patients_by_family_name').on(table.familyNameIndex),
    index('patients_by_national_number').on(table.nationalNumberIndex),
    index('patients_by_merged_into').on(table.mergedInto).where(sql`merged_into IS NOT NULL`),
  ],
)

const patientRef = () =>
  text('patient_id')
    .notNull()
    .$type<PatientId>()
    .references(() => patients.id)

export const phones = sqliteTable(
  'phones',
  {
    id: text('id').primaryKey(),
    patientId: patientRef(),
    /** The order in which they are tried, from 0. */
    position: integer('position').notNull(),
    phoneNumber: sealed('phone_number').notNull(),
    phoneIndex: text('phone_index').notNull(),
    label: sealed('label'),
  },
  table => [
    unique('phones_in_order').on(table.patientId, table.position),
    index('phones_by_number').on(table.phoneIndex),
  ],
)

export const caregivers = sqliteTable(
  'caregivers',
  {
    id: text('id').primaryKey(),
    patientId: patientRef(),
    position: integer('position').notNull(),
    name: sealed('name').notNull(),
    relation: sealed('relation').notNull(),
  },
  table => [unique('caregivers_in_order').on(table.patientId, table.position)],
)

/** A stay in hospital that ended: what the follow-up call is about. */
export const encounters = sqliteTable(
  'encounters',
  {
    id: text('id').primaryKey().$type<EncounterId>(),
    patientId: patientRef(),
    wardId: text('ward_id')
      .notNull()
      .references(() => wards.id),
    dischargedAt: instant('discharged_at').notNull(),
    reason: sealed('reason'),
    protocol: text('protocol').notNull(),
    createdAt: instant('created_at').notNull(),
    /** The discharge was cancelled: the patient is still there. */
    cancelledAt: instant('cancelled_at'),
  },
  table => [index('encounters_by_patient').on(table.patientId)],
)

/** Of a patient, or of a number before anybody was identified. A nurse may lift one at a written request. */
export const optOuts = sqliteTable(
  'opt_outs',
  {
    id: text('id').primaryKey(),
    scope: text('scope').notNull().$type<'patient' | 'number'>(),
    /** Absent for the number of a caller whom nobody could identify; the number, for a patient who withheld it. */
    patientId: text('patient_id')
      .$type<PatientId>()
      .references(() => patients.id),
    phoneNumber: sealed('phone_number'),
    phoneIndex: text('phone_index'),
    optedOutAt: instant('opted_out_at').notNull(),
    liftedAt: instant('lifted_at'),
    liftedBy: text('lifted_by'),
  },
  table => [index('opt_outs_by_patient').on(table.patientId), index('opt_outs_by_number').on(table.phoneIndex)],
)
