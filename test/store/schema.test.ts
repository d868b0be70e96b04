import { appendFileSync, cpSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { getTableName, is, type SQL } from 'drizzle-orm'
import { getTableConfig, SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import t from 'tap'
import { migrationsFolder } from '../../daemon/store/libsql/migrate.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import * as schema from '../../daemon/store/schema.js'
import { freshStore, KEY, tempFolder } from './scene.js'

const tables = Object.values(schema).filter(one => is(one, SQLiteTable))

/** What a table is made of, as far as both sides can tell: columns, foreign keys, unique and other indexes. */
interface Shape {
  readonly columns: readonly string[]
  readonly references: readonly string[]
  readonly unique: readonly string[]
  readonly indexes: readonly string[]
}

function shapeInCode(table: SQLiteTable): Shape {
  const { columns, foreignKeys, uniqueConstraints, indexes, primaryKeys } = getTableConfig(table)
  const keyColumns = primaryKeys.flatMap(key => key.columns.map(column => column.name))
  const named = (parts: readonly (SQLiteColumn | SQL)[]) =>
    parts.map(part => (is(part, SQLiteColumn) ? part.name : '?')).join()
  const single = columns.filter(column => column.isUnique).map(column => column.name)
  const uniqueIndexes = indexes.filter(index => index.config.unique)
  return {
    columns: columns
      .map(column => {
        const key = column.primary || keyColumns.includes(column.name)
        return `${column.name} ${column.getSQLType()}${column.notNull || key ? ' not null' : ''}${key ? ' key' : ''}`
      })
      .sort(),
    references: foreignKeys
      .map(key => key.reference())
      .map(({ columns, foreignTable }) => `${named(columns)} -> ${getTableName(foreignTable)}`)
      .sort(),
    unique: [
      ...single,
      ...uniqueConstraints.map(constraint => named(constraint.columns)),
      ...uniqueIndexes.map(
        index => `${named(index.config.columns as SQLiteColumn[])}${index.config.where ? ' where' : ''}`,
      ),
    ].sort(),
    indexes: indexes
      .filter(index => !index.config.unique)
      .map(({ config }) => `${config.name}: ${named(config.columns as SQLiteColumn[])}${config.where ? ' where' : ''}`)
      .sort(),
  }
}

type Client = ReturnType<typeof createClient>
async function shapeInDatabase(raw: Client, name: string): Promise<Shape> {
  const rows = async (sql: string) => (await raw.execute(sql)).rows as unknown as Record<string, string | number>[]
  const unique: string[] = []
  const indexes: string[] = []
  for (const index of await rows(`PRAGMA index_list(${name})`)) {
    const columns = (await rows(`PRAGMA index_info(${index.name})`)).map(column => column.name).join()
    if (index.origin === 'pk') continue
    const shape = `${columns}${index.partial === 1 ? ' where' : ''}`
    if (index.unique === 1) unique.push(shape)
    else indexes.push(`${index.name}: ${shape}`)
  }
  return {
    columns: (await rows(`PRAGMA table_info(${name})`))
      .map(({ name, type, notnull, pk }) => {
        const key = Number(pk) > 0
        return `${name} ${String(type).toLowerCase()}${notnull === 1 ? ' not null' : ''}${key ? ' key' : ''}`
      })
      .sort(),
    references: (await rows(`PRAGMA foreign_key_list(${name})`)).map(key => `${key.from} -> ${key.table}`).sort(),
    unique: unique.sort(),
    indexes: indexes.sort(),
  }
}

t.test('the migrations make exactly the tables that the code speaks of', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  await freshStore(t, { path })
  const raw = createClient({ url: `file:${path}` })
  t.teardown(() => raw.close())
  const { rows } = await raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
  const made = rows.map(row => row.name).filter(name => name !== 'schema_migrations')
  t.strictSame(made.sort(), tables.map(getTableName).sort())
  for (const table of tables)
    t.strictSame(await shapeInDatabase(raw, getTableName(table)), shapeInCode(table), getTableName(table))
})

t.test('a second start applies nothing and loses nothing', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  await (await openLibsqlStore({ path, key: KEY })).close()
  await t.resolves(freshStore(t, { path }))
  const raw = createClient({ url: `file:${path}` })
  t.teardown(() => raw.close())
  const applied = (await raw.execute('SELECT * FROM schema_migrations')).rows.length
  t.equal(applied, readdirSync(migrationsFolder()).length)
})

t.test('two starts at the same instant make one database', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  await t.resolves(Promise.all([freshStore(t, { path }), freshStore(t, { path }), freshStore(t, { path })]))
})

t.test('a migration that fails leaves the database as it was', async t => {
  const folder = tempFolder(t)
  const migrations = join(folder, 'migrations')
  const path = join(folder, 'hellojade.db')
  cpSync(migrationsFolder(), migrations, { recursive: true })
  await (await openLibsqlStore({ path, key: KEY, migrations })).close()
  writeFileSync(join(migrations, '9001_half.sql'), 'CREATE TABLE half (a TEXT); CREATE TABLE half (a TEXT);')
  await t.rejects(openLibsqlStore({ path, key: KEY, migrations }), { code: 'store/unavailable' })
  writeFileSync(join(migrations, '9001_half.sql'), 'CREATE TABLE half (a TEXT);')
  await t.resolves(freshStore(t, { path, migrations }), 'half is not there, so it can be made')
})

t.test('a migration changed after it was applied is refused', async t => {
  const folder = tempFolder(t)
  const migrations = join(folder, 'migrations')
  const path = join(folder, 'hellojade.db')
  cpSync(migrationsFolder(), migrations, { recursive: true })
  await (await openLibsqlStore({ path, key: KEY, migrations })).close()
  appendFileSync(join(migrations, '0001_house.sql'), '-- a later thought\n')
  await t.rejects(openLibsqlStore({ path, key: KEY, migrations }), { code: 'store/schema' })
})

t.test('a daemon runs on the schema of a later one unless it says that it breaks', async t => {
  const folder = tempFolder(t)
  const later = join(folder, 'migrations')
  const path = join(folder, 'hellojade.db')
  cpSync(migrationsFolder(), later, { recursive: true })
  writeFileSync(join(later, '9001_more.sql'), 'CREATE TABLE more (a TEXT);')
  await (await openLibsqlStore({ path, key: KEY, migrations: later })).close()
  await (await openLibsqlStore({ path, key: KEY })).close()
  writeFileSync(join(later, '9002_broke.sql'), '-- breaking\nDROP TABLE more;')
  await (await openLibsqlStore({ path, key: KEY, migrations: later })).close()
  await t.rejects(openLibsqlStore({ path, key: KEY }), { code: 'store/schema' })
})
