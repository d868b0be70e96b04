import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import { getTableName, is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import oracledb, { type Connection } from 'oracledb'
import { clobAsText } from '../../daemon/store/oracle/binds.js'
import type { OracleOptions } from '../../daemon/store/oracle/pool.js'
import { type OracleStoreOptions, openOracleStore } from '../../daemon/store/oracle/store.js'
import * as schema from '../../daemon/store/schema.js'
import type { OpenStore } from '../../daemon/store/store.js'

/** "user/password@host:port/service", as SQL*Plus takes it. */
export function targetOf(url: string): OracleOptions {
  const [, user, password, connectString] = /^([^/]+)\/(.+)@([^@]+)$/.exec(url) ?? []
  if (user === undefined || password === undefined || connectString === undefined)
    throw new Error('ORACLE_TEST_URL is user/password@host:port/service')
  return { user, password, connectString }
}

/** Set in the processes that test/store/oracle.test.ts starts. */
const { STORE_ON_ORACLE: url, STORE_SQL_LOG: log } = process.env
export const oracleTarget: OracleOptions | undefined = url ? targetOf(url) : undefined

if (log) {
  const seen = new Set<unknown>()
  subscribe('hellojade:oracle:statement', sql => {
    if (seen.has(sql)) return
    seen.add(sql)
    appendFileSync(log, `${JSON.stringify(sql)}\n`)
  })
}

let pathNow: string | undefined

/** Beside the other lane of tests the stand-in is slow, and twenty writes at once wait for one another in the audit. */
const PATIENT = { max: 4, callTimeoutMs: 120_000, queueTimeoutMs: 120_000 }

/** A daemon's store on the schema, whatever it holds. */
export const oracleStore = (options: Omit<OracleStoreOptions, keyof OracleOptions>): Promise<OpenStore> =>
  openOracleStore({ ...options, ...oracleTarget!, pool: PATIENT })

/** The first time that a path is seen the schema is emptied for it. */
export async function emptiedFor(path: string): Promise<void> {
  if (path !== pathNow) await withSession(empty)
  pathNow = path
}

/** Something past the store: a statement of the test's own. */
export async function withSession<T>(work: (session: Connection) => Promise<T>): Promise<T> {
  const session = await oracledb.getConnection({ ...oracleTarget! })
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

type Rows = readonly Record<string, unknown>[]

async function rowsOn(session: Connection, sql: string): Promise<Rows> {
  const result = await session.execute<unknown[]>(sql, [], { autoCommit: true, fetchTypeHandler: clobAsText })
  const names = (result.metaData ?? []).map(({ name }) => name.toLowerCase())
  return (result.rows ?? []).map(row => Object.fromEntries(names.map((name, index) => [name, row[index]])))
}

/** One statement of a test's own, committed. */
export const oracleRows = (sql: string): Promise<Rows> => withSession(session => rowsOn(session, sql))

/** Many of them, each committed, on one session that `close` ends. */
export function oracleSql() {
  let opened: Promise<Connection> | undefined
  const rows = async (sql: string): Promise<Rows> => {
    opened ??= oracledb.getConnection({ ...oracleTarget! })
    const session = await opened
    try {
      return await rowsOn(session, sql)
    } catch (cause) {
      await session.rollback()
      throw cause
    }
  }
  return { rows, close: async () => (await opened)?.close() }
}

/** Every table of the schema, those that name others before the others. */
export const tablesInOrder: readonly string[] = (() => {
  const tables = Object.values(schema).filter(one => is(one, SQLiteTable))
  const left = new Map(
    tables.map(table => {
      const named = getTableConfig(table).foreignKeys.map(key => getTableName(key.reference().foreignTable))
      return [getTableName(table), named.filter(name => name !== getTableName(table))] as const
    }),
  )
  const order: string[] = []
  while (left.size > 0) {
    const named = new Set([...left.values()].flat())
    const free = [...left.keys()].filter(name => !named.has(name))
    if (free.length === 0) throw new Error('tables name each other in a circle')
    for (const name of free) left.delete(name)
    order.push(...free)
  }
  return order
})()

async function empty(session: Connection): Promise<void> {
  const triggers = await session.execute<[string]>('select distinct table_name from user_triggers')
  const kept: string[] = []
  for (const [table] of triggers.rows ?? []) {
    const { rows = [] } = await session.execute<[number]>(`select count(*) from ${table}`)
    if ((rows[0]?.[0] ?? 0) > 0) kept.push(table)
  }
  for (const table of kept) await session.execute(`alter table ${table} disable all triggers`)
  await session.execute(`begin\n${tablesInOrder.map(table => `delete from ${table};`).join('\n')}\nend;`)
  // The one row that a migration brings.
  await session.execute("insert into audit_head (id, seq, hash) values ('head', 0, '0')")
  await session.commit()
  for (const table of kept) await session.execute(`alter table ${table} enable all triggers`)
}
