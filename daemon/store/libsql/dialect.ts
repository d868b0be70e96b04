import { eq, sql } from 'drizzle-orm'
import type { IndexColumn, SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core'
import type { Dialect } from '../connection.js'

/** SQLite's words. A transaction holds the write lock from its start, so a row that was read is held. */
export const libsqlDialect: Dialect = {
  name: 'libsql',
  async upsert(tx, table, row, { key, set }) {
    const insert = tx.insert(table).values(row)
    if (set === undefined) await insert.onConflictDoNothing()
    else
      await insert.onConflictDoUpdate({
        target: key as IndexColumn[],
        set: set as SQLiteUpdateSetSource<typeof table>,
      })
  },
  async hold(tx, key, id) {
    const rows = await tx.select({ key }).from(key.table).where(eq(key, id))
    return rows.length > 0
  },
  async holdFree(tx, { key, where, orderBy, limit }) {
    const rows = await tx.select({ key }).from(key.table).where(where).orderBy(orderBy).limit(limit)
    return rows.map(row => String(row.key))
  },
  // A unary plus binds before the comparison and takes the column out of the planner's sight (sqlite.org, The Query Optimizer Overview).
  unindexed: comparison => sql`+${comparison}`,
}
