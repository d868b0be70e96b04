import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Client, Transaction } from '@libsql/client'
import { Failure } from '../../domain/failure.js'

interface Migration {
  readonly id: number
  readonly name: string
  /** An older daemon must not run on a schema that broke since it was built. */
  readonly breaking: boolean
  readonly checksum: string
  readonly sql: string
}

const TABLE = `CREATE TABLE IF NOT EXISTS schema_migrations (
  id INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  breaking INTEGER NOT NULL,
  checksum TEXT NOT NULL,
  applied_at INTEGER NOT NULL
)`

/** Found from the sources as well as from the build: the first folder upward that holds them. */
export function migrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'migrations', 'libsql')) && folder !== dirname(folder)) folder = dirname(folder)
  return join(folder, 'migrations', 'libsql')
}

export function readMigrations(folder: string): readonly Migration[] {
  return readdirSync(folder)
    .filter(name => /^\d{4}_.*\.sql$/.test(name))
    .sort()
    .map(name => {
      const sql = readFileSync(join(folder, name), 'utf8')
      return {
        id: Number(name.slice(0, 4)),
        name,
        breaking: sql.startsWith('-- breaking'),
        checksum: createHash('sha256').update(sql).digest('hex'),
        sql,
      }
    })
}

/**
 * Brings the database up to the files of `folder`, all in one transaction that holds the write lock, so that of two daemons
 * starting together one waits. Throws Failure store/schema when a file applied earlier was changed since, or when the
 * database was made by a later version that broke this one.
 */
export async function migrate(client: Client, folder: string, now: Date): Promise<void> {
  const known = readMigrations(folder)
  const transaction = await client.transaction('write')
  try {
    await transaction.execute(TABLE)
    const applied = await appliedIn(transaction)
    for (const [id, row] of applied) {
      const file = known.find(migration => migration.id === id)
      if (file === undefined && row.breaking) throw new Failure('store/schema', { reason: `${row.name}: newer` })
      if (file !== undefined && file.checksum !== row.checksum)
        throw new Failure('store/schema', { reason: `${row.name}: changed` })
    }
    for (const { id, name, breaking, checksum, sql } of known) {
      if (applied.has(id)) continue
      await transaction.executeMultiple(sql)
      await transaction.execute({
        sql: 'INSERT INTO schema_migrations (id, name, breaking, checksum, applied_at) VALUES (?, ?, ?, ?, ?)',
        args: [id, name, breaking, checksum, now.getTime()],
      })
    }
    await transaction.commit()
  } finally {
    transaction.close()
  }
}

async function appliedIn(transaction: Transaction) {
  const { rows } = await transaction.execute('SELECT id, name, breaking, checksum FROM schema_migrations ORDER BY id')
  const applied = rows as unknown as readonly { id: number; name: string; breaking: number; checksum: string }[]
  return new Map(applied.map(row => [row.id, { ...row, breaking: row.breaking === 1 }]))
}
