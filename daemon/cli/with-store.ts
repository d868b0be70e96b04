import { join } from 'node:path'
import type { Config } from '../config.js'
import { developmentKey } from '../store/development-key.js'
import { openLibsqlStore } from '../store/libsql/store.js'
import type { Store } from '../store/port.js'

/** Work of a command on the daemon's database, which may be in use by a daemon; returns exit status 0. */
export const withStore = async (config: Config, work: (store: Store) => Promise<void>): Promise<number> => {
  const store = await openLibsqlStore({
    path: join(config.folders.home, 'hellojade.db'),
    key: await developmentKey(config.folders.home),
  })
  try {
    await work(store)
    return 0
  } finally {
    await store.close()
  }
}
