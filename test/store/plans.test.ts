import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core'
import t from 'tap'
import type { PatientId } from '../../daemon/domain/ids.js'
import { LibsqlText } from '../../daemon/store/libsql/sql-text.js'
import { freshStore, jeanne, sqlOn, tempFolder } from './scene.js'

t.test('a page of patients is read in the order of their key, however many there are', async t => {
  const path = `${tempFolder(t)}/store.db`
  const store = await freshStore(t, { path })
  const id = await store.addPatient(jeanne)
  const asked: string[] = []
  const text = new SQLiteAsyncDialect()
  LibsqlText.prototype.sqlToQuery = query => {
    const said = text.sqlToQuery(query)
    asked.push(said.sql)
    return said
  }
  t.teardown(() => Reflect.deleteProperty(LibsqlText.prototype, 'sqlToQuery'))
  t.strictSame(await store.patients({ after: id, limit: 50 }), [])
  t.equal((await store.patients({ after: '0' as PatientId, limit: 50 })).length, 1)
  const sql = sqlOn(t, path)
  t.ok(asked.some(one => /from "patients".*order by/.test(one)))
  for (const select of asked.filter(one => one.startsWith('select'))) {
    const plan = (await sql(`explain query plan ${select}`)).map(({ detail }) => String(detail)).join('\n')
    t.notMatch(plan, /SCAN/, 'nothing is read from end to end')
    t.notMatch(plan, 'TEMP B-TREE FOR ORDER BY', 'nor sorted')
  }
})

t.test('many rows written at once are each what was given, a value that one of them lacks included', async t => {
  const path = `${tempFolder(t)}/store.db`
  const store = await freshStore(t, { path })
  const numbers = ['+32475000001', '+32475000002', '+32475000003']
  const phones = numbers.map((number, index) => (index === 1 ? { number } : { number, label: `n° ${index}` }))
  const id = await store.addPatient({ ...jeanne, phones })
  t.strictSame((await store.patient(id)).phones, phones)
})
