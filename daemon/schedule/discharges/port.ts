import type { AdmittedPatient, Discharge, ExternalId, Stay } from '../../domain/discharge.js'
import type { Failure } from '../../domain/failure.js'
import type { Accepted } from '../../store/port.js'

/** Why a number was left out; the number itself is personal. */
export type NumberRefusal = 'not-a-number' | 'premium' | 'emergency' | 'foreign'

/** What came of it. `not-called`: a rule says that such a stay is not followed up. */
export interface DischargeResult extends Omit<Accepted, 'outcome'> {
  readonly outcome: Accepted['outcome'] | 'not-called'
  readonly refusedNumbers: readonly NumberRefusal[]
  /** There is none that can be rung: the call, once due, is a nurse's task. */
  readonly withoutNumber?: boolean
}

/** Which stay of which patient, and when it happened. */
export interface StayChange {
  readonly patientId: ExternalId
  readonly stayId: ExternalId
  readonly at: Date
}

/**
 * Discharges in: from HL7, from files and over HTTP alike. Each is one transaction with its calls, and the same told twice changes
 * nothing the second time. Throws Failure discharge/* for what a person must put right, protocol/unknown, store/*.
 */
export interface Discharges {
  accept(discharge: Discharge): Promise<DischargeResult>
  /** Many in one transaction; what is refused is told in its place and leaves the others alone. */
  acceptAll(discharges: readonly Discharge[]): Promise<readonly (DischargeResult | Failure)[]>
  /** Nothing is done for a patient who never left. */
  update(patient: AdmittedPatient, stay?: Stay): Promise<DischargeResult>
  /** The discharge, or the admission, was none. */
  cancel(which: StayChange): Promise<DischargeResult>
  /** In hospital again: what is due is not made. */
  admit(which: StayChange): Promise<DischargeResult>
  died(patientId: ExternalId, at: Date): Promise<DischargeResult>
  /** Two numbers are one person, `kept`. */
  merge(kept: ExternalId, retired: ExternalId): Promise<DischargeResult>
  isKnown(patientId: ExternalId): Promise<boolean>
}
