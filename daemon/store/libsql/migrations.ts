import { existsSync } from 'node:fs'
import { type MigrationState, migrationStates, readMigrations } from '../migrations.js'
import { openConnection } from './connection.js'
import { migrate, migrationStatus, migrationsFolder } from './migrate.js'

/** `hellojade migrate` on the embedded database, which is made if it is not there. */
export async function migrateEmbedded(path: string, fileKey?: string): Promise<readonly string[]> {
  const connection = await openConnection(path, fileKey)
  try {
    return await connection.raw(client => migrate(client, migrationsFolder(), new Date()))
  } finally {
    await connection.close()
  }
}

export async function embeddedMigrationStatus(path: string, fileKey?: string): Promise<readonly MigrationState[]> {
  if (!existsSync(path)) return migrationStates(readMigrations(migrationsFolder()), [])
  const connection = await openConnection(path, fileKey)
  try {
    return await connection.raw(client => migrationStatus(client, migrationsFolder()))
  } finally {
    await connection.close()
  }
}
