import type { Language } from './expected.js'

/** What another system calls a patient or a stay: the system that gave the number, and the number. */
export interface ExternalId {
  readonly authority: string
  readonly number: string
}

/** What the hospital knows of a patient. An absent property says nothing about it; an empty list says that there is none. */
export interface AdmittedPatient {
  readonly id: ExternalId
  readonly givenName: string
  readonly familyName: string
  /** YYYY-MM-DD */
  readonly birthDate: string
  readonly sex?: 'f' | 'm' | 'x'
  readonly title?: string
  readonly language?: Language
  /** As they were written, in the order to be tried. */
  readonly phones?: readonly { readonly number: string; readonly label?: string }[]
  readonly caregivers?: readonly { readonly name: string; readonly relation: string }[]
}

/** A stay in hospital and how it ended. */
export interface Stay {
  readonly id: ExternalId
  /** The hospital's name or code of the site; absent where it names none. */
  readonly site?: string
  /** The hospital's name or code of the ward. */
  readonly ward: string
  readonly dischargedAt: Date
  readonly reason?: string
  /** Codes of what was done and found, as the hospital writes them. */
  readonly procedures?: readonly string[]
  readonly diagnoses?: readonly string[]
  /** Inpatient, day clinic …, as the hospital codes it (HL7 table 0004). */
  readonly kind?: string
  /** Where the patient went, as the hospital codes it (HL7 table 0112). */
  readonly disposition?: string
  /** Chosen by the hospital; absent: by the rules. */
  readonly protocol?: string
}

/** A patient left hospital. */
export interface Discharge {
  readonly patient: AdmittedPatient
  readonly stay: Stay
}
