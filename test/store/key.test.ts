import { chmodSync, copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { developmentKey } from '../../daemon/sealing/development-key.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { freshStore, jeanne, KEY, tempFolder } from './scene.js'

t.test('a database opens with the key that made it, and a wrong key changes nothing', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await openLibsqlStore({ path, key: KEY })
  const id = await store.addPatient(jeanne)
  await store.close()
  const copy = `${path}.copy`
  copyFileSync(path, copy)

  const refusal = await openLibsqlStore({ path, key: new Uint8Array(32).fill(8) }).then(
    () => t.fail('it opened'),
    (error: unknown) => error,
  )
  t.match(refusal, {
    code: 'store/key',
    message: /^The encryption key [0-9a-f]{8} is missing: what is kept here was sealed with it\.$/,
  })
  t.ok(readFileSync(path).equals(readFileSync(copy)), 'byte for byte as it was')
  t.match(await (await freshStore(t, { path })).patient(id), jeanne)
})

t.test('a key of the wrong length is refused before a file is made', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  for (const length of [0, 16, 31, 33, 64])
    await t.rejects(openLibsqlStore({ path, key: new Uint8Array(length) }), { code: 'store/key-unreadable' })
  t.throws(() => statSync(path), { code: 'ENOENT' })
})

t.test('of two processes that make a database with different keys, one is refused', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const keys = [KEY, new Uint8Array(32).fill(8)]
  const opened = await Promise.allSettled(keys.map(key => openLibsqlStore({ path, key })))
  for (const one of opened) if (one.status === 'fulfilled') await one.value.close()
  t.strictSame(opened.map(one => one.status).sort(), ['fulfilled', 'rejected'])
  t.match(
    opened.find(one => one.status === 'rejected'),
    { reason: { code: 'store/key' } },
  )
})

t.test('the development key is made once, for its owner alone, by whoever comes first', async t => {
  const folder = join(tempFolder(t), 'new', 'home')
  const hexKey = async () => Buffer.from((await developmentKey(folder)) ?? []).toString('hex')
  const keys = await Promise.all([1, 2, 3, 4].map(hexKey))
  t.match(keys[0], /^[0-9a-f]{64}$/)
  t.equal(new Set(keys).size, 1)
  t.strictSame(readdirSync(folder), ['development.key'], 'no draft stays')
  const path = join(folder, 'development.key')
  t.equal(statSync(path).mode & 0o777, 0o600)
  chmodSync(path, 0o644)
  t.equal(await hexKey(), keys[0])
  t.equal(statSync(path).mode & 0o777, 0o600, 'a key that others could read is closed again')
})

t.test('a damaged development key is neither used nor replaced', async t => {
  const folder = tempFolder(t)
  for (const text of ['', 'abc', 'g'.repeat(64), 'a'.repeat(63), 'a'.repeat(65)]) {
    writeFileSync(join(folder, 'development.key'), text)
    await t.rejects(developmentKey(folder), { code: 'store/key-unreadable' })
    t.equal(readFileSync(join(folder, 'development.key'), 'utf8'), text)
  }
})
