import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { AuditAction, Role } from '../domain/audit.js'
import type { PatientId } from '../domain/ids.js'
import { instant } from './schema-people.js'
import { sealed } from './sealed.js'

/** Who did what, each entry chained to the one before. Triggers of the migration refuse every change and removal. */
export const auditEntries = sqliteTable(
  'audit_entries',
  {
    /** From 1, without a gap. */
    seq: integer('seq').primaryKey(),
    happenedAt: instant('happened_at').notNull(),
    actor: text('actor').notNull(),
    actorRole: text('actor_role').notNull().$type<Role>(),
    origin: text('origin').notNull(),
    correlationId: text('correlation_id'),
    action: text('action').notNull().$type<AuditAction>(),
    /** No reference: the entry outlives the patient's record. */
    patientId: text('patient_id').$type<PatientId>(),
    subjectId: text('subject_id'),
    /** JSON of technical values, and of the ids of patients who were shown together. */
    facts: text('facts'),
    /** In the actor's own words. */
    reason: sealed('reason'),
    hash: text('hash').notNull(),
  },
  table => [index('audit_entries_by_patient').on(table.patientId, table.seq)],
)

/** One row: the end of the chain. */
export const auditHead = sqliteTable('audit_head', {
  id: text('id').primaryKey(),
  seq: integer('seq').notNull(),
  hash: text('hash').notNull(),
})
