import type { CallId, PatientId } from '../../domain/ids.js'
import type { Table } from '../table-rows.js'
import type { PersonExport } from './export.js'
import type { ImportOptions, ImportReport } from './import.js'
import type { ImportField } from './import-columns.js'

/** How long each kind is kept, as whole days and years. */
export interface Keeping {
  readonly recordingDays: number
  readonly transcriptDays: number
  readonly resultYears: number
}

/** What the nightly job removed, or would remove. */
export interface RetentionReport {
  /** Sound files, by their calls' rows or left over in the folder. */
  readonly recordings: number
  /** Calls whose words are gone; their answers and alerts stay. */
  readonly transcripts: number
  /** Whole records. */
  readonly patients: number
  /** Messages of other systems that were refused, and settled since. */
  readonly letters: number
}

/** An order to erase one patient's record. */
export interface ErasureOrder {
  /** Who orders it, by name or account: it stays in the trace. */
  readonly by: string
  readonly at: Date
  /**
   * What becomes of answers and alerts inside their legal term: `refuse` leaves everything as it is, `keep` erases the rest,
   * `held-elsewhere` erases them too because the hospital confirms that its own record holds them.
   */
  readonly results: 'refuse' | 'keep' | 'held-elsewhere'
  readonly resultYears: number
  /** Why: a request of the patient, or a backup older than an erasure. */
  readonly ground: 'request' | 'retention' | 'restore'
}

export interface Erased {
  /** Rows that went, by table. */
  readonly rows: Readonly<Record<string, number>>
  readonly resultsErased: boolean
  /** Sound files to be removed. */
  readonly recordingPaths: readonly string[]
  /** Whose rendered sentences are to be removed: patients, and calls in which nobody was identified at first. */
  readonly clipOwners: readonly (PatientId | CallId)[]
}

/** What went at its term, and what is left to remove outside the database. */
export interface OldRecords extends Pick<Erased, 'recordingPaths' | 'clipOwners'> {
  readonly patients: number
}

/** What brings records in, and what becomes of them with time and at a patient's request. */
export interface LifecycleRecords {
  /**
   * In one transaction: writes the trace, keeps opt-outs and a death as keyed hashes, deletes every row that leads to the
   * patient. Throws Failure store/not-found, patient/on-the-line, patient/open-alert, patient/legal-term.
   */
  erasePatient(id: PatientId, order: ErasureOrder): Promise<Erased>
  /** See `importPatients` in import.ts: row by row, in batches, resumable. Throws Failure import/columns. */
  importPatients(table: Table<ImportField>, options: ImportOptions): Promise<ImportReport>
  /** Everything that is kept about one patient. Throws Failure store/not-found. */
  exportPerson(id: PatientId): Promise<PersonExport>
  /** Erasures so far, for the list that lies beside the backups. */
  erasures(): Promise<readonly { readonly patientId: PatientId; readonly at: Date; readonly resultsErased: boolean }[]>
  /** The sound files of these names lie in this folder now. */
  moveRecordings(folder: string, names: ReadonlySet<string>): Promise<void>
  /** Sound files of calls that ended before their term, and of which no alert is open. */
  dueRecordings(
    keeping: Keeping,
    now: Date,
  ): Promise<readonly { readonly callId: CallId; readonly path: string | null }[]>
  /** Every sound file that is named anywhere. */
  recordingPaths(): Promise<readonly string[]>
  /** Their files are removed. */
  forgetRecordings(ids: readonly CallId[]): Promise<void>
  /** The words of calls that ended before their term, none of whose alerts is open, in small transactions; how many calls. `dry` counts only. */
  eraseTranscripts(keeping: Keeping, now: Date, how: { readonly dry: boolean }): Promise<number>
  /** The records of patients of whom nothing is younger than the results' term and no alert is open. `dry` counts only. */
  eraseOldRecords(keeping: Keeping, now: Date, how: { readonly dry: boolean }): Promise<OldRecords>
  /** Messages of other systems that were refused and settled 30 days before; how many. `dry` counts only. */
  eraseSettledLetters(now: Date, how: { readonly dry: boolean }): Promise<number>
}
