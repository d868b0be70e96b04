import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import { getTableName, is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Connection, Pool } from 'oracledb'
import { clobAsText } from '../../daemon/store/oracle/binds.js'
import { type OracleOptions, openPool } from '../../daemon/store/oracle/pool.js'
import { type OracleStoreOptions, storeOnPool } from '../../daemon/store/oracle/store.js'
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
const PATIENT = { max: 8, callTimeoutMs: 120_000, queueTimeoutMs: 120_000 }

/**
 * One pool for a whole file: a session of its own for every store took half of the time in which it is opened. Nothing else tells
 * when the file is done, so it is closed a while after its last user.
 */
let pool: Promise<Pool> | undefined
let users = 0
let closing: NodeJS.Timeout | undefined
const IDLE_MS = 1000

function pooled(): Promise<Pool> {
  users++
  clearTimeout(closing)
  pool ??= openPool({ ...oracleTarget!, pool: PATIENT })
  return pool
}

function unpooled(): void {
  users--
  if (users > 0) return
  closing = setTimeout(() => {
    const last = pool
    pool = undefined
    void last?.then(open => open.close(0))
  }, IDLE_MS)
}

/** A daemon's store on the schema, whatever it holds. */
export async function oracleStore(options: Omit<OracleStoreOptions, keyof OracleOptions>): Promise<OpenStore> {
  const shared = await pooled()
  const close = () => Promise.resolve(unpooled())
  const mine: Pick<Pool, 'getConnection' | 'close'> = { getConnection: () => shared.getConnection(), close }
  return storeOnPool(mine as Pool, options)
}

/** The first time that a path is seen the schema is emptied for it. */
export async function emptiedFor(path: string): Promise<void> {
  if (path !== pathNow) await withSession(empty)
  pathNow = path
}

/** Something past the store: a statement of the test's own. */
export async function withSession<T>(work: (session: Connection) => Promise<T>): Promise<T> {
  const shared = await pooled()
  const session = await shared.getConnection()
  try {
    return await work(session)
  } finally {
    await session.close()
    unpooled()
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

/** Many of them, each committed; a failed one leaves nothing. */
export const oracleSql = () => ({ rows: oracleRows, close: () => Promise.resolve() })

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

/** Tables whose triggers keep what is in them; asked for once. */
let guarded: readonly string[] | undefined

/** Only what has rows: beside other tests each statement takes the stand-in 10 ms, and each change of a trigger 50. */
async function empty(session: Connection): Promise<void> {
  guarded ??= ((await session.execute<[string]>('select distinct table_name from user_triggers')).rows ?? []).map(
    ([name]) => name.toLowerCase(),
  )
  const counts = tablesInOrder.map(table => `(select count(*) from ${table})`)
  const { rows = [] } = await session.execute<number[]>(`select ${counts.join()} from dual`)
  const filled = tablesInOrder.filter((_, index) => (rows[0]?.[index] ?? 0) > 0)
  const kept = filled.filter(table => guarded?.includes(table))
  for (const table of kept) await session.execute(`alter table ${table} disable all triggers`)
  const deletes = filled.map(table => `delete from ${table};`)
  // The one row that a migration brings.
  const head = "insert into audit_head (id, seq, hash) values ('head', 0, '0');"
  await session.execute(`begin\n${[...deletes, head].join('\n')}\nend;`)
  await session.commit()
  for (const table of kept) await session.execute(`alter table ${table} enable all triggers`)
}
