import type { Client } from '@libsql/client'
import { type KeyRing, keyRing } from '../../sealing/port.js'
import { stillDue } from '../due-calls-settled.js'
import { checkKeys } from '../key-check.js'
import { openGround, type Telling } from '../open-ground.js'
import { openOwner } from '../owner.js'
import type { RetryPolicy } from '../port.js'
import { type OpenStore, storeOn } from '../store.js'
import { openVault } from '../vault.js'
import { openConnection } from './connection.js'
import { migrate, migrationsFolder } from './migrate.js'

export interface LibsqlStoreOptions extends Telling {
  /** The database's one file, or ':memory:'. */
  readonly path: string
  /** Encrypts the file as a whole, besides its sealed columns; 64 hexadecimal digits. */
  readonly fileKey?: string | undefined
  /** One key of 32 bytes, or a ring of several. */
  readonly key: Uint8Array | KeyRing
  /** The clock of ids and of `createdAt`; instants that the port is given are written as given. */
  readonly now?: () => Date
  /** Where the numbered SQL files are, if not in the project. */
  readonly migrations?: string
  /** What follows an attempt; without one, what is not over stays due. */
  readonly retry?: RetryPolicy
}

/**
 * Opens the embedded database, making it or bringing it up to date first. Throws Failure store/key for a ring that lacks
 * a key in use in this database (nothing is changed then), store/schema, store/unavailable, disk/full.
 */
export async function openLibsqlStore(options: LibsqlStoreOptions): Promise<OpenStore> {
  const now = options.now ?? (() => new Date())
  const ring = options.key instanceof Uint8Array ? keyRing([options.key]) : options.key
  const connection = await openConnection(options.path, options.fileKey)
  try {
    if (await connection.raw(hasSettings)) await connection.read(db => checkKeys(db, openVault(ring)))
    await connection.raw(client => migrate(client, options.migrations ?? migrationsFolder(), now()))
    return storeOn(
      await openGround(connection, ring, { now, owner: openOwner(), retry: options.retry ?? stillDue }, options),
    )
  } catch (cause) {
    await connection.close()
    throw cause
  }
}

async function hasSettings(client: Client): Promise<boolean> {
  const { rows } = await client.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'settings'")
  return rows.length > 0
}
