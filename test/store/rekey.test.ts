import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { seededRandom } from '../../daemon/domain/seeded.js'
import { type FileKeys, rekeyFile } from '../../daemon/store/libsql/rekey.js'
import { checkWhole } from '../../daemon/store/libsql/snapshot.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { discharged, jeanne, KEY, raising, ring, tempFolder } from './scene.js'

const [OLD, NEW] = ['a1'.repeat(32), 'b2'.repeat(32)] as const
const KILLS = Number(process.env.HELLOJADE_KILLS ?? 8)
const SEED = Number(process.env.HELLOJADE_SEED ?? Date.now() % 1_000_000)

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** As from a process of its own: the driver closes a file when the last statement on it is collected. */
async function rekeyed(path: string, keys: FileKeys): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    collect()
    await pause(10)
  }
  await rekeyFile(path, keys)
}

async function filled(path: string, fileKey: string | undefined) {
  const store = await openLibsqlStore({ path, key: KEY, fileKey })
  const alert = await store.raiseAlert(await ring(store, await discharged(store)), raising)
  await store.close()
  return alert
}

for (const from of [OLD, undefined])
  t.test(`a file that is ${from ? 'encrypted' : 'plain'} is put under another key with all that is in it`, async t => {
    const path = join(tempFolder(t), 'hellojade.db')
    const alert = await filled(path, from)
    await rekeyed(path, { from, to: NEW })
    t.strictSame(readdirSync(dirname(path)), ['hellojade.db'], 'neither a copy nor a log of the old key is left')
    for (const wrong of [OLD, undefined])
      await t.rejects(openLibsqlStore({ path, key: KEY, fileKey: wrong }), { code: 'store/file-key' })
    const store = await openLibsqlStore({ path, key: KEY, fileKey: NEW })
    t.match(await store.openAlerts(), [{ id: alert }])
    t.equal((await store.audit.verify()).holds, true)
    await store.addPatient(jeanne)
    await store.close()
    t.equal(statSync(path).mode & 0o077, 0, 'readable by its owner alone')
  })

t.test('while anybody has it open, or under a wrong key, nothing is changed', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  await filled(path, OLD)
  const before = readFileSync(path)
  await t.rejects(rekeyed(path, { from: NEW, to: OLD }), { code: 'store/file-key' })
  await t.rejects(rekeyed(path, { from: OLD, to: 'no key' }), { code: 'store/key-unreadable' })
  await t.rejects(rekeyed(`${path}.none`, { from: OLD, to: NEW }), { code: 'store/not-found' })
  const store = await openLibsqlStore({ path, key: KEY, fileKey: OLD })
  await t.rejects(rekeyed(path, { from: OLD, to: NEW }), { code: 'store/busy' })
  await t.resolves(store.addPatient(jeanne), 'whoever has it goes on')
  await store.close()
  t.equal(readFileSync(path).length >= before.length, true)
  await checkWhole(path, OLD)
})

t.test('killed at any instant, it is whole under the one key or the other, and the next try ends it', async t => {
  t.setTimeout(60_000 + KILLS * 10_000)
  t.comment(`seed ${SEED}`)
  const random = seededRandom(SEED)
  const path = join(tempFolder(t), 'hellojade.db')
  const alert = await filled(path, OLD)
  let [from, to] = [OLD, NEW]
  let changed = 0
  for (let kill = 0; kill < KILLS; kill++) {
    collect()
    await killedIn(path, { from, to }, random() * 250)
    const key = await checkWhole(path, from).then(
      () => from,
      () => to,
    )
    const store = await openLibsqlStore({ path, key: KEY, fileKey: key })
    t.match(await store.openAlerts(), [{ id: alert }], `kill ${kill}`)
    t.equal((await store.audit.verify()).holds, true)
    await store.close()
    if (key === from) await rekeyed(path, { from, to })
    else changed++
    ;[from, to] = [to, from]
  }
  t.comment(`${changed} of ${KILLS} were done before the kill`)
  await checkWhole(path, from)
})

/** A process that changes the key and is killed so long after it began. */
async function killedIn(path: string, keys: { from: string; to: string }, afterMs: number): Promise<void> {
  const rekey = JSON.stringify(new URL('../../daemon/store/libsql/rekey.js', import.meta.url).href)
  const script = `import { rekeyFile } from ${rekey}
    process.stdout.write('begun')
    await rekeyFile(${JSON.stringify(path)}, ${JSON.stringify(keys)})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  await Promise.race([pause(afterMs), ended])
  child.kill('SIGKILL')
  await ended
}
