/** Writes until the disk has had enough, then tells what the store said, whether it is well, and what it kept. */
import { writeSync } from 'node:fs'
import { Failure } from '../../daemon/domain/failure.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { discharged, KEY, raising, ring } from './scene.js'

// The kernel's way of saying that a file may not grow would end the process (setrlimit(2)).
process.on('SIGXFSZ', () => {})
const store = await openLibsqlStore({ path: process.argv[2]!, key: KEY })
const id = await ring(store, await discharged(store))
let promised = 0
let refused: unknown
while (refused === undefined && promised < 5000)
  await store.raiseAlert(id, { ...raising, key: `alert-${promised}`, words: 'x'.repeat(2000) }).then(
    () => promised++,
    (error: unknown) => {
      refused = error
    },
  )
const { alerts } = await store.result(id)
const code = refused instanceof Failure ? refused.code : String(refused)
writeSync(1, JSON.stringify({ code, promised, kept: alerts.length, health: await store.health() }))
process.exit(0)
