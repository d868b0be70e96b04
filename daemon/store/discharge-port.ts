import type { AdmittedPatient, ExternalId, Stay } from '../domain/discharge.js'
import type { FailureCode } from '../domain/failure.js'
import type { EncounterId, PatientId } from '../domain/ids.js'
import type { Plan, Preferences } from '../schedule/port.js'
import type { DueCall } from './port.js'

/** In the place of a stay's protocol: a rule says that such a stay is not followed up. */
export const NOT_FOLLOWED_UP = 'none'

/** A stay with everything decided: site and protocol chosen, numbers in E.164. */
export interface SettledStay extends Pick<Stay, 'id' | 'ward' | 'dischargedAt' | 'reason'> {
  readonly site: string
  readonly protocol: string
}
export interface SettledDischarge {
  readonly patient: AdmittedPatient
  readonly stay: SettledStay
}

/** The calls that a stay asks for, by a patient's preferences. Pure: the store asks it inside the transaction. */
export type StayPlan = (stay: Pick<SettledStay, 'dischargedAt' | 'protocol'>, preferences: Preferences) => Plan

/**
 * `planned`: new, its calls are due. `known`: nothing about its calls has changed. `changed`: calls not begun were planned again.
 * `deceased`, `readmitted`, `opted-out`: kept, but no call is due. `ended`: what was due is cancelled. `unknown`: nobody here is meant.
 */
export type DischargeOutcome =
  | 'planned'
  | 'known'
  | 'changed'
  | 'deceased'
  | 'readmitted'
  | 'opted-out'
  | 'ended'
  | 'unknown'
export interface Accepted {
  readonly outcome: DischargeOutcome
  readonly patientId?: PatientId
  readonly encounterId?: EncounterId
  /** Calls that are due now because of it. */
  readonly calls: number
}

/** A message that was refused. */
export interface DeadLetter {
  readonly id: string
  readonly sender?: string
  readonly controlId?: string
  readonly messageType?: string
  readonly acknowledgement?: 'AE' | 'AR'
  readonly failure: FailureCode
  readonly facts: Readonly<Record<string, string | number>>
  /** How often it came. */
  readonly times: number
  readonly firstAt: Date
  readonly lastAt: Date
  readonly settledAt?: Date
  /** A person replayed or discarded it, the sender sent it again with success, or its stay was cancelled. */
  readonly settled?: 'replayed' | 'resent' | 'discarded' | 'cancelled'
}
/** What is told of a message that is refused. `key` is the same for the same message sent again. */
export interface RefusedMessage
  extends Pick<DeadLetter, 'sender' | 'controlId' | 'messageType' | 'acknowledgement' | 'failure' | 'facts'> {
  readonly key: string
  readonly stayId?: ExternalId
  /** Everybody it names. */
  readonly patientIds?: readonly ExternalId[]
  readonly content: Uint8Array
}

/** Discharges and the messages they come in. Every change of one call is one transaction. */
export interface DischargeRecords {
  /**
   * Writes patient, stay and due calls. A patient known by the hospital's number is brought up to date; a stay known by its
   * number is not planned twice. A new stay ends what is still due for an earlier one, and a readmission. One that is not followed
   * up ends what is due for itself, where it was planned before, and is not written otherwise. All or none of the list.
   */
  acceptDischarges(discharges: readonly SettledDischarge[], plan: StayPlan): Promise<readonly Accepted[]>
  /** Brings a known patient, and a known stay, up to date; one that is not followed up any more ends what is due for it. */
  updateAdmitted(patient: AdmittedPatient, stay: SettledStay | undefined, plan: StayPlan): Promise<Accepted>
  /** The patient did not leave, or was never there (then a readmission by this stay is undone, and its calls are due again). */
  cancelStay(
    which: { readonly patientId: ExternalId; readonly stayId: ExternalId; readonly at: Date },
    plan: StayPlan,
  ): Promise<Accepted>
  /** The patient is in hospital again: no call is made. One that an earlier discharge of this same stay followed is none. */
  readmit(which: { readonly patientId: ExternalId; readonly stayId: ExternalId; readonly at: Date }): Promise<Accepted>
  /** The patient died: no call is made any more. */
  markDead(patientId: ExternalId, at: Date): Promise<Accepted>
  /** Two numbers are one person: everything of `retired` goes on under `kept`. */
  mergePatients(kept: ExternalId, retired: ExternalId): Promise<Accepted>
  /** The patient that a system calls so. */
  patientKnownAs(id: ExternalId): Promise<PatientId | undefined>
  /** Every call that was ever planned for a patient, in the order in which they are due. */
  dueCallsOf(patientId: PatientId): Promise<readonly DueCall[]>

  /** Whether the message was done before; `key` as in {@link RefusedMessage}. */
  isDone(key: string): Promise<boolean>
  /** The message was done at `at`: a dead letter of it is settled. Forgets messages done before `forgetBefore`. */
  markDone(key: string, at: Date, forgetBefore: Date): Promise<void>
  /** Keeps what was refused; the same message again counts up. Returns its id. */
  keepDeadLetter(message: RefusedMessage, at: Date): Promise<string>
  /** Those that nobody has settled (or all), the latest first. */
  deadLetters(ask: { readonly all: boolean; readonly limit: number }): Promise<readonly DeadLetter[]>
  /** Throws Failure store/not-found. */
  deadLetter(id: string): Promise<DeadLetter & { readonly content: Buffer }>
  settleDeadLetter(id: string, how: NonNullable<DeadLetter['settled']>, at: Date): Promise<void>
  /** What was refused about this stay is not to be replayed: it was cancelled. Returns how many. */
  settleDeadLettersOf(stayId: ExternalId, at: Date): Promise<number>
}
