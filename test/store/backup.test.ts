import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { keyRing } from '../../daemon/sealing/port.js'
import { snapshotTo } from '../../daemon/store/libsql/snapshot.js'
import { type BackupOptions, makeBackup } from '../../daemon/store/lifecycle/backup.js'
import { keepErasedList, readErasedList } from '../../daemon/store/lifecycle/erased-list.js'
import { recorded, restore } from './restored.js'
import { discharged, freshStore, jeanne, KEY, MONDAY, minutesLater, raising, ring, tempFolder } from './scene.js'

const keys = keyRing([KEY])

/** A daemon's home with its database open, and a folder for backups elsewhere. */
async function scene(t: Parameters<typeof tempFolder>[0]) {
  const home = join(tempFolder(t), 'home')
  const into = tempFolder(t)
  const recordings = join(home, 'recordings')
  mkdirSync(recordings, { recursive: true })
  const path = join(home, 'hellojade.db')
  const store = await freshStore(t, { path })
  const backup = async (more: Partial<BackupOptions> = {}) =>
    makeBackup({
      ...{ home, into, recordings, keys, now: MONDAY, erased: await store.erasures() },
      ...{ snapshot: (to: string) => snapshotTo(path, to), ...more },
    })
  return { home, into, recordings, path, store, backup }
}

t.test('backed up while everything is written to, destroyed, restored: every record of before is there', async t => {
  const { home, recordings, store, backup } = await scene(t)
  const one = await recorded(store, recordings)
  const before = await store.result(one.id)
  const due = await discharged(store, { ...jeanne, familyName: 'Maes' })
  const live = await ring(store, due)
  let written = 0
  let busy = true
  const load = (async () => {
    while (busy) await store.raiseAlert(live, { ...raising, key: `load-${written++}`, at: MONDAY })
  })()
  while (written < 20) await new Promise(resolve => setImmediate(resolve))
  const promised = written - 1
  const { folder } = await backup()
  busy = false
  await load
  await store.close()
  const sound = readFileSync(join(recordings, `${one.id}.wav`))
  rmSync(home, { recursive: true })

  const to = join(tempFolder(t), 'home')
  mkdirSync(to)
  t.match(await restore(folder, to), { recordings: 1, erasedAgain: 0, madeAt: MONDAY })
  t.strictSame(readdirSync(to).sort(), ['hellojade.db', 'recordings'])
  const again = await freshStore(t, { path: join(to, 'hellojade.db') })
  const path = join(to, 'recordings', `${one.id}.wav`)
  t.strictSame(await again.result(one.id), { ...before, call: { ...before.call, recordingPath: path } })
  t.ok(readFileSync(path).equals(sound), 'the recording is the same, byte for byte')
  const kept = (await again.result(live)).alerts.length
  t.ok(kept >= promised && kept <= written, `${kept} alerts: ${promised} before the backup, ${written} in all`)
})

t.test('a backup tells nothing to who has no key', async t => {
  const { recordings, store, into, backup } = await scene(t)
  const { id } = await recorded(store, recordings)
  const { folder } = await backup()
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }).filter(one => one.isFile()))
    t.notMatch(
      readFileSync(join(file.parentPath, file.name)).toString('latin1'),
      /SQLite|Chirurgie|RIFF|a voice/,
      file.name,
    )
  const other = keyRing([new Uint8Array(32).fill(8)])
  await t.rejects(restore(folder, tempFolder(t), other), { code: 'store/key' })
  t.strictSame(readdirSync(into).sort(), ['erased.jsonl', 'hellojade-20261109T090000Z'], `${id} is in no name of it`)
})

t.test('a changed byte, a missing file or another manifest is refused, and nothing is put in place', async t => {
  const { recordings, store, backup, home } = await scene(t)
  await recorded(store, recordings)
  const { folder, manifest } = await backup()
  const refused = async (
    spoil: (copy: string) => void,
    expected: { readonly code: string; readonly facts?: object },
  ) => {
    const copy = join(tempFolder(t), manifest.name)
    cpSync(folder, copy, { recursive: true })
    spoil(copy)
    const to = tempFolder(t)
    await t.rejects(restore(copy, to), expected)
    t.strictSame(readdirSync(to), [])
  }
  const flip = (path: string) => {
    const bytes = readFileSync(path)
    bytes[bytes.length - 40]! ^= 1
    writeFileSync(path, bytes)
  }
  const sound = manifest.recordings[0]!.path
  await refused(copy => flip(join(copy, 'database.sealed')), {
    code: 'backup/damaged',
    facts: { file: 'database.sealed' },
  })
  await refused(copy => flip(join(copy, sound)), { code: 'backup/damaged', facts: { file: sound } })
  await refused(copy => rmSync(join(copy, sound)), { code: 'backup/damaged', facts: { file: sound } })
  await refused(copy => flip(join(copy, 'manifest.json')), { code: 'backup/damaged', facts: { file: 'manifest.json' } })
  await refused(copy => rmSync(join(copy, 'manifest.json')), { code: 'backup/unreadable' })
  await t.rejects(restore(folder, home), { code: 'backup/occupied' })
})

t.test('a log that an earlier database left is not played into the restored one', async t => {
  const { store, recordings, backup } = await scene(t)
  await recorded(store, recordings)
  const { folder } = await backup()
  for (const suffix of ['-wal', '-shm', '-journal']) {
    const to = tempFolder(t)
    const file = join(to, `hellojade.db${suffix}`)
    writeFileSync(file, 'of another life')
    await t.rejects(restore(folder, to), { code: 'backup/occupied', facts: { file } })
    t.strictSame(readdirSync(to), [`hellojade.db${suffix}`], 'nothing was put in place')
  }
})

t.test('the list of the erased only grows, and the harder erasure stays', async t => {
  const folder = tempFolder(t)
  const entry = { patientId: 'p' as never, at: MONDAY, resultsErased: true }
  await keepErasedList(folder, [entry])
  await keepErasedList(folder, [{ ...entry, patientId: 'q' as never }])
  await keepErasedList(folder, [{ ...entry, at: minutesLater(9), resultsErased: false }])
  await keepErasedList(folder, [entry])
  const latest = { patientId: 'p', at: minutesLater(9), resultsErased: true }
  t.match(await readErasedList(folder), [latest, { patientId: 'q' }], 'as last as any database knows')
})

t.test('a backup that cannot be written leaves nothing that looks like one', async t => {
  const { into, backup, home } = await scene(t)
  const failing = backup({ snapshot: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOSPC' })) })
  await t.rejects(failing, { code: 'disk/full' })
  writeFileSync(join(into, 'file'), '')
  await t.rejects(backup({ into: join(into, 'file') }), { code: 'backup/unwritable' })
  t.strictSame(readdirSync(into), ['file'])
  t.notOk(
    readdirSync(home).some(name => name.startsWith('.hellojade')),
    'nor a plain copy of the database',
  )
  t.ok(existsSync(join(home, 'hellojade.db')))
})
