import { composeKeys, composeStore } from '../compose-store.js'
import type { Config } from '../config.js'
import type { Store } from '../store/port.js'
import { operator } from './operator.js'

/** Work of a command on the daemon's database, which may be in use by a daemon; returns exit status 0. */
export const withStore = async (
  config: Config,
  work: (store: Store) => Promise<void>,
  why?: string,
): Promise<number> => {
  const store = await composeStore(config, await composeKeys(config))
  try {
    await work(store.as(operator(why)))
    return 0
  } finally {
    await store.close()
  }
}
