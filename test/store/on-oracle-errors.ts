import { setTimeout as pause } from 'node:timers/promises'
import { inspect } from 'node:util'
import { inArray } from 'drizzle-orm'
import t from 'tap'
import { oracleConnection } from '../../daemon/store/oracle/connection.js'
import { numberOf, storeFailure } from '../../daemon/store/oracle/errors.js'
import { openPool } from '../../daemon/store/oracle/pool.js'
import { calls, patients, settings, sites } from '../../daemon/store/schema.js'
import { oracleTarget, withSession } from './oracle-scene.js'
import { discharged, freshStore, newCallId, raising, ring } from './scene.js'

t.test('what Oracle refuses has our code, and nothing of the row goes with it', async t => {
  await freshStore(t)
  await withSession(async session => {
    const refused = async (sql: string, binds: unknown[] = []) =>
      session.execute(sql, binds as never).then(
        () => t.fail(sql),
        (cause: unknown) => {
          const failure = storeFailure(cause)
          t.notMatch(inspect(failure, { depth: null, showHidden: true }), /secret/i)
          return [failure.code, (failure.cause as Error).message]
        },
      )
    await session.execute("insert into sites (id, name) values ('1', 'secret')")
    t.strictSame(await refused("insert into sites (id, name) values ('2', 'secret')"), ['store/duplicate', 'ORA-00001'])
    const ward = "insert into wards (id, site_id, name) values ('w', 'secret', 'x')"
    t.strictSame(await refused(ward), ['store/reference', 'ORA-02291'])
    t.strictSame(await refused("insert into sites (id) values ('secret')"), ['store/incomplete', 'ORA-01400'])
    t.strictSame(await refused("update sites set name = null where id = '1'"), ['store/incomplete', 'ORA-01407'])
    t.strictSame(await refused("insert into sites (id, name) values (:1, 'x')", ['secret'.repeat(9)]), [
      'store/too-long',
      'ORA-12899',
    ])
    t.strictSame(await refused('select * from nothing_here'), ['store/schema', 'ORA-00942'])
    await session.rollback()
  })
})

t.test('a lock held elsewhere is waited for, and given up as busy when the time is over', async t => {
  const store = await freshStore(t)
  const { patientId } = await discharged(store)
  const impatient = oracleConnection(await openPool({ ...oracleTarget!, pool: { max: 2, callTimeoutMs: 1000 } }))
  t.teardown(() => impatient.close())
  await withSession(async session => {
    await session.execute('select id from patients where id = :1 for update', [patientId])
    const given = impatient.write(tx => impatient.dialect.hold(tx, patients.id, patientId))
    await t.rejects(given, { code: 'store/busy' })
    const changing = store.setProsody(patientId, 0.8, 0)
    await pause(300)
    await session.rollback()
    await t.resolves(changing)
  })
})

t.test('a connection that is ended in the middle leaves nothing half-written, and the store goes on', async t => {
  const store = await freshStore(t)
  const connection = oracleConnection(await openPool({ ...oracleTarget!, pool: { max: 2 } }))
  t.teardown(() => connection.close())
  let tries = 0
  await connection.write(async tx => {
    tries++
    await tx.insert(sites).values({ id: `site-${tries}`, name: `site ${tries}` })
    if (tries === 1) throw Object.assign(new Error('gone'), { code: 'NJS-500', errorNum: 0 })
  })
  t.equal(tries, 2, 'begun again on another connection')
  const rows = await connection.read(db => db.select().from(sites))
  t.strictSame(rows, [{ id: 'site-2', name: 'site 2' }], 'and what the first had written is gone')
  await t.resolves(discharged(store))
})

t.test('a list of more than a thousand, an empty list and a page are said as Oracle reads them', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  await store.raiseAlert(id, raising)
  const connection = oracleConnection(await openPool({ ...oracleTarget!, pool: { max: 2 } }))
  t.teardown(() => connection.close())
  const many = [...Array.from({ length: 1100 }, () => newCallId()), id]
  await connection.read(async db => {
    t.equal((await db.select().from(calls).where(inArray(calls.id, many))).length, 1)
    t.equal((await db.select().from(calls).where(inArray(calls.id, []))).length, 0)
    t.equal((await db.select().from(calls).limit(0)).length, 0)
  })
})

t.test('many rows go in one statement, with long and absent values among them', async t => {
  await freshStore(t)
  const connection = oracleConnection(await openPool({ ...oracleTarget!, pool: { max: 2 } }))
  t.teardown(() => connection.close())
  const rows = Array.from({ length: 12 }, (_, n) => ({ name: `many-${n}`, content: 'é'.repeat(n * 1500) }))
  await connection.write(async tx => {
    const { rowsAffected } = await tx.insert(settings).values(rows)
    t.equal(rowsAffected, rows.length)
  })
  const read = await connection.read(db => db.select().from(settings))
  t.strictSame(read.filter(({ name }) => name.startsWith('many')).sort(byName), [...rows].sort(byName))
})
const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)

t.test('a server that is not there is said in one sentence, soon', async t => {
  const nowhere = oracleConnection(
    await openPool({ ...oracleTarget!, connectString: '127.0.0.1:1/NOWHERE', pool: { min: 0 } }),
  )
  t.teardown(() => nowhere.close())
  await t.rejects(
    nowhere.read(db => db.select().from(sites)),
    { code: 'store/lost' },
  )
})

t.test('an error of the driver that is unknown stays unavailable, by its number alone', t => {
  const failure = storeFailure(Object.assign(new Error('ORA-07445: secret'), { code: 'ORA-07445', errorNum: 7445 }))
  t.match(failure, { code: 'store/unavailable', cause: { message: 'ORA-07445' } })
  t.equal(numberOf(new Error('x')), undefined)
  t.end()
})
