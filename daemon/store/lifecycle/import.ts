import { eq } from 'drizzle-orm'
import { Failure } from '../../domain/failure.js'
import type { PatientId } from '../../domain/ids.js'
import { blindlyEqual, FAMILY_NAME } from '../blind-indexes.js'
import type { Queries } from '../connection.js'
import type { Ground } from '../ground.js'
import { insertPatient } from '../patients.js'
import type { Patient } from '../port.js'
import { imports, patients } from '../schema.js'
import { rowSeal } from '../sealed.js'
import type { Table } from '../table-rows.js'
import { IMPORT_COLUMNS, type ImportField, NEEDED } from './import-columns.js'
import { type RowRules, readRow } from './import-row.js'
import { neverRungPerson, samePerson } from './never-rung.js'

export interface ImportReport {
  readonly taken: number
  /** Rows of people who have a record already: it stays as it is. */
  readonly alreadyKnown: number
  readonly refused: readonly RefusedRow[]
  /** Rows that an earlier run of the same file brought in before it was stopped. */
  readonly skipped: number
}
/** No value of the row: a line's number and codes. */
export interface RefusedRow {
  readonly line: number
  readonly reasons: Readonly<Record<string, string>>
}

export interface ImportOptions extends RowRules {
  readonly dry: boolean
  readonly onRow?: () => void
}

/** Rows in one transaction: what a kill costs, and how long the database is held. */
const BATCH = 100

interface Candidate {
  readonly line: number
  readonly patient: Omit<Patient, 'id'>
}
type State = Pick<typeof imports.$inferSelect, 'lastLine' | 'taken' | 'alreadyKnown' | 'refused'>

/** Throws Failure import/columns where a column that every patient needs has no heading. */
function checkColumns({ fields, format }: Table<ImportField>): void {
  if (format === 'ndjson') return
  const missing = NEEDED.filter(field => !fields.has(field))
  const names = missing.map(field => `${field} (${IMPORT_COLUMNS[field].slice(0, 2).join(', ')})`)
  if (missing.length > 0) throw new Failure('import/columns', { columns: names.join('; ') })
}

/**
 * Brings in the rows that can be patients and tells of the others. A batch of rows and how far the file has come are one
 * transaction, so that after a kill the same file goes on behind the last row that is in, and a file that is done changes
 * nothing. Who has a record already is left alone; who asked never to be rung, or died, is refused although the record is erased.
 */
export async function importPatients(
  ground: Ground,
  table: Table<ImportField>,
  options: ImportOptions,
): Promise<ImportReport> {
  checkColumns(table)
  const begun = await beginning(ground, table.sha256)
  const refused: RefusedRow[] = []
  let state = begun
  let skipped = 0
  let batch: Candidate[] = []
  const seen = new Set<string>()
  const settle = async (lastLine: number, ended: boolean) => {
    const done = await settleBatch(ground, table.sha256, {
      batch,
      state,
      seen,
      lastLine,
      refused,
      ended,
      dry: options.dry,
    })
    state = done
    batch = []
  }

  let line = 0
  for await (const row of table.rows()) {
    line = row.line
    options.onRow?.()
    if ('unreadable' in row) {
      refused.push({ line, reasons: { row: row.unreadable } })
      continue
    }
    const read = readRow(row.cells, options)
    if ('refused' in read) refused.push({ line, reasons: read.refused })
    else if (line <= begun.lastLine) skipped++
    else batch.push({ line, patient: read.patient })
    if (batch.length === BATCH) await settle(line, false)
  }
  await settle(Math.max(line, state.lastLine), true)
  return {
    taken: state.taken - begun.taken,
    alreadyKnown: state.alreadyKnown - begun.alreadyKnown,
    refused: refused.sort((one, other) => one.line - other.line),
    skipped,
  }
}

const beginning = (ground: Ground, fileHash: string): Promise<State> =>
  ground.connection.read(async db => {
    const [row] = await db.select().from(imports).where(eq(imports.fileHash, fileHash))
    return row ?? { lastLine: 0, taken: 0, alreadyKnown: 0, refused: 0 }
  })

interface Batch {
  readonly batch: readonly Candidate[]
  readonly state: State
  readonly seen: Set<string>
  readonly lastLine: number
  readonly refused: RefusedRow[]
  readonly ended: boolean
  readonly dry: boolean
}

/** What one transaction of an import did: how far the whole file has come, and what is its own. */
export interface Settled {
  readonly state: State
  readonly refused: readonly RefusedRow[]
  readonly added: readonly PatientId[]
}

async function settleBatch(ground: Ground, fileHash: string, of: Batch): Promise<State> {
  const work = async (tx: Queries): Promise<Settled> => {
    const refused: RefusedRow[] = []
    const added: PatientId[] = []
    let { taken, alreadyKnown } = of.state
    const fresh = new Set<string>()
    for (const { line, patient } of of.batch) {
      if ((await neverRungPerson(ground, tx, patient)) !== undefined)
        refused.push({ line, reasons: { familyName: 'never-rung' } })
      else if (of.seen.has(samePerson(patient)) || fresh.has(samePerson(patient))) alreadyKnown++
      else if (await hasRecord(ground, tx, patient)) alreadyKnown++
      else {
        fresh.add(samePerson(patient))
        if (!of.dry) added.push(await insertPatient(ground, tx, ground.newId<PatientId>(), patient))
        taken++
      }
    }
    const state = { lastLine: of.lastLine, taken, alreadyKnown, refused: of.refused.length + refused.length }
    if (!of.dry) {
      const now = ground.now()
      const row = { fileHash, begunAt: now, endedAt: of.ended ? now : null, ...state }
      const set = { ...state, endedAt: row.endedAt }
      await ground.connection.dialect.upsert(tx, imports, row, { key: [imports.fileHash], set })
    }
    return { state, refused, added }
  }
  const { state, refused } = await (of.dry ? ground.connection.read(work) : ground.connection.write(work))
  of.refused.push(...refused)
  for (const { patient } of of.batch) of.seen.add(samePerson(patient))
  return state
}

/** Somebody of that name and date of birth: dates first, so that of a common name few are opened whole. */
async function hasRecord(ground: Ground, tx: Queries, patient: Omit<Patient, 'id'>): Promise<boolean> {
  const { id, givenName, familyName, birthDate } = patients
  const rows = await tx
    .select({ id, givenName, familyName, birthDate })
    .from(patients)
    .where(blindlyEqual(ground.vault, patients.familyNameIndex, FAMILY_NAME, patient.familyName))
  return rows.some(row => {
    const { open } = rowSeal(ground.vault, row.id)
    const born = open(birthDate, row.birthDate)
    if (born !== patient.birthDate) return false
    const names = { givenName: open(givenName, row.givenName), familyName: open(familyName, row.familyName) }
    return samePerson({ ...names, birthDate: born }) === samePerson(patient)
  })
}
