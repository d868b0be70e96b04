import { Column, entityKind, getTableColumns, is, Param, type Query, SQL, StringChunk, sql } from 'drizzle-orm'
import { SQLiteAsyncDialect, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { driverValue, given, type InsertRow } from '../insert-values.js'
import { isColumn, kindOf, OutBind, RowValues } from './binds.js'
import { oracleName } from './words.js'

type Select = Parameters<SQLiteAsyncDialect['buildSelectQuery']>[0]
type Insert = Parameters<SQLiteAsyncDialect['buildInsertQuery']>[0]
type Update = Parameters<SQLiteAsyncDialect['buildUpdateQuery']>[0]
type Delete = Parameters<SQLiteAsyncDialect['buildDeleteQuery']>[0]
type Returning = Insert['returning']

/** Most members of one IN list (ORA-01795, up to 21c). */
const LIST_MEMBERS = 1000

const notPorted = (what: string): Error => new Error(`${what} is not ported to Oracle: see daemon/store/connection.ts`)

/**
 * Oracle's SQL from the query builders and column types that drizzle has for SQLite: one schema speaks to both databases. What
 * cannot be said throws rather than being sent: ON CONFLICT is `Dialect.upsert`.
 */
export class OracleText extends SQLiteAsyncDialect {
  static override readonly [entityKind]: string = 'OracleText'

  override escapeName(name: string): string {
    return oracleName(name)
  }
  override escapeParam(index: number): string {
    return `:${index + 1}`
  }
  override sqlToQuery(text: SQL): Query {
    const query = text.toQuery({
      // Set by SQLiteDialect's constructor, but not declared.
      casing: (this as unknown as { casing: Parameters<SQL['toQuery']>[0]['casing'] }).casing,
      escapeName: name => this.escapeName(name),
      escapeParam: index => this.escapeParam(index),
      escapeString: string => this.escapeString(string),
      // Drizzle's typings are those of another driver; ours travel the same way.
      prepareTyping: encoder => kindOf(encoder) as never,
    })
    return { ...query, sql: inOracle(query.sql) }
  }

  /** Pages with OFFSET … FETCH, and orders NULL first as SQLite does. */
  override buildSelectQuery(config: Select): SQL {
    const { limit, offset, ...unpaged } = config
    if (config.setOperators.length > 0) throw notPorted('a set operator')
    const select = super.buildSelectQuery({
      ...unpaged,
      ...(config.orderBy && { orderBy: config.orderBy.map(nullsAsInSqlite) }),
    })
    if (limit !== undefined || offset !== undefined) select.append(sql` offset ${offset ?? 0} rows`)
    if (limit !== undefined) select.append(sql` fetch next ${limit} rows only`)
    return select
  }

  override buildInsertQuery({ table, values, onConflict, returning, select, withList }: Insert): SQL {
    if (onConflict && onConflict.length > 0) throw notPorted('ON CONFLICT')
    if (select || is(values, SQL) || !Array.isArray(values)) throw notPorted('INSERT … SELECT')
    if (withList && withList.length > 0) throw notPorted('WITH before INSERT')
    const rows = values as readonly InsertRow[]
    const all = Object.entries(getTableColumns(table) as Record<string, SQLiteColumn>)
    const columns = all.filter(([key, column]) => rows.some(row => given(row[key], column) !== undefined))
    const cells = columns.map(([key, column]) => cell(rows, key, column))
    const names = list(columns.map(([, column]) => sql.identifier(column.name)))
    return withReturning(sql`insert into ${table} (${names}) values (${list(cells)})`, returning)
  }
  override buildUpdateQuery({ returning, ...update }: Update): SQL {
    if (update.limit !== undefined || update.joins.length > 0) throw notPorted('UPDATE with LIMIT or JOIN')
    return withReturning(super.buildUpdateQuery(update), returning)
  }
  override buildDeleteQuery({ returning, ...deletion }: Delete): SQL {
    if (deletion.limit !== undefined) throw notPorted('DELETE with LIMIT')
    return withReturning(super.buildDeleteQuery(deletion), returning)
  }
}

const list = (parts: readonly (SQL | ReturnType<typeof sql.identifier>)[]): SQL => sql.join([...parts], sql`, `)

/** One row's value, or the values of all rows in one place: the statement is then run for many rows in one round trip. */
function cell(rows: readonly InsertRow[], key: string, column: SQLiteColumn): SQL {
  const values = rows.map(row => given(row[key], column))
  const [only] = values
  if (values.length === 1) return only === undefined ? sql`null` : sql`${only}`
  const plain = values.map(value => {
    if (is(value, SQL)) throw notPorted('an expression in an insert of several rows')
    return driverValue(value, column)
  })
  return sql`${new Param(new RowValues(plain, kindOf(column)))}`
}

function withReturning(text: SQL, returning: Returning): SQL {
  if (!returning) return text
  const columns = returning.map(({ field }) => {
    if (!isColumn(field)) throw notPorted('RETURNING of an expression')
    return field
  })
  const out = list(columns.map(column => sql`${new Param(new OutBind(column))}`))
  return text.append(sql` returning ${list(columns.map(({ name }) => sql.identifier(name)))} into ${out}`)
}

type Order = NonNullable<Select['orderBy']>[number]

/** SQLite takes NULL for less than everything, Oracle for more. */
function nullsAsInSqlite(order: Order): Order {
  const chunks = is(order, SQL) ? order.queryChunks : [order]
  if (chunks.some(chunk => is(chunk, Column) && chunk.notNull)) return order
  const last = chunks.at(-1)
  const falls = is(last, StringChunk) && last.value.join('').trim() === 'desc'
  return falls ? sql`${order} nulls last` : sql`${order} nulls first`
}

/**
 * What drizzle writes as plain text and Oracle reads otherwise: `true` and `false` are no conditions (drizzle says false for
 * an empty IN list), and a list has at most 1000 members. Values are binds, so outside of quotes there is nothing else.
 */
function inOracle(text: string): string {
  return text
    .split(/('(?:[^']|'')*')/)
    .map((part, index) => (index % 2 === 1 ? part : conditions(part)))
    .join('')
}

const conditions = (part: string): string =>
  part
    .replace(/\bfalse\b/g, '1 = 0')
    .replace(/\btrue\b/g, '1 = 1')
    .replace(
      /(\S+) (not )?in \((:\d+(?:, :\d+)*)\)/g,
      (whole, column: string, not: string | undefined, binds: string) => {
        const members = binds.split(', ')
        if (members.length <= LIST_MEMBERS) return whole
        const lists: string[] = []
        for (let from = 0; from < members.length; from += LIST_MEMBERS)
          lists.push(`${column} ${not ?? ''}in (${members.slice(from, from + LIST_MEMBERS).join(', ')})`)
        return `(${lists.join(not === undefined ? ' or ' : ' and ')})`
      },
    )
