import { asc, eq, getTableColumns } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { Failure } from '../../domain/failure.js'
import type { PatientId } from '../../domain/ids.js'
import type { Queries } from '../connection.js'
import { conversationRecords } from '../conversation.js'
import type { Ground } from '../ground.js'
import { patientsWith } from '../patients.js'
import type { CallResult, Encounter, Patient } from '../port.js'
import { calls, encounters, sites, wards } from '../schema.js'
import { isSealed, rowSeal } from '../sealed.js'
import type { Sealed } from '../vault.js'
import { belongings } from './belongings.js'

/** Everything that is kept about one patient. */
export interface PersonExport {
  readonly patient: Patient
  readonly encounters: readonly Encounter[]
  readonly results: readonly CallResult[]
  /** Every row of every table that leads to the patient, opened: what no mapping forgot. */
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
}

/** Throws Failure store/not-found. */
export async function exportPerson(ground: Ground, id: PatientId): Promise<PersonExport> {
  const read = await ground.connection.read(async db => {
    const [patient] = await patientsWith(ground, db, [id])
    if (patient === undefined) throw new Failure('store/not-found', { what: 'patient' })
    const rows: Record<string, Readonly<Record<string, unknown>>[]> = {}
    for (const { name, table, of } of belongings()) {
      const found = (await db
        .select()
        .from(table)
        .where(of(db, [id]))) as Readonly<Record<string, unknown>>[]
      if (found.length > 0) rows[name] = found.map(row => openRow(ground, getTableColumns(table), row))
    }
    return { patient, encounters: await staysOf(ground, db, id), rows, calls: await callIds(db, id) }
  })
  const { result } = conversationRecords(ground)
  const results: CallResult[] = []
  for (const callId of read.calls) results.push(await result(callId))
  return { patient: read.patient, encounters: read.encounters, results, rows: read.rows }
}

/** Sealed columns as text; blind indexes left out, for they tell nobody anything. */
function openRow(ground: Ground, columns: Record<string, SQLiteColumn>, row: Readonly<Record<string, unknown>>) {
  const rowId = String(row.id)
  const pairs = Object.entries(columns).flatMap(([key, column]) => {
    const value = row[key]
    if (value === null || value === undefined || key.endsWith('Index')) return []
    return [[key, isSealed(column) ? rowSeal(ground.vault, rowId).open(column, value as Sealed) : value] as const]
  })
  return Object.fromEntries(pairs)
}

async function staysOf(ground: Ground, db: Queries, id: PatientId): Promise<readonly Encounter[]> {
  const rows = await db
    .select({ stay: encounters, ward: wards.name, site: sites.name })
    .from(encounters)
    .innerJoin(wards, eq(wards.id, encounters.wardId))
    .innerJoin(sites, eq(sites.id, wards.siteId))
    .where(eq(encounters.patientId, id))
    .orderBy(asc(encounters.dischargedAt))
  return rows.map(({ stay, ward, site }) => {
    const reason = rowSeal(ground.vault, stay.id).openMaybe(encounters.reason, stay.reason)
    const { patientId, dischargedAt, protocol } = stay
    return { id: stay.id, patientId, site, ward, dischargedAt, protocol, ...(reason !== null && { reason }) }
  })
}

const callIds = async (db: Queries, id: PatientId) => {
  const rows = await db
    .select({ id: calls.id })
    .from(calls)
    .where(eq(calls.patientId, id))
    .orderBy(asc(calls.startedAt))
  return rows.map(row => row.id)
}
