import type { Client, Transaction } from '@libsql/client'
import {
  type Applied,
  type MigrationState,
  migrationStates,
  migrationsOf,
  pendingOf,
  readMigrations,
} from '../migrations.js'

export const migrationsFolder = (): string => migrationsOf('libsql')

const TABLE = `CREATE TABLE IF NOT EXISTS schema_migrations (
  id INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  breaking INTEGER NOT NULL,
  checksum TEXT NOT NULL,
  applied_at INTEGER NOT NULL
)`

/**
 * Brings the database up to the files of `folder`, all in one transaction that holds the write lock, so that of two daemons
 * starting together one waits. Returns the names of what was applied. Throws as `pendingOf`.
 */
export async function migrate(client: Client, folder: string, now: Date): Promise<readonly string[]> {
  const known = readMigrations(folder)
  const transaction = await client.transaction('write')
  try {
    await transaction.execute(TABLE)
    const pending = pendingOf(known, await appliedIn(transaction))
    for (const { id, name, breaking, checksum, sql } of pending) {
      await transaction.executeMultiple(sql)
      await transaction.execute({
        sql: 'INSERT INTO schema_migrations (id, name, breaking, checksum, applied_at) VALUES (?, ?, ?, ?, ?)',
        args: [id, name, breaking, checksum, now.getTime()],
      })
    }
    await transaction.commit()
    return pending.map(({ name }) => name)
  } finally {
    transaction.close()
  }
}

/** What is applied and what not, without changing anything; a database without the table has nothing yet. */
export async function migrationStatus(client: Client, folder: string): Promise<readonly MigrationState[]> {
  const { rows } = await client.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations'")
  return migrationStates(readMigrations(folder), rows.length === 0 ? [] : await appliedIn(client))
}

interface Row {
  readonly id: number
  readonly name: string
  readonly breaking: number
  readonly checksum: string
  readonly applied_at: number
}

async function appliedIn(database: Pick<Transaction, 'execute'>): Promise<readonly Applied[]> {
  const { rows } = await database.execute('SELECT * FROM schema_migrations ORDER BY id')
  return (rows as unknown as readonly Row[]).map(({ id, name, breaking, checksum, applied_at }) => ({
    id,
    name,
    breaking: breaking === 1,
    checksum,
    appliedAt: new Date(applied_at),
  }))
}
