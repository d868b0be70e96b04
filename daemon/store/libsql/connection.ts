import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { setImmediate as otherWork, setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { type Client, createClient } from '@libsql/client'
import { LibSQLSession } from 'drizzle-orm/libsql'
import { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core'
import { Failure } from '../../domain/failure.js'
import type { Connection, Queries } from '../connection.js'
import { libsqlDialect } from './dialect.js'
import { isLocked, storeFailure } from './errors.js'
import { LibsqlText } from './sql-text.js'

/** One connection and the order in which it is used; a transaction holds the write lock from its start. */
export interface LibsqlConnection extends Connection {
  /** Runs `work` on the driver itself (migrations, key check), in turn with everything else. */
  raw<T>(work: (client: Client) => Promise<T>): Promise<T>
}

/**
 * How long another process may hold the write lock. SQLite itself waits on the calling thread, which here is the daemon's own,
 * so it waits little and the rest is waited for asynchronously, in longer and longer steps: each try leaves three descriptors
 * open until they are collected.
 */
const BUSY = { blockingMs: 50, pauseMs: 25, mostPauseMs: 250, patienceMs: 5000 } as const

const MEMORY = ':memory:'

/**
 * Opens the file (made with its folder if absent, readable by its owner alone) in WAL with synchronous=FULL. All work runs
 * one piece after the other on a single connection: libSQL computes on the calling thread anyway, and in a second connection
 * a transaction could wait for itself. `fileKey`: every page of the file, and of its log, is encrypted under it (AES-256-CBC, libSQL's
 * own; a transaction then takes 7 ms instead of 2). Throws Failure store/file-key for a file under another key or none.
 */
export async function openConnection(path: string, fileKey?: string): Promise<LibsqlConnection> {
  const folder = path === MEMORY ? '' : dirname(path)
  let client: Client
  try {
    if (path !== MEMORY) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      closeSync(openSync(path, 'a', 0o600))
    }
    const url = path === MEMORY ? MEMORY : pathToFileURL(path).href
    const sealed = fileKey === undefined ? {} : { encryptionKey: fileKey }
    client = createClient({ url, concurrency: 1, timeout: BUSY.blockingMs, ...sealed })
  } catch (cause) {
    throw storeFailure(cause, folder)
  }
  /** What is in memory would be gone with its connection. */
  const replace = () => {
    if (path !== MEMORY) void client.reconnect()
  }
  try {
    await steadily(() => client.execute('PRAGMA journal_mode = WAL'), replace)
  } catch (cause) {
    client.close()
    throw storeFailure(cause, folder)
  }

  const text = new LibsqlText()
  const session = new LibSQLSession(client, text, undefined, {}, undefined)
  const db = new BaseSQLiteDatabase('async', text, session, undefined) as unknown as Queries
  let tail: Promise<unknown> = Promise.resolve()
  let closing = false
  let ailing = false

  /** A replaced connection begins with SQLite's defaults, so before every transaction (8 µs). */
  const configure = () =>
    client.executeMultiple('PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;')

  /** The driver resolves without ever leaving the microtask queue, so a queue of writes would stop everything else. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    if (closing) return Promise.reject(new Failure('store/unavailable'))
    const mine = tail.then(async () => {
      await otherWork()
      return steadily(work, replace)
    })
    tail = mine.catch(() => {})
    return mine
  }

  return {
    async raw(work) {
      try {
        return await inTurn(() => work(client))
      } catch (cause) {
        throw storeFailure(cause, folder)
      }
    },
    dialect: libsqlDialect,
    /** The write-ahead log keeps deleted rows until it is written over: it is emptied. A reader may hold it until the next time. */
    async scrub() {
      if (path === MEMORY) return
      try {
        await inTurn(() => client.execute('PRAGMA wal_checkpoint(TRUNCATE)'))
      } catch (cause) {
        throw storeFailure(cause, folder)
      }
    },
    ailing: () => ailing,
    async read(work) {
      try {
        return await inTurn(() => work(db))
      } catch (cause) {
        throw storeFailure(cause, folder)
      }
    },
    async write(work) {
      try {
        const written = await inTurn(async () => {
          await configure()
          return await db.transaction(work)
        })
        ailing = false
        return written
      } catch (cause) {
        const failure = storeFailure(cause, folder)
        ailing ||= failure.code === 'disk/full' || failure.code === 'store/unavailable'
        throw failure
      }
    },
    async close() {
      if (closing) return
      closing = true
      await tail
      client.close()
    },
  }
}

/**
 * Runs `work`, again while another process holds the lock: nothing has been done by then, for the lock is what a transaction
 * takes first. After every failure of SQLite the connection is replaced: the driver (libsql 0.5.29, measured) never resets a
 * statement that failed, and until that is collected each later COMMIT fails with SQLITE_BUSY, or each BEGIN with
 * SQLITE_BUSY_SNAPSHOT once another process has written.
 */
async function steadily<T>(work: () => Promise<T>, replace: () => void): Promise<T> {
  const startedMs = performance.now()
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (cause) {
      if (!(cause instanceof Failure)) replace()
      if (!isLocked(cause) || performance.now() - startedMs > BUSY.patienceMs) throw cause
      await pause(Math.min(BUSY.pauseMs * tries, BUSY.mostPauseMs))
    }
  }
}
