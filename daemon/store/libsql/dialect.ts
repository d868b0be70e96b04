import { and, eq, is, SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { IndexColumn, SQLiteColumn, SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core'
import type { AskedFields, Dialect, Queries } from '../connection.js'

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
  async hold(tx, key, id, fields) {
    const [row] = await tx
      .select(fields ?? { key })
      .from(key.table)
      .where(eq(key, id))
    return row as never
  },
  async holdFree(tx, { key, where, orderBy, limit }) {
    const rows = await tx.select({ key }).from(key.table).where(where).orderBy(orderBy).limit(limit)
    return rows.map(row => String(row.key))
  },
  async setFree(tx, table, { key, ids, where }, set) {
    const { rowsAffected } = await tx
      .update(table)
      .set(set as SQLiteUpdateSetSource<typeof table>)
      .where(and(among(key, ids), where))
    return rowsAffected
  },
  // A unary plus binds before the comparison and takes the column out of the planner's sight (sqlite.org, The Query Optimizer Overview).
  unindexed: comparison => sql`+${comparison}`,
  among,
  // SQLite keeps the order of a subquery under an aggregate that is neither count, min nor max.
  async rows<Row>(tx: Queries, fields: AskedFields, select: SQLWrapper & PromiseLike<Row[]>) {
    const columns = Object.entries(fields).map(([key, field]) =>
      is(field, SQL.Aliased)
        ? { key, name: field.fieldAlias, decoder: undefined }
        : { key, name: field.name, decoder: field },
    )
    const names = sql.join(
      columns.map(({ name }) => sql.identifier(name)),
      sql`, `,
    )
    const [found] = await tx.values<[string]>(
      sql`select json_group_array(json_array(${names})) from (${select.getSQL()})`,
    )
    const rows = JSON.parse(found?.[0] ?? '[]') as (string | number | null)[][]
    return rows.map(cells => {
      const row: Record<string, unknown> = {}
      columns.forEach(({ key, decoder }, i) => {
        const cell = cells[i]
        row[key] = cell === null || cell === undefined ? null : (decoder?.mapFromDriverValue(cell) ?? cell)
      })
      return row as Row
    })
  },
  // There is no LATERAL; a correlated list is looked up by its key, once for each outer row.
  firstOfEach: (outer, key, first) => ({ from: sql`${outer}`, on: sql`${key} in ${first}` }),
}

function among(column: SQLiteColumn, values: readonly string[]): SQL {
  return sql`${column} in (select value from json_each(${JSON.stringify(values)}))`
}
