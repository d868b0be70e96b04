import type { AlertFact, Caregiver, ItemAnswer } from '../dialogue/port.js'
import type { Actor } from '../domain/audit.js'
import type { Language } from '../domain/expected.js'
import type { AlertId, CallId, DueCallId, EncounterId, PatientId, TaskId } from '../domain/ids.js'
import type { AlertStepKind, Disposition, Identity, TaskKind, Urgency } from '../domain/outcome.js'
import type { Preferences } from '../schedule/port.js'
import type { AuditTrail } from './audit-port.js'
import type { DischargeRecords } from './discharge-port.js'

export type { AuditTrail } from './audit-port.js'

import type { ScheduleRecords } from './schedule-port.js'

export type {
  Accepted,
  DeadLetter,
  DischargeRecords,
  RefusedMessage,
  SettledDischarge,
  SettledStay,
  StayPlan,
} from './discharge-port.js'
export { NOT_FOLLOWED_UP } from './discharge-port.js'
export { normalisePhone, type PhoneRead, type PhoneRefusal } from './phone.js'
export type * from './schedule-port.js'
export { type Columns, fileBytes, openTable, type Table, type TableRow } from './table-rows.js'

export interface Patient {
  readonly id: PatientId
  readonly givenName: string
  readonly familyName: string
  /** YYYY-MM-DD */
  readonly birthDate: string
  readonly sex?: 'f' | 'm' | 'x'
  readonly title?: string
  readonly spokenName?: string
  readonly language: Language
  readonly tempo: number
  readonly gainDb: number
  /** Belgian, 11 digits; its check digits are verified. */
  readonly nationalNumber?: string
  readonly address?: string
  /** In a nurse's own words. */
  readonly note?: string
  /** In the order to be tried. */
  readonly phones: readonly { readonly number: string; readonly label?: string }[]
  readonly caregivers: readonly Caregiver[]
  /** When the patient wishes to be rung. */
  readonly preferences?: Preferences
  readonly deceasedAt?: Date
  readonly readmittedAt?: Date
}
export interface Encounter {
  readonly id: EncounterId
  readonly patientId: PatientId
  readonly site: string
  readonly ward: string
  readonly dischargedAt: Date
  readonly reason?: string
  readonly protocol: string
}
export interface DueCall {
  readonly id: DueCallId
  readonly encounterId: EncounterId
  readonly patientId: PatientId
  readonly ward: string
  readonly protocol: string
  readonly dueAt: Date
  readonly notAfter: Date
  readonly state: 'due' | 'claimed' | 'done' | 'cancelled' | 'expired'
  /** J+n: days after the discharge. */
  readonly day?: number
  /** Goes before every other. */
  readonly urgent?: boolean
  /** Made at once by whoever adds it, whatever the hour: the schedule leaves it alone. */
  readonly byHand?: boolean
  /** Attempts made that count. */
  readonly attempts?: number
  /** Position of the number that is rung next, from 0. */
  readonly phone?: number
}

export interface TurnRecord {
  readonly seq: number
  readonly speaker: 'agent' | 'patient'
  readonly linkId: string
  readonly text: string
  readonly startMs: number
  readonly endMs: number
  readonly interrupted: boolean
  readonly confidence?: number /** agent turns: prompt text version */
  readonly promptVersion?: string
}
export interface AlertRecord extends AlertFact {
  readonly id: AlertId
  readonly callId: CallId
  readonly ward: string
  readonly raisedAt: Date /** append-only history, oldest first */
  readonly history: readonly {
    readonly at: Date
    readonly urgency: Urgency
    readonly confirmation?: AlertFact['confirmation']
  }[] /** seconds into the recording, null without one */
  readonly recordingSecond: number | null
  readonly acknowledgedBy?: string
  readonly acknowledgedAt?: Date
  /** What was done about it, oldest first. */
  readonly steps: readonly AlertStep[]
}
export interface AlertStep {
  readonly at: Date
  readonly kind: AlertStepKind
  /** The nurse's number. */
  readonly number?: string
}
export interface TaskRecord {
  readonly id: TaskId
  readonly kind: TaskKind
  /** Absent where a caller whom nobody could identify left a message: the call has the number. */
  readonly patientId?: PatientId
  readonly callId?: CallId
  readonly ward: string
  readonly note?: string
  readonly notBefore?: string
  readonly createdAt: Date
  readonly closedAt?: Date
}
export interface ConsentRecord {
  readonly kind: 'ai-notice' | 'recording' | 'automated-call'
  readonly given: boolean
  readonly textVersion: string
  readonly at: Date
}

/** A call made, then an attempt at a due call, or received, then nobody's before the caller is verified. */
export interface CallRecord {
  readonly id: CallId
  readonly direction: 'outbound' | 'inbound'
  readonly dueCallId?: DueCallId
  readonly patientId?: PatientId
  /** At the other end; absent where a caller withholds it. */
  readonly number?: string
  readonly protocol?: string
  readonly protocolVersion?: string
  readonly startedAt: Date
  readonly answeredAt?: Date
  readonly endedAt?: Date
  readonly disposition?: Disposition
  readonly identity?: Identity
  readonly hangupCause?: number
  readonly recordingPath?: string
  /** Ms since the answer at which the recording's first sample was heard. */
  readonly recordingStartMs?: number
  readonly score?: { readonly score: number; readonly complete: boolean; readonly band: string }
}
/** Given in an earlier call for the same due call. */
export interface EarlierAnswer extends ItemAnswer {
  readonly earlierCallId: CallId
}
export interface CallResult {
  readonly call: CallRecord
  readonly turns: readonly TurnRecord[]
  readonly answers: readonly (ItemAnswer | EarlierAnswer)[]
  readonly alerts: readonly AlertRecord[]
  readonly tasks: readonly TaskRecord[]
  readonly consents: readonly ConsentRecord[]
}

/** What became of a call that came in when its caller was verified. */
export interface Claim {
  /** Ward of the due call, else of the last stay. */
  readonly ward?: string
  /** Of the due call that this call now is, with what earlier calls for it brought; absent without one. */
  readonly protocol?: string
  readonly earlier?: readonly EarlierAnswer[]
}

/**
 * Everything the daemon knows. Every promise resolves after the commit (WAL, synchronous=FULL). Personal columns are sealed.
 * Throws Failure store/*; error text never holds a row's values.
 */
export interface Store extends ScheduleRecords, DischargeRecords {
  addPatient(patient: Omit<Patient, 'id'>): Promise<PatientId>
  patient(id: PatientId): Promise<Patient>
  /** Exact, case- and accent-insensitive on the family name; by blind index. */
  findPatients(familyName: string): Promise<readonly Patient[]>
  /** Who has this national number; a wrong one is nobody's. By blind index. */
  findByNationalNumber(number: string): Promise<readonly Patient[]>
  patients(page: { readonly after?: PatientId; readonly limit: number }): Promise<readonly Patient[]>
  /** Tempo and gain a patient asked for, kept for the next calls. */
  setProsody(id: PatientId, tempo: number, gainDb: number): Promise<void>
  /** The language in which the next calls are made. */
  setLanguage(id: PatientId, language: Language): Promise<void>
  addEncounter(encounter: Omit<Encounter, 'id'>): Promise<EncounterId>
  /** Those that were not cancelled, the last that ended first. */
  staysOf(id: PatientId): Promise<readonly Encounter[]>
  addDueCall(call: Omit<DueCall, 'id' | 'state' | 'attempts' | 'phone'>): Promise<DueCallId>
  dueCall(id: DueCallId): Promise<DueCall>
  /**
   * In one transaction: refuses (Failure call/not-allowed) a patient who is opted out, deceased, readmitted or already on the line,
   * a number that is opted out, one that is calling us, and a due call that somebody else has claimed; else writes the call's row
   * and holds the due call. Before the dial.
   */
  openAttempt(attempt: {
    readonly id: CallId
    readonly dueCallId: DueCallId
    readonly patientId: PatientId
    readonly number: string
    readonly protocol: string
    readonly protocolVersion: string
    readonly startedAt: Date
    /** Of the claim that it is rung for; without one the due call is rung by hand. */
    readonly lease?: string
  }): Promise<void>
  /**
   * The attempt as `openAttempt` would write it, and refused as it would be, but nobody is rung, for want of a language or of a number: the row is closed as `failed`,
   * a nurse has the task and the due call is over, in one transaction.
   */
  giveUpAttempt(
    attempt: Omit<Parameters<Store['openAttempt']>[0], 'number'> & { readonly number?: string },
    task: Pick<TaskRecord, 'kind' | 'note'>,
  ): Promise<void>
  /** Remembers the wording and rules that calls of this version use; the first call in it counts as its first use. */
  keepProtocol(
    protocol: { readonly id: string; readonly version: string; readonly text: string },
    at: Date,
  ): Promise<void>
  /** What was kept of a version; undefined where none was. */
  protocolText(id: string, version: string): Promise<string | undefined>
  /** What earlier calls for this due call brought, if it is not too long ago: the next one goes on behind it. */
  earlierAnswers(dueCallId: DueCallId, now: Date): Promise<readonly EarlierAnswer[]>
  /** Everybody who has this number, however it is written: candidates only, for a caller id proves nothing. */
  candidates(number: string): Promise<readonly Patient[]>
  /** Writes a call that came in. Until it ends nobody with that number is rung. */
  openReceived(call: {
    readonly id: CallId
    readonly number?: string
    readonly site: string
    readonly ward: string
    readonly startedAt: Date
  }): Promise<void>
  /**
   * The caller was verified: in one transaction the call becomes the patient's, and a call that is due to them now is claimed
   * for it, unless they opted out or are on another line. `versions` are the protocols at hand.
   */
  claim(
    id: CallId,
    patientId: PatientId,
    at: { readonly now: Date; readonly versions: ReadonlyMap<string, string> },
  ): Promise<Claim>
  updateCall(
    id: CallId,
    changes: Partial<Pick<CallRecord, 'answeredAt' | 'identity' | 'recordingPath' | 'recordingStartMs' | 'score'>>,
  ): Promise<void>
  /** Sets the end once, with what follows for its due call (the retry policy); a second close changes nothing. Pending answers become final with their alerts already raised by the dialogue. */
  closeCall(
    id: CallId,
    end: {
      readonly endedAt: Date
      readonly disposition: Disposition
      readonly hangupCause?: number
      /** We broke it off, not the callee: the line was lost, the daemon stopped. */
      readonly brokenByUs?: boolean
    },
  ): Promise<void>
  addTurn(id: CallId, turn: TurnRecord): Promise<void>
  /** Upsert by linkId. A value withdrawn by a correction stays visible in `earlier`. */
  putAnswer(id: CallId, answer: ItemAnswer): Promise<void>
  /** Append-only; same `key` in one call: urgency never falls, every change is kept in the history. */
  raiseAlert(
    id: CallId,
    alert: AlertFact & { readonly ward: string; readonly recordingSecond: number | null; readonly at: Date },
  ): Promise<AlertId>
  /** Append-only, to the alert of this key in this call. */
  addAlertStep(id: CallId, key: string, step: AlertStep): Promise<void>
  /** Every alert that no named nurse has closed, oldest first. */
  openAlerts(): Promise<readonly AlertRecord[]>
  /** A named nurse closes it. Throws Failure store/not-found. */
  acknowledgeAlert(id: AlertId, by: { readonly by: string; readonly at: Date; readonly note?: string }): Promise<void>
  addTask(task: Omit<TaskRecord, 'id'>): Promise<TaskId>
  addConsent(id: CallId, consent: ConsentRecord): Promise<void>
  addOptOut(optOut: {
    readonly scope: 'patient' | 'number'
    readonly patientId?: PatientId
    readonly number?: string
    readonly at: Date
  }): Promise<void>
  /** "Il est décédé", "à l'hôpital": calls stop. */
  markPatient(id: PatientId, what: 'deceased' | 'readmitted', at: Date): Promise<void>
  result(id: CallId): Promise<CallResult>
  latestResults(limit: number): Promise<readonly CallRecord[]>
  /** Calls without an end. */
  openCalls(): Promise<readonly CallRecord[]>
  /** Who did what. */
  readonly audit: AuditTrail
  /** The same records, used by somebody else: whatever they do is in the trail under their name. */
  as(actor: Actor): Store
  health(): Promise<{ readonly ok: boolean }>
  close(): Promise<void>
}
