/** A daemon's life in small: raises alerts as fast as it can and says so after each commit, until it is killed. */
import { writeSync } from 'node:fs'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { discharged, KEY, raising, ring } from './scene.js'

const store = await openLibsqlStore({ path: process.argv[2]!, key: KEY })
const id = await ring(store, await discharged(store))
writeSync(1, `${id}\n`)
for (let n = 0; ; n++) {
  await store.raiseAlert(id, { ...raising, key: `alert-${n}`, at: new Date() })
  writeSync(1, `alert-${n}\n`)
}
