import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type Value } from '@libsql/client'
import type { Test } from 'tap'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { jeanne, KEY } from '../store/scene.js'

/** In memory where the system has such a folder: what is tested is who rings, not the disk. */
export function fastFolder(t: Pick<Test, 'teardown'>): string {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hellojade-schedule-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Many {
  readonly path: string
  readonly calls: number
  readonly wards?: number
  readonly dueAt: Date
  readonly notAfter: Date
}

/**
 * A database with many due calls, each of a patient of its own. The rows are copied inside the database, a million in seconds; nobody
 * opens a copied patient, whose sealed columns are bound to the row that they come from.
 */
export async function manyDueCalls({ path, calls, wards = 1, dueAt, notAfter }: Many): Promise<void> {
  const store = await openLibsqlStore({ path, key: KEY })
  const patientId = await store.addPatient(jeanne)
  const stay = { patientId, site: 'Hornu', dischargedAt: new Date(dueAt.getTime() - 86_400_000) }
  const protocol = 'general-follow-up'
  for (let ward = 0; ward < wards; ward++) {
    const encounterId = await store.addEncounter({ ...stay, ward: `Service ${ward}`, protocol })
    if (ward === 0)
      await store.addDueCall({
        encounterId,
        patientId,
        ward: 'Service 0',
        protocol,
        dueAt,
        notAfter: dueAt,
        byHand: true,
      })
  }
  await store.close()
  const raw = createClient({ url: `file:${path}` })
  const columns = async (table: string) =>
    (await raw.execute(`PRAGMA table_info(${table})`)).rows.map(row => textOf(row.name))
  const copied = async (table: string, changed: Readonly<Record<string, string>>) => {
    const names = await columns(table)
    const values = names.map(name => changed[name] ?? `one.${name}`)
    await raw.execute(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${calls})
       INSERT INTO ${table} (${names.join()}) SELECT ${values.join()} FROM n, (SELECT * FROM ${table} LIMIT 1) one`,
    )
  }
  const wardIds = (await raw.execute('SELECT id FROM wards')).rows.map(({ id }) => textOf(id))
  await copied('patients', { id: "'patient-' || n.i" })
  await copied('due_calls', {
    id: "'due-' || n.i",
    patient_id: "'patient-' || n.i",
    ward_id: `json_extract('${JSON.stringify(wardIds)}', '$[' || (n.i % ${wards}) || ']')`,
    due_at: `${dueAt.getTime()} + (n.i % 60000)`,
    not_after: String(notAfter.getTime()),
    by_hand: '0',
  })
  raw.close()
}

/** What became of them. */
export async function statesOf(path: string): Promise<Readonly<Record<string, number>>> {
  const raw = createClient({ url: `file:${path}` })
  const { rows } = await raw.execute('SELECT state, count(*) AS calls FROM due_calls WHERE by_hand = 0 GROUP BY state')
  raw.close()
  return Object.fromEntries(rows.map(({ state, calls }) => [textOf(state), Number(calls)]))
}

export interface AttemptRow {
  readonly id: string
  readonly dueCallId: string
  readonly disposition: string | null
}

export async function attemptsIn(path: string): Promise<readonly AttemptRow[]> {
  const raw = createClient({ url: `file:${path}` })
  const { rows } = await raw.execute('SELECT id, due_call_id, disposition FROM calls')
  raw.close()
  return rows.map(({ id, due_call_id, disposition }) => ({
    id: textOf(id),
    dueCallId: textOf(due_call_id),
    disposition: disposition === null ? null : textOf(disposition),
  }))
}

const textOf = (cell: Value | undefined): string => (typeof cell === 'string' ? cell : '')
