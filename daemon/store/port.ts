import type { AlertFact, Caregiver, ItemAnswer } from '../dialogue/port.js'
import type { Language } from '../domain/expected.js'
import type { AlertId, AttemptId, DueCallId, EncounterId, PatientId, TaskId } from '../domain/ids.js'
import type { Disposition, Identity, TaskKind, Urgency } from '../domain/outcome.js'

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
  /** In the order to be tried. */
  readonly phones: readonly { readonly number: string; readonly label?: string }[]
  readonly caregivers: readonly Caregiver[]
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
  readonly attemptId: AttemptId
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
}
export interface TaskRecord {
  readonly id: TaskId
  readonly kind: TaskKind
  readonly patientId: PatientId
  readonly attemptId?: AttemptId
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

export interface AttemptRecord {
  readonly id: AttemptId
  readonly dueCallId: DueCallId
  readonly patientId: PatientId
  readonly number: string
  readonly protocol: string
  readonly protocolVersion: string
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
export interface CallResult {
  readonly attempt: AttemptRecord
  readonly turns: readonly TurnRecord[]
  readonly answers: readonly ItemAnswer[]
  readonly alerts: readonly AlertRecord[]
  readonly tasks: readonly TaskRecord[]
  readonly consents: readonly ConsentRecord[]
}

/**
 * Everything the daemon knows. Every promise resolves after the commit (WAL, synchronous=FULL). Personal columns are sealed.
 * Throws Failure store/*; error text never holds a row's values.
 */
export interface Store {
  addPatient(patient: Omit<Patient, 'id'>): Promise<PatientId>
  patient(id: PatientId): Promise<Patient>
  /** Exact, case- and accent-insensitive on the family name; by blind index. */
  findPatients(familyName: string): Promise<readonly Patient[]>
  patients(page: { readonly after?: PatientId; readonly limit: number }): Promise<readonly Patient[]>
  /** Tempo and gain a patient asked for, kept for the next calls. */
  setProsody(id: PatientId, tempo: number, gainDb: number): Promise<void>
  addEncounter(encounter: Omit<Encounter, 'id'>): Promise<EncounterId>
  addDueCall(call: Omit<DueCall, 'id' | 'state'>): Promise<DueCallId>
  dueCall(id: DueCallId): Promise<DueCall>
  /**
   * In one transaction: refuses (Failure call/not-allowed) a patient who is opted out, deceased, readmitted or already on the line,
   * and a number that is opted out; else writes the attempt row. Before the dial.
   */
  openAttempt(
    attempt: Pick<
      AttemptRecord,
      'id' | 'dueCallId' | 'patientId' | 'number' | 'protocol' | 'protocolVersion' | 'startedAt'
    >,
  ): Promise<void>
  updateAttempt(
    id: AttemptId,
    changes: Partial<Pick<AttemptRecord, 'answeredAt' | 'identity' | 'recordingPath' | 'recordingStartMs' | 'score'>>,
  ): Promise<void>
  /** Sets the end once; a second close changes nothing. Pending answers become final with their alerts already raised by the dialogue. */
  closeAttempt(
    id: AttemptId,
    end: { readonly endedAt: Date; readonly disposition: Disposition; readonly hangupCause?: number },
  ): Promise<void>
  addTurn(id: AttemptId, turn: TurnRecord): Promise<void>
  /** Upsert by linkId. A value withdrawn by a correction stays visible in `earlier`. */
  putAnswer(id: AttemptId, answer: ItemAnswer): Promise<void>
  /** Append-only; same `key` in one attempt: urgency never falls, every change is kept in the history. */
  raiseAlert(
    id: AttemptId,
    alert: AlertFact & { readonly ward: string; readonly recordingSecond: number | null; readonly at: Date },
  ): Promise<AlertId>
  addTask(task: Omit<TaskRecord, 'id'>): Promise<TaskId>
  addConsent(id: AttemptId, consent: ConsentRecord): Promise<void>
  addOptOut(optOut: {
    readonly scope: 'patient' | 'number'
    readonly patientId: PatientId
    readonly number: string
    readonly at: Date
  }): Promise<void>
  /** "Il est décédé", "à l'hôpital": calls stop. */
  markPatient(id: PatientId, what: 'deceased' | 'readmitted', at: Date): Promise<void>
  result(id: AttemptId): Promise<CallResult>
  latestResults(limit: number): Promise<readonly AttemptRecord[]>
  /** Attempts without an end: an earlier life died in mid-call. */
  openAttempts(): Promise<readonly AttemptRecord[]>
  health(): Promise<{ readonly ok: boolean }>
  close(): Promise<void>
}
