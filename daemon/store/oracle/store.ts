import type { Pool } from 'oracledb'
import { Failure } from '../../domain/failure.js'
import { type KeyRing, keyRing } from '../../sealing/port.js'
import { stillDue } from '../due-calls-settled.js'
import { checkKeys } from '../key-check.js'
import { type MigrationState, migrationsOf, pendingOf, readMigrations } from '../migrations.js'
import { openGround, type Telling } from '../open-ground.js'
import { openOwner } from '../owner.js'
import type { RetryPolicy } from '../port.js'
import { type OpenStore, storeOn } from '../store.js'
import { openVault } from '../vault.js'
import { oracleConnection } from './connection.js'
import { storeFailure } from './errors.js'
import { appliedIn, migrate, migrationStatus } from './migrate.js'
import { closePool, type OracleOptions, openPool } from './pool.js'

export interface OracleStoreOptions extends OracleOptions, Telling {
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
 * Opens the hospital's Oracle. Nothing is migrated here: an old schema is refused with the command that brings it up to date,
 * since several daemons share it. Throws Failure store/schema, store/key, store/lost, store/unauthorised.
 */
export const openOracleStore = async (options: OracleStoreOptions): Promise<OpenStore> =>
  storeOnPool(await openPool(options), options)

/** The same on a pool that is open already; the store closes it. */
export async function storeOnPool(
  pool: Pool,
  options: Omit<OracleStoreOptions, keyof OracleOptions>,
): Promise<OpenStore> {
  const now = options.now ?? (() => new Date())
  const ring = options.key instanceof Uint8Array ? keyRing([options.key]) : options.key
  const connection = oracleConnection(pool)
  try {
    const applied = await connection.session(appliedIn)
    const [first] = pendingOf(readMigrations(options.migrations ?? migrationsOf('oracle')), applied)
    if (first !== undefined) throw new Failure('store/schema', { reason: `${first.name}: run "hellojade migrate"` })
    await connection.read(db => checkKeys(db, openVault(ring)))
    return storeOn(
      await openGround(connection, ring, { now, owner: openOwner(true), retry: options.retry ?? stillDue }, options),
    )
  } catch (cause) {
    await connection.close()
    throw cause
  }
}

/** One session holds the lock, the other works. */
const MIGRATING = { min: 0, max: 2 } as const

type Migrating = OracleOptions & { readonly migrations?: string }

/** `hellojade migrate`: a DDL may take longer than any call of a daemon, so no time limit holds. */
export const migrateOracle = (options: Migrating): Promise<readonly string[]> =>
  withPool({ ...options, pool: MIGRATING }, async pool => {
    const [holder, worker] = [await pool.getConnection(), await pool.getConnection()]
    try {
      holder.callTimeout = 0
      worker.callTimeout = 0
      return await migrate({ holder, worker }, options.migrations ?? migrationsOf('oracle'), () => new Date())
    } finally {
      await worker.close()
      await holder.close()
    }
  })

export const oracleMigrationStatus = (options: Migrating): Promise<readonly MigrationState[]> =>
  withPool(options, async pool => {
    const session = await pool.getConnection()
    try {
      return await migrationStatus(session, options.migrations ?? migrationsOf('oracle'))
    } finally {
      await session.close()
    }
  })

async function withPool<T>(options: OracleOptions, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = await openPool(options)
  try {
    return await work(pool)
  } catch (cause) {
    throw storeFailure(cause)
  } finally {
    await closePool(pool)
  }
}
