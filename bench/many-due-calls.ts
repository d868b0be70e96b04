import { createClient, type Value } from '@libsql/client'
import { openLibsqlStore } from '../daemon/store/libsql/store.js'

export interface Many {
  readonly key: Uint8Array
  readonly path: string
  readonly calls: number
  readonly wards?: number
  readonly dueAt: Date
  readonly notAfter: Date
}

const SOMEBODY = {
  ...{
    givenName: 'Jeanne',
    familyName: 'Lambert',
    birthDate: '1947-04-03',
    language: 'fr' as const,
    tempo: 1,
    gainDb: 0,
  },
  phones: [{ number: '+32470000000' }],
  caregivers: [],
} as const

/**
 * A database with many due calls, each of a patient of its own. The rows are copied inside the database, a million in seconds; nobody
 * opens a copied patient, whose sealed columns are bound to the row that they come from.
 */
export async function manyDueCalls({ path, key, calls, wards = 1, dueAt, notAfter }: Many): Promise<void> {
  const store = await openLibsqlStore({ path, key })
  const patientId = await store.addPatient(SOMEBODY)
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

const textOf = (cell: Value | undefined): string => (typeof cell === 'string' ? cell : '')
