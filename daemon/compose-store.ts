import { join } from 'node:path'
import { composeHours, composeRetry } from './compose-schedule.js'
import type { Config } from './config.js'
import { Failure, type FailureCode } from './domain/failure.js'
import { openLog } from './ops/log.js'
import type { AppLog } from './ops/port.js'
import type { KeyRing } from './sealing/port.js'
import { readDatabaseKey, readKeyRing } from './sealing/read-keys.js'
import { embeddedMigrationStatus, migrateEmbedded } from './store/libsql/migrations.js'
import { rekeyFile } from './store/libsql/rekey.js'
import { openLibsqlStore } from './store/libsql/store.js'
import { refuseHalfRestored } from './store/lifecycle/half-restored.js'
import type { MigrationState } from './store/migrations.js'
import { migrateOracle, openOracleStore, oracleMigrationStatus } from './store/oracle/store.js'
import type { OpenStore } from './store/store.js'

const databasePath = (config: Config): string => join(config.folders.home, 'hellojade.db')

/** Oracle is there before the daemon is: no development key is made for it. */
const ALWAYS_THERE = '/'

/** The hospital's keys; see {@link readKeyRing}. */
export const composeKeys = (config: Config): Promise<KeyRing> =>
  readKeyRing({
    environment: process.env,
    folder: config.folders.home,
    database: config.oracle === undefined ? databasePath(config) : ALWAYS_THERE,
  })

/** The embedded file's own key, where there is one; see {@link readDatabaseKey}. */
export const composeDatabaseKey = (): Promise<string | undefined> => readDatabaseKey(process.env)

/**
 * The records, opened with these keys, wherever the configuration puts them: the one place that chooses. Not where a restore was
 * broken off.
 */
export async function composeStore(
  config: Config,
  keys: KeyRing,
  log: Pick<AppLog, 'error'> = openLog({ level: 'error' }),
): Promise<OpenStore> {
  await refuseHalfRestored(config.folders.home)
  const onUntold = (code: FailureCode) => log.error({ code }, UNTOLD)
  const options = { key: keys, retry: retryOf(config), onUntold }
  return config.oracle === undefined
    ? openLibsqlStore({ path: databasePath(config), fileKey: await composeDatabaseKey(), ...options })
    : openOracleStore({ ...config.oracle, ...options })
}

const UNTOLD = 'the audit did not take an entry: what it tells was done or shown all the same, and is told in it later'

/** Puts the embedded database's file under the key that `file` holds. Throws as {@link rekeyFile}, and Failure store/key-unreadable. */
export async function rekeyDatabase(config: Config, file: string): Promise<void> {
  await refuseHalfRestored(config.folders.home)
  const to = await readDatabaseKey({ HELLOJADE_DATABASE_KEY_FILE: file })
  if (to === undefined) throw new Failure('store/key-unreadable', { source: file })
  await rekeyFile(databasePath(config), { from: await composeDatabaseKey(), to })
}

/** Brings the schema up to this version of the program; returns the names of the files that were applied. */
export async function applyMigrations(config: Config): Promise<readonly string[]> {
  if (config.oracle !== undefined) return migrateOracle(config.oracle)
  await refuseHalfRestored(config.folders.home)
  return migrateEmbedded(databasePath(config), await composeDatabaseKey())
}

/** Which files are applied; nothing is changed or made. */
export const migrationStates = async (config: Config): Promise<readonly MigrationState[]> =>
  config.oracle === undefined
    ? embeddedMigrationStatus(databasePath(config), await composeDatabaseKey())
    : oracleMigrationStatus(config.oracle)

const retryOf = (config: Config) => composeRetry(composeHours(config))
