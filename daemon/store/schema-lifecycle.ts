import { index, integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { PatientId } from '../domain/ids.js'
import { flag, instant } from './schema-people.js'
import { sealed } from './sealed.js'

/** Secrets of the database itself: they stay when the hospital's keys are rotated, sealed under whichever is the first. */
export const hashKeys = sqliteTable('hash_keys', {
  name: text('name').primaryKey(),
  secret: sealed('secret').notNull(),
})

/** Keyed hashes of people and numbers whose record was erased and who must never be rung again. */
export const neverRung = sqliteTable(
  'never_rung',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull().$type<'person' | 'number'>(),
    hash: text('hash').notNull(),
    reason: text('reason').notNull().$type<'opted-out' | 'deceased'>(),
    since: instant('since').notNull(),
  },
  table => [unique('never_rung_once').on(table.kind, table.hash)],
)

/** That a record was here, and who had it erased when and on what ground. It refers to no row: there is none left. */
export const erasures = sqliteTable(
  'erasures',
  {
    id: text('id').primaryKey(),
    patientId: text('patient_id').notNull().$type<PatientId>(),
    erasedAt: instant('erased_at').notNull(),
    erasedBy: text('erased_by').notNull(),
    ground: text('ground').notNull().$type<'request' | 'retention' | 'restore'>(),
    /** False where answers and alerts stay, for the law asks for them. Triggers let alerts go only where it is true. */
    resultsErased: flag('results_erased').notNull(),
  },
  table => [index('erasures_by_patient').on(table.patientId)],
)

/** A file that is imported, known by its SHA-256: how far it has come. */
export const imports = sqliteTable('imports', {
  fileHash: text('file_hash').primaryKey(),
  begunAt: instant('begun_at').notNull(),
  endedAt: instant('ended_at'),
  lastLine: integer('last_line').notNull(),
  taken: integer('taken').notNull(),
  alreadyKnown: integer('already_known').notNull(),
  refused: integer('refused').notNull(),
})
