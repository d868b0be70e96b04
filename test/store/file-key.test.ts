import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { keyRing } from '../../daemon/sealing/port.js'
import { checkWhole, snapshotTo } from '../../daemon/store/libsql/snapshot.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { makeBackup } from '../../daemon/store/lifecycle/backup.js'
import { restore } from './restored.js'
import { discharged, freshStore, jeanne, KEY, MONDAY, raising, ring, tempFolder } from './scene.js'

const fileKey = 'a1'.repeat(32)
const other = 'b2'.repeat(32)

/** Everything that lies in a folder, one behind the other. */
const bytesIn = (folder: string): Buffer =>
  Buffer.concat(readdirSync(folder).map(name => readFileSync(join(folder, name))))

t.test('a file that is encrypted as a whole tells nothing, not even what its tables are called', async t => {
  const [sealed, plain] = [tempFolder(t), tempFolder(t)]
  for (const [folder, more] of [
    [sealed, { fileKey }],
    [plain, {}],
  ] as const) {
    const store = await freshStore(t, { path: join(folder, 'hellojade.db'), ...more })
    await store.raiseAlert(await ring(store, await discharged(store)), raising)
    for (const word of ['SQLite format 3', 'CREATE TABLE', 'pain-high', 'Chirurgie'])
      t.equal(bytesIn(folder).includes(word), folder === plain, `${word}, with the log as it is written`)
  }
})

t.test('it opens under its key alone, and another one or none changes nothing', async t => {
  const folder = tempFolder(t)
  const path = join(folder, 'hellojade.db')
  const store = await openLibsqlStore({ path, key: KEY, fileKey })
  const id = await store.addPatient(jeanne)
  await store.close()
  const before = readFileSync(path)
  const refused = {
    code: 'store/file-key',
    message: /^The database file cannot be read: it is encrypted under another key/,
  }
  for (const wrong of [other, undefined]) {
    await t.rejects(openLibsqlStore({ path, key: KEY, fileKey: wrong }), refused)
    await t.rejects(checkWhole(path, wrong), refused)
  }
  t.ok(readFileSync(path).equals(before), 'byte for byte as it was')
  t.match(await (await freshStore(t, { path, fileKey })).patient(id), jeanne)

  const plain = join(folder, 'plain.db')
  await (await openLibsqlStore({ path: plain, key: KEY })).close()
  await t.rejects(
    openLibsqlStore({ path: plain, key: KEY, fileKey }),
    refused,
    'nor is a plain one taken for encrypted',
  )
})

t.test('what was committed before a kill is there: the log is read under the same key', async t => {
  const [folder, copy] = [tempFolder(t), tempFolder(t)]
  const store = await freshStore(t, { path: join(folder, 'hellojade.db'), fileKey })
  const id = await ring(store, await discharged(store))
  const alert = await store.raiseAlert(id, raising)
  cpSync(folder, copy, { recursive: true })
  const again = await freshStore(t, { path: join(copy, 'hellojade.db'), fileKey })
  t.match(await again.openAlerts(), [{ id: alert }])
  t.equal((await again.audit.verify()).holds, true)
})

t.test('a backup of it is restored under the same key', async t => {
  const [home, into, to] = [tempFolder(t), tempFolder(t), tempFolder(t)]
  const path = join(home, 'hellojade.db')
  const store = await freshStore(t, { path, fileKey })
  const id = await store.addPatient(jeanne)
  const { folder } = await makeBackup({
    ...{ home, into, recordings: join(home, 'recordings'), keys: keyRing([KEY]), now: MONDAY, erased: [] },
    snapshot: file => snapshotTo(path, file, fileKey),
  })
  await t.rejects(restore(folder, join(to, 'without')), { code: 'store/file-key' })
  await restore(folder, join(to, 'home'), keyRing([KEY]), fileKey)
  t.match(await (await freshStore(t, { path: join(to, 'home', 'hellojade.db'), fileKey })).patient(id), jeanne)
})
