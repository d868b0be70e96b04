import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FailureCode } from '../domain/failure.js'
import type { EncounterId, PatientId } from '../domain/ids.js'
import type { DeadLetter } from './discharge-port.js'
import { encounters, instant, patients } from './schema-people.js'
import { sealed } from './sealed.js'

/** What other systems call a patient, or (with an encounter) a stay. */
export const externalIds = sqliteTable(
  'external_ids',
  {
    id: text('id').primaryKey(),
    patientId: text('patient_id')
      .notNull()
      .$type<PatientId>()
      .references(() => patients.id),
    encounterId: text('encounter_id')
      .$type<EncounterId>()
      .references(() => encounters.id),
    /** Patient or stay, whose number it is, and the number. */
    externalNumber: sealed('external_number').notNull(),
    numberIndex: text('number_index').notNull().unique('external_ids_once'),
  },
  table => [
    index('external_ids_by_patient').on(table.patientId),
    index('external_ids_by_encounter').on(table.encounterId),
  ],
)

/** Messages that were done: sent again, they are acknowledged again. */
export const hl7Done = sqliteTable(
  'hl7_done',
  { messageIndex: text('message_index').primaryKey(), doneAt: instant('done_at').notNull() },
  table => [index('hl7_done_by_time').on(table.doneAt)],
)

/** Messages that were refused, for a person to look at and to replay. */
export const deadLetters = sqliteTable(
  'dead_letters',
  {
    id: text('id').primaryKey(),
    messageIndex: text('message_index').notNull().unique('dead_letters_once'),
    /** The stay it is about, where that could be read. */
    stayIndex: text('stay_index'),
    sender: text('sender'),
    controlId: text('control_id'),
    messageType: text('message_type'),
    /** What the sender was told; null where it could not be told anything. */
    acknowledgement: text('acknowledgement').$type<NonNullable<DeadLetter['acknowledgement']>>(),
    failure: text('failure').notNull().$type<FailureCode>(),
    /** JSON. */
    facts: text('facts').notNull(),
    /** The bytes in base64. */
    content: sealed('content').notNull(),
    times: integer('times').notNull(),
    firstAt: instant('first_at').notNull(),
    lastAt: instant('last_at').notNull(),
    settledAt: instant('settled_at'),
    settled: text('settled').$type<NonNullable<DeadLetter['settled']>>(),
  },
  table => [
    index('dead_letters_by_state').on(table.settledAt, table.lastAt),
    index('dead_letters_by_stay').on(table.stayIndex),
  ],
)

/** Whom a refused message names, each by a lasting hash of the number; nothing that leads to a patient's row. */
export const letterPatients = sqliteTable(
  'letter_patients',
  {
    letterId: text('letter_id')
      .notNull()
      .references(() => deadLetters.id),
    patientIndex: text('patient_index').notNull(),
  },
  table => [
    primaryKey({ columns: [table.letterId, table.patientIndex] }),
    index('letter_patients_by_patient').on(table.patientIndex),
  ],
)
