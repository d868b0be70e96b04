import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readDatabaseKey, readKeyRing } from '../../daemon/sealing/read-keys.js'
import { keyRing } from '../../daemon/sealing/ring.js'

const hex = (digit: string) => digit.repeat(64)
const idOf = (digit: string) => keyRing([Buffer.from(hex(digit), 'hex')]).current.id

t.test(
  'keys come from the environment, else a file, else the credential of the unit, else the development key',
  async t => {
    const folder = t.testdir({
      keys: `# of 2026\n${hex('b')}\n${hex('c')}\n`,
      credentials: { 'hellojade-secret-key': hex('d') },
    })
    const database = join(folder, 'hellojade.db')
    const ids = async (environment: NodeJS.ProcessEnv) =>
      (await readKeyRing({ environment, folder, database })).keys.map(key => key.id)
    const file = { HELLOJADE_SECRET_KEY_FILE: join(folder, 'keys') }
    const unit = { CREDENTIALS_DIRECTORY: join(folder, 'credentials') }
    t.same(await ids({ HELLOJADE_SECRET_KEY: `${hex('A')}, ${hex('b')}`, ...file, ...unit }), [idOf('a'), idOf('b')])
    t.same(await ids({ HELLOJADE_SECRET_KEY: '', ...file, ...unit }), [idOf('b'), idOf('c')])
    t.same(await ids(unit), [idOf('d')])
    t.notOk(existsSync(join(folder, 'development.key')))
    const [made] = await ids({ CREDENTIALS_DIRECTORY: folder })
    t.match(made, /^[0-9a-f]{8}$/)
    t.same(await ids({}), [made], 'made once')
  },
)

t.test('what is no key is refused in one sentence that does not tell it', async t => {
  const folder = t.testdir({ short: 'abc', empty: '# nothing yet\n' })
  const database = join(folder, 'hellojade.db')
  for (const environment of [
    { HELLOJADE_SECRET_KEY: 'correct horse battery staple' },
    { HELLOJADE_SECRET_KEY: `${hex('a')}0` },
    { HELLOJADE_SECRET_KEY_FILE: join(folder, 'short') },
    { HELLOJADE_SECRET_KEY_FILE: join(folder, 'empty') },
    { HELLOJADE_SECRET_KEY_FILE: join(folder, 'nowhere') },
  ]) {
    const refusal = await readKeyRing({ environment, folder, database }).catch((error: unknown) => error)
    t.match(refusal, { code: 'store/key-unreadable' })
    t.notMatch((refusal as Error).message, /horse|abc|aaaa/)
  }
  t.notOk(existsSync(join(folder, 'development.key')))
})

t.test('a key that went missing makes no other one beside the database', async t => {
  const folder = t.testdir()
  const database = join(folder, 'hellojade.db')
  writeFileSync(database, '')
  await t.rejects(readKeyRing({ environment: {}, folder, database }), { code: 'store/key-missing' })
  t.notOk(existsSync(join(folder, 'development.key')))
})

t.test("the database's own key comes from the same places, is one alone, and need not be there", async t => {
  const folder = t.testdir({
    key: `# of the file\n${hex('B')}\n`,
    two: `${hex('a')} ${hex('b')}`,
    credentials: { 'hellojade-database-key': hex('c') },
  })
  const file = { HELLOJADE_DATABASE_KEY_FILE: join(folder, 'key') }
  const unit = { CREDENTIALS_DIRECTORY: join(folder, 'credentials') }
  t.equal(await readDatabaseKey({ HELLOJADE_DATABASE_KEY: hex('A'), ...file, ...unit }), hex('a'))
  t.equal(await readDatabaseKey({ HELLOJADE_DATABASE_KEY: '', ...file, ...unit }), hex('b'))
  t.equal(await readDatabaseKey(unit), hex('c'))
  t.equal(await readDatabaseKey({ CREDENTIALS_DIRECTORY: folder }), undefined)
  for (const environment of [
    { HELLOJADE_DATABASE_KEY: 'correct horse battery staple' },
    { HELLOJADE_DATABASE_KEY: `${hex('a')},${hex('b')}` },
    { HELLOJADE_DATABASE_KEY_FILE: join(folder, 'two') },
    { HELLOJADE_DATABASE_KEY_FILE: join(folder, 'nowhere') },
  ])
    await t.rejects(readDatabaseKey(environment), { code: 'store/key-unreadable' })
})
