import { join } from 'node:path'
import type { Config } from './config.js'
import type { KeyRing } from './sealing/port.js'
import { readKeyRing } from './sealing/read-keys.js'
import { openLibsqlStore } from './store/libsql/store.js'
import type { OpenStore } from './store/store.js'

const databasePath = (config: Config): string => join(config.folders.home, 'hellojade.db')

/** The hospital's keys; see {@link readKeyRing}. */
export const composeKeys = (config: Config): Promise<KeyRing> =>
  readKeyRing({ environment: process.env, folder: config.folders.home, database: databasePath(config) })

/** The records, opened with these keys. */
export const composeStore = (config: Config, keys: KeyRing): Promise<OpenStore> =>
  openLibsqlStore({ path: databasePath(config), key: keys })
