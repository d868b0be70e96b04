import { appendFileSync, cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getTableName, is } from 'drizzle-orm'
import {
  getTableConfig,
  SQLiteBoolean,
  type SQLiteColumn,
  SQLiteReal,
  SQLiteTable,
  SQLiteTimestamp,
} from 'drizzle-orm/sqlite-core'
import t from 'tap'
import { migrationsOf, readMigrations } from '../../daemon/store/migrations.js'
import { migrate, migrationStatus } from '../../daemon/store/oracle/migrate.js'
import { openOracleStore } from '../../daemon/store/oracle/store.js'
import * as schema from '../../daemon/store/schema.js'
import { emptiedFor, oracleRows, oracleTarget, withSession } from './oracle-scene.js'
import { KEY, tempFolder } from './scene.js'

const tables = Object.values(schema).filter(one => is(one, SQLiteTable))
/** What the database keeps for itself, and the tests' mark. */
const NOT_OURS = new Set(['schema_migrations', 'schema_lock', 'hellojade_test_schema'])

/** The type that a column of the code must have in Oracle; text is CLOB or VARCHAR2 as the migration says. */
function typeOf(column: SQLiteColumn): RegExp {
  if (is(column, SQLiteTimestamp)) return /^TIMESTAMP\(\d\) WITH TIME ZONE$/
  if (is(column, SQLiteBoolean)) return /^NUMBER$/
  if (is(column, SQLiteReal)) return /^BINARY_DOUBLE$/
  if (column.getSQLType() === 'integer') return /^NUMBER$/
  return /^(VARCHAR2|CLOB)$/
}

t.test('the migrations make exactly the tables and columns that the code speaks of', async t => {
  const rows = await oracleRows('select lower(table_name) as name from user_tables')
  const made = rows.map(({ name }) => String(name)).filter(name => !NOT_OURS.has(name))
  t.strictSame(made.sort(), tables.map(getTableName).sort())
  for (const table of tables) {
    const name = getTableName(table)
    const columns = await oracleRows(
      `select lower(column_name) as name, data_type, nullable from user_tab_columns where table_name = '${name.toUpperCase()}'`,
    )
    const { columns: ours, primaryKeys } = getTableConfig(table)
    const keys = new Set(primaryKeys.flatMap(key => key.columns.map(column => column.name)))
    t.strictSame(columns.map(column => column.name).sort(), ours.map(column => column.name).sort(), name)
    for (const column of ours as readonly SQLiteColumn[]) {
      const there = columns.find(one => one.name === column.name)
      t.match(there?.data_type, typeOf(column), `${name}.${column.name}`)
      const mandatory = column.notNull || column.primary || keys.has(column.name)
      t.equal(there?.nullable, mandatory ? 'N' : 'Y', `${name}.${column.name} may be NULL`)
    }
  }
})

t.test('text of a fixed room is counted in characters, not in bytes', t => {
  for (const { name, sql } of readMigrations(migrationsOf('oracle')))
    for (const type of sql.match(/VARCHAR2[^,)]*\)?/gi) ?? []) t.match(type, /^VARCHAR2\(\d+ CHAR\)$/i, name)
  t.end()
})

t.test('the migrations make the indexes and unique keys that the code speaks of', async t => {
  const rows = await oracleRows('select lower(index_name) as name, uniqueness from user_indexes')
  const there = new Map(rows.map(({ name, uniqueness }) => [String(name), uniqueness === 'UNIQUE']))
  for (const table of tables) {
    const { indexes, uniqueConstraints } = getTableConfig(table)
    for (const { config } of indexes) t.equal(there.get(config.name), config.unique, config.name)
    for (const key of uniqueConstraints) t.equal(there.get(key.getName() ?? ''), true, key.getName() ?? '')
  }
})

t.test('a daemon refuses an old schema and says the command; migrating twice applies nothing twice', async t => {
  const folder = tempFolder(t)
  await emptiedFor(folder)
  cpSync(migrationsOf('oracle'), folder, { recursive: true })
  writeFileSync(
    join(folder, '9001_later.sql'),
    'CREATE TABLE later_things (a NUMBER(1));\nCREATE INDEX later_a ON later_things (a);\n',
  )
  t.teardown(() => tidy())
  const opening = openOracleStore({ ...oracleTarget!, key: KEY, migrations: folder })
  await t.rejects(opening, { code: 'store/schema', facts: { reason: '9001_later.sql: run "hellojade migrate"' } })
  const runs = await Promise.all([migrateIn(folder), migrateIn(folder)])
  t.strictSame(runs.flat(), ['9001_later.sql'], 'of two at once, one applies it')
  await (await openOracleStore({ ...oracleTarget!, key: KEY, migrations: folder })).close()
  await (await openOracleStore({ ...oracleTarget!, key: KEY })).close()
  const states = await withSession(session => migrationStatus(session, migrationsOf('oracle')))
  t.match(states.at(-1), { name: '9001_later.sql', state: 'newer' })
  appendFileSync(join(folder, '9001_later.sql'), '-- a later thought\n')
  await t.rejects(openOracleStore({ ...oracleTarget!, key: KEY, migrations: folder }), { code: 'store/schema' })
})

t.test('a daemon refuses a schema that a later one broke', async t => {
  const folder = tempFolder(t)
  cpSync(migrationsOf('oracle'), folder, { recursive: true })
  writeFileSync(join(folder, '9001_later.sql'), '-- breaking\nCREATE TABLE later_things (a NUMBER(1));\n')
  t.teardown(() => tidy())
  await migrateIn(folder)
  await t.rejects(openOracleStore({ ...oracleTarget!, key: KEY }), { code: 'store/schema' })
})

t.test('a migration that broke off goes on at the statement that was not done', async t => {
  const folder = tempFolder(t)
  cpSync(migrationsOf('oracle'), folder, { recursive: true })
  const file = join(folder, '9001_later.sql')
  const first = 'CREATE TABLE later_things (a NUMBER(1));\n'
  writeFileSync(file, `${first}CREATE INDEX later_a ON later_nothing (a);\n`)
  t.teardown(() => tidy())
  await t.rejects(migrateIn(folder))
  const states = await withSession(session => migrationStatus(session, folder))
  t.match(states.at(-1), { name: '9001_later.sql', state: 'pending' })
  await oracleRows('update schema_migrations set statements = 0 where id = 9001')
  writeFileSync(file, `${first}CREATE INDEX later_a ON later_things (a);\n`)
  t.strictSame(await migrateIn(folder), ['9001_later.sql'], 'though the first was done and not noted')
})

const migrateIn = (folder: string): Promise<readonly string[]> =>
  withSession(holder => withSession(worker => migrate({ holder, worker }, folder, () => new Date())))

async function tidy(): Promise<void> {
  await oracleRows('drop table later_things purge').catch(() => {})
  await oracleRows('delete from schema_migrations where id = 9001')
}
