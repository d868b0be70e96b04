import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable, SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core'
import type { Dialect, Queries } from '../connection.js'

/** Rows of others that are looked past for each that is wanted, then four times as many, at most so often. */
const LOOKED_PAST = { first: 4, factor: 4, tries: 4 } as const

/** Oracle's words, for what drizzle has no builder that both databases understand. */
export const oracleDialect: Dialect = {
  name: 'oracle',
  /**
   * UPDATE, then INSERT where nothing was there; where another session inserted between the two, ORA-00001 lets
   * `Connection.write` begin again. MERGE has the same gap, and takes no text beyond 4000 bytes in its USING (ORA-01461).
   */
  async upsert(tx, table, row, { key, set }) {
    const values = row as Readonly<Record<string, unknown>>
    const here = and(...key.map(column => eq(column, values[propertyOf(table, column)])))
    if (set === undefined || Object.keys(set).length === 0) {
      const there = await tx.select({ one: sql`1` }).from(table).where(here)
      if (there.length > 0) return
    } else {
      const { rowsAffected } = await tx
        .update(table)
        .set(set as SQLiteUpdateSetSource<typeof table>)
        .where(here)
      if (rowsAffected > 0) return
    }
    await tx.insert(table).values(row)
  },
  async hold(tx, key, id, fields) {
    const asked = Object.entries<SQLiteColumn>(fields ?? { key })
    const columns = sql.join(
      asked.map(([, column]) => sql`${column}`),
      sql`, `,
    )
    const [row] = await tx.values(sql`select ${columns} from ${key.table} where ${key} = ${id} for update`)
    if (row === undefined) return undefined
    const cells = asked.map(([name, column], index) => {
      const cell = row[index]
      return [name, cell === null ? null : column.mapFromDriverValue(cell)]
    })
    return Object.fromEntries(cells) as never
  },
  async holdFree(tx, { key, where, orderBy, limit }) {
    let window = limit * LOOKED_PAST.first
    for (let tries = 1; ; tries++, window *= LOOKED_PAST.factor) {
      const free = await freeAmong(tx, key, where, orderBy, window)
      if (free.rows.length >= limit || !free.isFull || tries === LOOKED_PAST.tries) return free.rows.slice(0, limit)
    }
  },
  async setFree(tx, table, { key, ids, where }, set) {
    const locked = await tx.values<[string | number]>(
      sql`select ${key} from ${table} where ${inArray(key, [...ids])} and ${where} for update skip locked`,
    )
    if (locked.length === 0) return 0
    const free = locked.map(([id]) => id)
    const { rowsAffected } = await tx
      .update(table)
      .set(set as SQLiteUpdateSetSource<typeof table>)
      .where(inArray(key, free))
    return rowsAffected
  },
  unindexed: comparison => comparison,
  among: (column, values) => inArray(column, [...values]),
  rows: async (_, __, select) => await select,
  firstOfEach(outer, key, first) {
    const firsts = sql.identifier('firsts')
    const on = sql`${key} = ${firsts}.${sql.identifier(key.name)}`
    return { from: sql`${outer} cross join lateral ${first} ${firsts}`, on }
  },
}

/**
 * The free ones of the first `window` rows. FOR UPDATE does not go with FETCH (ORA-02014), so the window is a query of its own,
 * and what is locked is checked again. More than `limit` may be held until the end of the transaction.
 */
async function freeAmong(tx: Queries, key: SQLiteColumn, where: SQL, orderBy: SQL, window: number) {
  const first = await tx.select({ key }).from(key.table).where(where).orderBy(orderBy).limit(window)
  const ids = first.map(row => String(row.key))
  if (ids.length === 0) return { rows: [], isFull: false }
  const members = sql.join(
    ids.map(id => sql`${id}`),
    sql`, `,
  )
  const locked = await tx.values<[string | number]>(
    sql`select ${key} from ${key.table} where ${key} in (${members}) and ${where} for update skip locked`,
  )
  // The audit's key is a number.
  const free = new Set(locked.map(([id]) => String(id)))
  return { rows: ids.filter(id => free.has(id)), isFull: ids.length === window }
}

/** Under which name a column stands in the schema's table. */
function propertyOf(table: SQLiteTable, column: SQLiteColumn): string {
  const found = Object.entries(table).find(([, one]) => one === column)
  if (found === undefined) throw new Error(`${column.name} is no column of that table`)
  return found[0]
}
