import type { Client } from '@libsql/client'
import { Failure } from '../../domain/failure.js'
import { idSource } from '../new-ids.js'
import { openOwner } from '../owner.js'
import { type OpenStore, storeOn } from '../store.js'
import { openVault, type Sealed, type Vault } from '../vault.js'
import { openConnection } from './connection.js'
import { migrate, migrationsFolder } from './migrate.js'

export interface LibsqlStoreOptions {
  /** The database's one file, or ':memory:'. */
  readonly path: string
  /** 32 bytes; `developmentKey` makes one for the embedded default. */
  readonly key: Uint8Array
  /** The clock of ids and of `createdAt`; instants that the port is given are written as given. */
  readonly now?: () => Date
  /** Where the numbered SQL files are, if not in the project. */
  readonly migrations?: string
}

/** Sealed under the key at the database's birth: what another key cannot open. */
const KEY_CHECK = { table: 'settings', column: 'content', row: 'key-check' }
const KEY_CHECK_TEXT = 'hellojade'

/**
 * Opens the embedded database, making it or bringing it up to date first. Throws Failure store/key for a key that did not
 * make this database (nothing is changed then), store/schema, store/unavailable, disk/full.
 */
export async function openLibsqlStore(options: LibsqlStoreOptions): Promise<OpenStore> {
  const now = options.now ?? (() => new Date())
  const vault = openVault(options.key)
  const connection = await openConnection(options.path)
  try {
    await connection.raw(async client => {
      await checkKey(client, vault)
      await migrate(client, options.migrations ?? migrationsFolder(), now())
      await rememberKey(client, vault)
    })
  } catch (cause) {
    await connection.close()
    throw cause
  }
  return storeOn({ connection, vault, newId: idSource(now), now, owner: openOwner() })
}

/** Before anything is written to a database that has a key already. */
async function checkKey(client: Client, vault: Vault): Promise<void> {
  const table = await client.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'settings'")
  if (table.rows.length === 0) return
  const { rows } = await client.execute("SELECT content FROM settings WHERE name = 'key-check'")
  const sealed = rows[0]?.content
  if (typeof sealed !== 'string') return
  try {
    if (vault.open(KEY_CHECK, sealed as Sealed) === KEY_CHECK_TEXT) return
  } catch {
    // The answer is the same whatever did not fit.
  }
  throw new Failure('store/key')
}

/** The first key stays the key: of two processes that make the database together, the second is checked against the first. */
async function rememberKey(client: Client, vault: Vault): Promise<void> {
  await client.execute({
    sql: "INSERT INTO settings (name, content) VALUES ('key-check', ?) ON CONFLICT (name) DO NOTHING",
    args: [vault.seal(KEY_CHECK, KEY_CHECK_TEXT)],
  })
  await checkKey(client, vault)
}
