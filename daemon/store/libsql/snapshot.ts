import { existsSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { Failure } from '../../domain/failure.js'
import { openConnection } from './connection.js'

/**
 * Writes the database as it is at one instant into the file `into`, which only its owner may read, while other processes go on
 * writing: VACUUM INTO reads in one transaction, and the copy has the file's own key. Throws Failure store/not-found, store/unavailable, disk/full.
 */
export async function snapshotTo(path: string, into: string, fileKey?: string): Promise<void> {
  if (!existsSync(path)) throw new Failure('store/not-found', { what: 'database' })
  await (await open(into, 'wx', 0o600)).close()
  const connection = await openConnection(path, fileKey)
  try {
    await connection.raw(client => client.execute({ sql: 'VACUUM INTO ?', args: [into] }))
  } catch (cause) {
    await rm(into, { force: true })
    throw cause
  } finally {
    await connection.close()
  }
}

/** Throws Failure store/unavailable for a file whose pages do not fit together. */
export async function checkWhole(path: string, fileKey?: string): Promise<void> {
  const connection = await openConnection(path, fileKey)
  try {
    const { rows } = await connection.raw(client => client.execute('PRAGMA integrity_check(1)'))
    if (rows[0]?.integrity_check !== 'ok') throw new Failure('store/unavailable')
  } finally {
    await connection.close()
  }
}

/** After a close: everything is in the one file, and the log beside it is gone. */
export async function foldLog(path: string, fileKey?: string): Promise<void> {
  const connection = await openConnection(path, fileKey)
  try {
    await connection.raw(client => client.execute('PRAGMA wal_checkpoint(TRUNCATE)'))
  } finally {
    await connection.close()
  }
  for (const end of ['-wal', '-shm']) await rm(`${path}${end}`, { force: true })
}
