import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { keyRing } from '../../daemon/sealing/port.js'
import { snapshotTo } from '../../daemon/store/libsql/snapshot.js'
import { makeBackup } from '../../daemon/store/lifecycle/backup.js'
import { keepErasedList } from '../../daemon/store/lifecycle/erased-list.js'
import { refuseHalfRestored } from '../../daemon/store/lifecycle/half-restored.js'
import type { ErasureOrder } from '../../daemon/store/lifecycle/port.js'
import { restoreBackup } from '../../daemon/store/lifecycle/restore.js'
import { oracleTarget } from './oracle-scene.js'
import { recorded, restore } from './restored.js'
import { freshStore, jeanne, KEY, MONDAY, minutesLater, storeThere, tempFolder } from './scene.js'

const RESTORING = fileURLToPath(new URL('./restoring.js', import.meta.url))
const order: ErasureOrder = {
  by: 'Dr Maes',
  at: minutesLater(9),
  results: 'held-elsewhere',
  resultYears: 30,
  ground: 'request',
}

/** A home, its records wherever the tests have them, and backups of it elsewhere. */
async function scene(t: Parameters<typeof tempFolder>[0]) {
  const home = join(tempFolder(t), 'home')
  const into = tempFolder(t)
  const recordings = join(home, 'recordings')
  mkdirSync(recordings, { recursive: true })
  const path = join(home, 'hellojade.db')
  const store = await freshStore(t, { path })
  const snapshot = (to: string) => snapshotTo(path, to)
  const backup = async (now = MONDAY) => {
    const facts = { home, into, recordings, keys: keyRing([KEY]), now, erased: await store.erasures() }
    return (await makeBackup({ ...facts, ...(oracleTarget === undefined && { snapshot }) })).folder
  }
  return { into, recordings, store, backup }
}

/** What a daemon in this home works with. */
async function daemonIn(t: Parameters<typeof tempFolder>[0], home: string) {
  const store = await storeThere({ path: join(home, 'hellojade.db') })
  t.teardown(() => store.close())
  return store
}

const soundsOf = (home: string): readonly string[] => readdirSync(join(home, 'recordings')).sort()

/** A restore that dies before its nth rename; false where it had fewer and came to its end. */
async function killedAt(nth: number, backup: string, home: string): Promise<boolean> {
  const child = spawn(process.execPath, [RESTORING, backup, home, String(nth)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the restore ended by itself with ${code}`)
  return signal === 'SIGKILL'
}

t.test('who was erased after the backup is erased again when it is restored, recordings too', async t => {
  const { recordings, store, backup, into } = await scene(t)
  const gone = await recorded(store, recordings)
  const kept = await recorded(store, recordings, { ...jeanne, familyName: 'Maes' })
  const folder = await backup()
  // As an older database has it: the alert is still open, and of the erasure the list alone knows.
  await keepErasedList(into, [{ patientId: gone.patientId, at: order.at, resultsErased: true }])
  const to = tempFolder(t)
  t.match(await restore(folder, to), { erasedAgain: 1, recordings: 1 })
  const again = await daemonIn(t, to)
  await t.rejects(again.patient(gone.patientId), { code: 'store/not-found' })
  t.match(await again.result(kept.id), { call: { recordingPath: join(to, 'recordings', `${kept.id}.wav`) } })
  t.strictSame(soundsOf(to), [`${kept.id}.wav`])
  t.match((await again.audit.entries({ limit: 1 }))[0], { action: 'backup.restored', facts: { erasedAgain: 1 } })
})

t.test(
  'a recording that no row names any more is not brought back, and what is there already stays as it is',
  async t => {
    const { recordings, store, backup } = await scene(t)
    const gone = await recorded(store, recordings)
    const kept = await recorded(store, recordings, { ...jeanne, familyName: 'Maes' })
    await store.acknowledgeAlert(gone.alertId, { by: 'Sophie Dubois', at: minutesLater(5) })
    await store.erasePatient(gone.patientId, order)
    const folder = await backup()
    const to = tempFolder(t)
    mkdirSync(join(to, 'recordings'))
    for (const { id } of [gone, kept]) cpSync(RESTORING, join(to, 'recordings', `${id}.wav`))
    t.match(await restore(folder, to), { erasedAgain: 0, recordings: 1 })
    t.strictSame(soundsOf(to), [`${kept.id}.wav`])
    t.ok(readFileSync(join(to, 'recordings', `${kept.id}.wav`)).equals(readFileSync(RESTORING)))
  },
)

t.test('who was erased but for the results, and perhaps rung again since, is not erased a second time', async t => {
  const { recordings, store, backup } = await scene(t)
  const { patientId, alertId } = await recorded(store, recordings)
  await store.acknowledgeAlert(alertId, { by: 'Sophie Dubois', at: minutesLater(5) })
  await store.erasePatient(patientId, { ...order, results: 'keep' })
  const to = tempFolder(t)
  t.match(await restore(await backup(), to), { erasedAgain: 0 })
  t.equal((await (await daemonIn(t, to)).erasures()).length, 1)
})

t.test('killed before any of its steps, no daemon starts on half of it, and the same restore ends it', async t => {
  const { recordings, store, backup } = await scene(t)
  const one = await recorded(store, recordings)
  const another = await recorded(store, recordings, { ...jeanne, familyName: 'Maes' })
  const sounds = [one, another].map(({ id }) => `${id}.wav`).sort()
  const folder = await backup()
  const later = await backup(minutesLater(1))
  let kills = 0
  for (;;) {
    const to = join(tempFolder(t), 'home')
    if (!(await killedAt(kills + 1, folder, to))) break
    kills++
    const unfinished = { code: 'backup/half-restored', facts: { backup: basename(folder) } }
    await t.rejects(refuseHalfRestored(to), unfinished, `killed before step ${kills}`)
    await t.rejects(restore(later, to), unfinished, 'nor does another backup go into it')
    t.match(await restore(folder, to), { recordings: 2, erasedAgain: 0 })
    await t.resolves(refuseHalfRestored(to))
    t.strictSame(soundsOf(to), sounds)
    t.strictSame(
      readdirSync(to).filter(file => file !== 'hellojade.db'),
      ['recordings'],
      'nothing else is left',
    )
    const { call } = await (await daemonIn(t, to)).result(one.id)
    t.equal(call.recordingPath, join(to, 'recordings', `${one.id}.wav`))
  }
  t.equal(kills, oracleTarget === undefined ? 3 : 2, 'each recording, and the embedded database')
})

t.test(
  'who is erased after a restore was broken off is erased by its repetition, the recording in its place too',
  async t => {
    const { recordings, store, backup, into } = await scene(t)
    const patients = [await recorded(store, recordings), await recorded(store, recordings)]
    const folder = await backup()
    const to = join(tempFolder(t), 'home')
    t.ok(await killedAt(2, folder, to))
    const inPlace = soundsOf(to).find(name => name.endsWith('.wav'))
    const gone = patients.find(({ id }) => inPlace === `${id}.wav`)!
    await keepErasedList(into, [{ patientId: gone.patientId, at: order.at, resultsErased: true }])
    t.match(await restore(folder, to), { recordings: 1, erasedAgain: 1 })
    t.strictSame(
      soundsOf(to),
      patients.filter(one => one !== gone).map(({ id }) => `${id}.wav`),
    )
  },
)

t.test('a backup goes back to the kind of database that it was made beside', async t => {
  const { recordings, store, backup } = await scene(t)
  await recorded(store, recordings)
  const folder = await backup()
  const where = { home: tempFolder(t), keys: keyRing([KEY]), now: MONDAY }
  const other = oracleTarget === undefined ? { oracle: { open } } : { embedded: { database: '/', open } }
  const refused = restoreBackup({ backup: folder, ...where, recordings: join(where.home, 'recordings'), ...other })
  await t.rejects(refused, { code: 'backup/other-database' })
  t.strictSame(readdirSync(where.home), [])
})

const open = () => Promise.reject(new Error('it opened a database'))
