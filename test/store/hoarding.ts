/** Writes until the disk has had enough, then tells what the store said, whether it is well, what it kept and what a nurse is shown. */
import { writeSync } from 'node:fs'
import { Failure } from '../../daemon/domain/failure.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { discharged, KEY, raising, ring } from './scene.js'

// The kernel's way of saying that a file may not grow would end the process (setrlimit(2)).
process.on('SIGXFSZ', () => {})
const untold: string[] = []
const store = await openLibsqlStore({ path: process.argv[2]!, key: KEY, onUntold: code => untold.push(code) })
const id = await ring(store, await discharged(store))
const LOOKS = { atLeast: 20, atMost: 2000 } as const
/** After a refusal the journal may be emptied into the database, and there is room again: so it is asked until it is unwell. */
const MOST_REFUSALS = 200
let promised = 0
let refused: unknown
let health = await store.health()
for (let refusals = 0; health.ok && refusals < MOST_REFUSALS && promised < 5000; )
  await store.raiseAlert(id, { ...raising, key: `alert-${promised}`, words: 'x'.repeat(2000) }).then(
    () => promised++,
    async (error: unknown) => {
      refused ??= error
      refusals++
      health = await store.health()
    },
  )
const { alerts } = await store.result(id)
const code = refused instanceof Failure ? refused.code : String(refused)
const nurse = store.as({ name: 'a.dubois', role: 'infirmier', from: '10.1.2.3' })
/** What she is shown is read again and again until its entry takes the last room there is. */
const shown: number[] = []
while (shown.length < LOOKS.atLeast || (untold.length === 0 && shown.length < LOOKS.atMost))
  shown.push((await nurse.openAlerts()).length)
writeSync(1, JSON.stringify({ code, promised, kept: alerts.length, health, shown, untold }))
process.exit(0)
