import { index, integer, real, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { AlertFact } from '../dialogue/port.js'
import type { AlertId, CallId } from '../domain/ids.js'
import type { AlertRule, AlertStepKind, Urgency } from '../domain/outcome.js'
import { calls } from './schema-calls.js'
import { instant, wards } from './schema-people.js'
import { sealed } from './sealed.js'

/** What raised it. Triggers of the migration refuse every change and removal. */
export const alerts = sqliteTable(
  'alerts',
  {
    id: text('id').primaryKey().$type<AlertId>(),
    callId: text('call_id')
      .notNull()
      .$type<CallId>()
      .references(() => calls.id),
    alertKey: text('alert_key').notNull(),
    rule: text('rule').notNull().$type<AlertRule>(),
    ruleVersion: text('rule_version').notNull(),
    linkId: text('link_id'),
    question: sealed('question'),
    words: sealed('words'),
    confidence: real('confidence'),
    atMs: real('at_ms'),
    wardId: text('ward_id')
      .notNull()
      .references(() => wards.id),
    raisedAt: instant('raised_at').notNull(),
  },
  table => [unique('alerts_by_key').on(table.callId, table.alertKey)],
)

/** Everything that happened to an alert since, the raising included. Rows are added only, and urgency never falls. */
export const alertEvents = sqliteTable(
  'alert_events',
  {
    id: text('id').primaryKey(),
    alertId: text('alert_id')
      .notNull()
      .$type<AlertId>()
      .references(() => alerts.id),
    seq: integer('seq').notNull(),
    happenedAt: instant('happened_at').notNull(),
    urgency: text('urgency').notNull().$type<Urgency>(),
    confirmation: text('confirmation').$type<NonNullable<AlertFact['confirmation']>>(),
    /** What was said this time, where it differs from the words that raised it. */
    words: sealed('words'),
    /** Seconds into the recording; null without one. */
    recordingSecond: real('recording_second'),
  },
  table => [unique('alert_events_in_order').on(table.alertId, table.seq)],
)

/** A named nurse took it on. Several may; the first counts. */
export const alertAcknowledgements = sqliteTable(
  'alert_acknowledgements',
  {
    id: text('id').primaryKey(),
    alertId: text('alert_id')
      .notNull()
      .$type<AlertId>()
      .references(() => alerts.id),
    acknowledgedBy: text('acknowledged_by').notNull(),
    acknowledgedAt: instant('acknowledged_at').notNull(),
    note: sealed('note'),
  },
  table => [index('alert_acknowledgements_by_alert').on(table.alertId)],
)

/** What was done about it: whom it rang, who took it. Rows are added only. */
export const alertSteps = sqliteTable(
  'alert_steps',
  {
    id: text('id').primaryKey(),
    alertId: text('alert_id')
      .notNull()
      .$type<AlertId>()
      .references(() => alerts.id),
    seq: integer('seq').notNull(),
    happenedAt: instant('happened_at').notNull(),
    kind: text('kind').notNull().$type<AlertStepKind>(),
    /** NUMBER is a reserved word of Oracle. */
    nurseNumber: sealed('nurse_number'),
  },
  table => [unique('alert_steps_in_order').on(table.alertId, table.seq)],
)
