import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text, unique, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { CallId, DueCallId, EncounterId, PatientId, TaskId } from '../domain/ids.js'
import type { Disposition, Identity, ItemStatus, TaskKind } from '../domain/outcome.js'
import type { ConsentRecord, DueCall } from './port.js'
import { encounters, flag, instant, patients, wards } from './schema-people.js'
import { sealed } from './sealed.js'

/** Which version of which questionnaire was ever used, and since when. */
export const protocolVersions = sqliteTable(
  'protocol_versions',
  {
    protocol: text('protocol').notNull(),
    version: text('version').notNull(),
    /** JSON of the questionnaire and the common wordings, as they were. */
    content: text('content'),
    firstUsedAt: instant('first_used_at').notNull(),
  },
  table => [primaryKey({ columns: [table.protocol, table.version] })],
)

export const dueCalls = sqliteTable(
  'due_calls',
  {
    id: text('id').primaryKey().$type<DueCallId>(),
    encounterId: text('encounter_id')
      .notNull()
      .$type<EncounterId>()
      .references(() => encounters.id),
    patientId: text('patient_id')
      .notNull()
      .$type<PatientId>()
      .references(() => patients.id),
    wardId: text('ward_id')
      .notNull()
      .references(() => wards.id),
    protocol: text('protocol').notNull(),
    dueAt: instant('due_at').notNull(),
    notAfter: instant('not_after').notNull(),
    state: text('state').notNull().$type<DueCall['state']>(),
    /** J+n: which call of its protocol it is. */
    day: integer('day'),
    urgent: flag('urgent').notNull().default(false),
    /** Made at once by whoever adds it, whatever the hour: the schedule leaves it alone. */
    byHand: flag('by_hand').notNull().default(false),
    /** Attempts that count. */
    attempts: integer('attempts').notNull().default(0),
    /** Position of the number that is rung next. */
    phone: integer('phone').notNull().default(0),
    /** Of the claim that holds it, and until when: a claim that lapsed gives no right to ring. */
    lease: text('lease'),
    leaseUntil: instant('lease_until'),
  },
  // On libSQL those that begin with the state hold only rows that are in it: a claim writes half the pages.
  table => [
    index('due_calls_by_patient').on(table.patientId),
    index('due_calls_by_encounter').on(table.encounterId),
    index('due_calls_of_ward').on(table.state, table.wardId, table.dueAt).where(sql`state = 'due'`),
    index('due_calls_urgent').on(table.state, table.urgent, table.dueAt).where(sql`state = 'due' and urgent = 1`),
    index('due_calls_expiring').on(table.state, table.notAfter).where(sql`state = 'due'`),
    index('due_calls_by_protocol').on(table.state, table.protocol, table.dueAt).where(sql`state = 'due'`),
    index('due_calls_leased').on(table.state, table.leaseUntil).where(sql`state = 'claimed'`),
  ],
)

/**
 * Every call, made or received: what is said, answered, raised and asked of a nurse hangs on its row. One that we make is an
 * attempt at a due call, written before the dial under the channel's id. One that comes in names nobody before the caller is
 * verified, and a due call only while it continues one.
 */
export const calls = sqliteTable(
  'calls',
  {
    id: text('id').primaryKey().$type<CallId>(),
    direction: text('direction').notNull().$type<'outbound' | 'inbound'>(),
    dueCallId: text('due_call_id')
      .$type<DueCallId>()
      .references(() => dueCalls.id),
    patientId: text('patient_id')
      .$type<PatientId>()
      .references(() => patients.id),
    wardId: text('ward_id')
      .notNull()
      .references(() => wards.id),
    /** The number at the other end; absent where a caller withholds it. */
    phoneNumber: sealed('phone_number'),
    phoneIndex: text('phone_index'),
    protocol: text('protocol'),
    protocolVersion: text('protocol_version'),
    /** The process that holds the line: see owner.ts. */
    owner: text('owner').notNull(),
    startedAt: instant('started_at').notNull(),
    answeredAt: instant('answered_at'),
    endedAt: instant('ended_at'),
    disposition: text('disposition').$type<Disposition>(),
    identity: text('identity').$type<Identity>(),
    hangupCause: integer('hangup_cause'),
    score: real('score'),
    scoreComplete: flag('score_complete'),
    scoreBand: text('score_band'),
  },
  table => [
    index('calls_by_start').on(table.startedAt),
    index('calls_by_patient').on(table.patientId),
    index('calls_by_due_call').on(table.dueCallId),
    /** One call at a time per patient, whichever process asks. */
    uniqueIndex('calls_on_the_line').on(table.patientId).where(sql`ended_at IS NULL`),
  ],
)

const callRef = () =>
  text('call_id')
    .notNull()
    .$type<CallId>()
    .references(() => calls.id)

export const recordings = sqliteTable('recordings', {
  callId: text('call_id')
    .primaryKey()
    .$type<CallId>()
    .references(() => calls.id),
  path: text('path'),
  /** Ms since the answer at which the first sample was heard. */
  startMs: real('start_ms'),
})

export const turns = sqliteTable(
  'turns',
  {
    id: text('id').primaryKey(),
    callId: callRef(),
    seq: integer('seq').notNull(),
    speaker: text('speaker').notNull().$type<'agent' | 'patient'>(),
    linkId: text('link_id').notNull(),
    said: sealed('said').notNull(),
    startMs: real('start_ms').notNull(),
    endMs: real('end_ms').notNull(),
    interrupted: flag('interrupted').notNull(),
    confidence: real('confidence'),
    promptVersion: text('prompt_version'),
  },
  table => [unique('turns_in_order').on(table.callId, table.seq)],
)

/** What the patient was told in which wording: kept when the transcript is erased, for it proves the AI notice. */
export const promptsHeard = sqliteTable(
  'prompts_heard',
  {
    callId: callRef(),
    seq: integer('seq').notNull(),
    linkId: text('link_id').notNull(),
    version: text('version').notNull(),
  },
  table => [primaryKey({ columns: [table.callId, table.seq] })],
)

export const answers = sqliteTable(
  'answers',
  {
    id: text('id').primaryKey(),
    callId: callRef(),
    linkId: text('link_id').notNull(),
    /** Order of the first answer, from 0. */
    position: integer('position').notNull(),
    status: text('status').notNull().$type<ItemStatus>(),
    /** JSON of question, value, the patient's words and earlier values. */
    content: sealed('content').notNull(),
    confidence: real('confidence'),
    startMs: real('start_ms'),
    endMs: real('end_ms'),
    pending: flag('pending').notNull(),
    readBack: text('read_back').$type<'confirmed' | 'corrected' | 'unclear' | 'unanswered'>(),
    byKeypad: flag('by_keypad').notNull(),
    byCaregiver: flag('by_caregiver').notNull(),
    /** JSON of the alerts this value raises unless it is corrected: what a crash must not lose. */
    pendingAlerts: sealed('pending_alerts'),
  },
  table => [unique('answers_by_item').on(table.callId, table.linkId)],
)

export const consents = sqliteTable(
  'consents',
  {
    id: text('id').primaryKey(),
    callId: callRef(),
    kind: text('kind').notNull().$type<ConsentRecord['kind']>(),
    given: flag('given').notNull(),
    textVersion: text('text_version').notNull(),
    askedAt: instant('asked_at').notNull(),
  },
  table => [index('consents_by_call').on(table.callId)],
)

export const tasks = sqliteTable(
  'tasks',
  {
    id: text('id').primaryKey().$type<TaskId>(),
    kind: text('kind').notNull().$type<TaskKind>(),
    /** Absent where a caller whom nobody could identify left a message: the call has the number. */
    patientId: text('patient_id')
      .$type<PatientId>()
      .references(() => patients.id),
    callId: text('call_id')
      .$type<CallId>()
      .references(() => calls.id),
    wardId: text('ward_id')
      .notNull()
      .references(() => wards.id),
    note: sealed('note'),
    /** Local ISO time that the patient named. */
    notBefore: text('not_before'),
    createdAt: instant('created_at').notNull(),
    closedAt: instant('closed_at'),
  },
  table => [index('tasks_by_call').on(table.callId), index('tasks_by_patient').on(table.patientId)],
)
