import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { inspect } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createClient } from '@libsql/client'
import t from 'tap'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { discharged, freshStore, jeanne, KEY, minutesLater, raising, ring, tempFolder } from './scene.js'

/** Refused by a CHECK of the database. */
const unspeakable = { ...jeanne, language: 'de' as never }

t.test('what the database itself refuses says nothing of the row', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  t.ok(readdirSync(join(path, '..')).includes('hellojade.db-wal'), 'written ahead')
  const thrown: unknown = await store.addPatient(unspeakable).catch((error: unknown) => error)
  t.match(thrown, { code: 'store/refused', cause: { message: 'SQLITE_CONSTRAINT' } })
  t.notMatch(inspect(thrown, { depth: null, showHidden: true }), /Jeanne|Lambert|1947|v1\./)
  t.strictSame(await store.patients({ limit: 1 }), [], 'and nothing of it stays')
})

t.test('twenty calls at once write everything, each in its order', async t => {
  const store = await freshStore(t)
  const calls = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const id = await ring(store, await discharged(store))
      const turn = { speaker: 'patient', linkId: 'pain', startMs: 0, endMs: 1, interrupted: false } as const
      for (let seq = 0; seq < 5; seq++) await store.addTurn(id, { ...turn, seq, text: `${id} ${seq}` })
      await store.putAnswer(id, { linkId: 'pain', question: '?', status: 'understood', value: 8 })
      await store.raiseAlert(id, raising)
      await store.closeCall(id, { endedAt: minutesLater(1), disposition: 'completed' })
      return id
    }),
  )
  for (const id of calls) {
    const { call, turns, alerts } = await store.result(id)
    t.equal(call.disposition, 'completed')
    t.strictSame(
      turns.map(turn => turn.text),
      [0, 1, 2, 3, 4].map(seq => `${id} ${seq}`),
    )
    t.equal(alerts.length, 1)
  }
})

t.test('a queue of writes leaves the daemon room for its other work between any two', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  let beats = 0
  const beat = () => {
    beats++
    if (beats < 1000) setImmediate(beat)
  }
  setImmediate(beat)
  await Promise.all(Array.from({ length: 20 }, (_, n) => store.raiseAlert(id, { ...raising, key: `k${n}` })))
  t.ok(beats >= 19, `${beats} beats`)
  beats = 1000
})

t.test('a lock held by another process is waited for, without stopping the daemon', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const other = createClient({ url: `file:${path}` })
  t.teardown(() => other.close())
  const lock = await other.transaction('write')
  let beats = 0
  const beat = setInterval(() => beats++, 5)
  const written = discharged(store)
  await pause(400)
  await lock.rollback()
  await t.resolves(written)
  clearInterval(beat)
  t.ok(beats >= 4, `${beats} beats of the daemon meanwhile`)
})

t.test('after a lock, or a failure here, and a write by another process, the store goes on at once', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const other = createClient({ url: `file:${path}` })
  t.teardown(() => other.close())
  const waitedMs: number[] = []
  for (let i = 0; i < 8; i++) {
    await t.rejects(store.addPatient(unspeakable), { code: 'store/refused' })
    const lock = await other.transaction('write')
    await lock.execute({ sql: 'INSERT INTO settings (name, content) VALUES (?, ?)', args: [`other-${i}`, ''] })
    const written = store.addPatient(jeanne)
    await pause(120)
    await lock.commit()
    const freeMs = performance.now()
    await written
    waitedMs.push(performance.now() - freeMs)
  }
  const median = waitedMs.sort((one, another) => one - another)[4]!
  t.ok(median < 300, `${median} ms, where a connection left as it was waits for the collector`)
})

t.test('a store that is closed is done with its work, lets go of its files and refuses more', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await openLibsqlStore({ path, key: KEY })
  const last = discharged(store)
  const closed = store.close()
  await t.rejects(store.patients({ limit: 1 }), { code: 'store/unavailable' })
  await t.rejects(last, { code: 'store/unavailable' }, 'only what was begun is finished')
  await closed
  await t.resolves(store.close(), 'a second time changes nothing')
  t.strictSame(await store.health(), { ok: false })
  t.strictSame(await openFilesOf(path), [])
})

t.test('failures do not add up to descriptors', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const due = await discharged(store)
  await ring(store, due)
  const after: number[] = []
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 30; i++) {
      await t.rejects(ring(store, due), { code: 'call/not-allowed' })
      await t.rejects(store.addPatient(unspeakable), { code: 'store/refused' })
    }
    await store.patients({ limit: 1 })
    after.push((await openFilesOf(path)).length)
  }
  // 120 replaced connections of three descriptors each. SQLite keeps some of one file for its next connections (os_unix.c).
  t.ok(after[3]! < 90, after.join(', '))
})

t.test('fifty refused openings leave nothing open', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  await (await openLibsqlStore({ path, key: KEY })).close()
  for (let i = 0; i < 50; i++)
    await t.rejects(openLibsqlStore({ path, key: new Uint8Array(32) }), { code: 'store/key' })
  t.strictSame(await openFilesOf(path), [])
})

t.test('a path that is no database, or cannot be written, is said in one sentence', async t => {
  const folder = tempFolder(t)
  mkdirSync(join(folder, 'a-folder.db'))
  writeFileSync(join(folder, 'a-letter.db'), 'Chère Madame Lambert, '.repeat(500))
  for (const name of ['a-folder.db', 'a-letter.db/below.db'])
    await t.rejects(openLibsqlStore({ path: join(folder, name), key: KEY }), {
      code: 'store/unavailable',
      message: 'The database does not answer.',
    })
  await t.rejects(openLibsqlStore({ path: join(folder, 'a-letter.db'), key: KEY }), {
    code: 'store/file-key',
    message: /^The database file cannot be read: .* or damaged\.$/,
  })
})

t.test('a store in memory works like one on disk', async t => {
  const store = await freshStore(t, { path: ':memory:' })
  const id = await ring(store, await discharged(store))
  await store.raiseAlert(id, raising)
  t.equal((await store.result(id)).alerts.length, 1)
  t.strictSame(await store.health(), { ok: true })
})

/** What this process has open of a database, from the kernel. The driver lets go of a file when it is collected. */
async function openFilesOf(path: string): Promise<readonly string[]> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let i = 0; i < 3; i++) {
    collect()
    await pause(10)
  }
  return readdirSync('/proc/self/fd')
    .map(fd => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`)
      } catch {
        return ''
      }
    })
    .filter(target => target.startsWith(path))
    .sort()
}
