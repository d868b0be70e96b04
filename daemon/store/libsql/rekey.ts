import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Client, createClient } from '@libsql/client'
import { Failure } from '../../domain/failure.js'
import { syncFolder } from '../../sealing/port.js'
import { storeFailure } from './errors.js'

/** The copy that is being made; what a broken-off change left of one is no database yet, and is made anew. */
const COPY = '.rekeyed'

export interface FileKeys {
  /** Under which the file is now; undefined where it is not encrypted. */
  readonly from: string | undefined
  readonly to: string
}

/**
 * Puts the database's file under another key, with every daemon and command stopped. A whole copy is sealed anew, checked and synced
 * beside the file and takes its place in one rename: whenever it is killed, the file is whole under the one key or the other.
 * Throws Failure store/not-found, store/file-key, store/busy while anybody else has the file open, disk/full.
 */
export async function rekeyFile(path: string, { from, to }: FileKeys): Promise<void> {
  if (!existsSync(path)) throw new Failure('store/not-found', { what: 'database' })
  const key = hexadecimal(to)
  const copy = `${path}${COPY}`
  const folder = dirname(path)
  await removeCopy(copy)
  try {
    await withFile(path, from, async client => {
      // Leaving WAL needs the file for oneself, and folds the log into it: a log of the old key must not lie beside the new file.
      await client.execute('PRAGMA journal_mode = DELETE')
      await client.executeMultiple('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT')
      await (await open(copy, 'wx', 0o600)).close()
      await client.execute({ sql: 'VACUUM INTO ?', args: [copy] })
      // SQLite takes no bound value in a PRAGMA; a key is hexadecimal.
      await withFile(copy, from, one => one.execute(`PRAGMA rekey = '${key}'`))
      await withFile(copy, key, checkPages)
      await sync(copy)
      await rename(copy, path)
      await syncFolder(folder)
    })
  } catch (cause) {
    await removeCopy(copy)
    throw storeFailure(cause, folder)
  }
}

async function withFile<T>(path: string, key: string | undefined, work: (client: Client) => Promise<T>): Promise<T> {
  const sealed = key === undefined ? {} : { encryptionKey: key }
  // One connection: what a PRAGMA sets is the connection's.
  const client = createClient({ url: pathToFileURL(path).href, concurrency: 1, ...sealed })
  try {
    return await work(client)
  } finally {
    client.close()
  }
}

async function checkPages(client: Client): Promise<void> {
  const { rows } = await client.execute('PRAGMA integrity_check(1)')
  if (rows[0]?.integrity_check !== 'ok') throw new Failure('store/unavailable')
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function removeCopy(copy: string): Promise<void> {
  for (const end of ['', '-journal']) await rm(`${copy}${end}`, { force: true })
}

function hexadecimal(key: string): string {
  if (!/^[0-9a-f]{64}$/i.test(key)) throw new Failure('store/key-unreadable', { source: 'HELLOJADE_DATABASE_KEY' })
  return key
}
