import { channel } from 'node:diagnostics_channel'
import { entityKind, fillPlaceholders, type Query } from 'drizzle-orm'
import {
  BaseSQLiteDatabase,
  type SelectedFieldsOrdered,
  SQLitePreparedQuery,
  SQLiteSession,
} from 'drizzle-orm/sqlite-core'
import * as drizzle from 'drizzle-orm/utils'
import oracledb, { type BindParameter, type Connection } from 'oracledb'
import type { Queries } from '../connection.js'
import { clobAsText, fromOracle, inBind, type Kind, OutBind, outBind, RowValues, rowsBind } from './binds.js'
import { OracleText } from './sql-text.js'

/** Exported by drizzle-orm 0.45.4, but marked internal. */
const { mapResultRow } = drizzle as unknown as {
  mapResultRow: (fields: SelectedFieldsOrdered, row: unknown[], nullable?: Record<string, boolean>) => unknown
}

/** What a statement brought: rows of arrays in the order asked for. */
interface Ran {
  readonly rows: unknown[][]
  readonly rowsAffected: number
}
type Mapper = (rows: unknown[][]) => unknown
type Method = 'run' | 'all' | 'get'

const text = new OracleText()

/** Every SQL text that is sent, without its values: for tests, and for whoever looks for a slow one. */
const statements = channel('hellojade:oracle:statement')

/** Drizzle on one connection, in whatever transaction it is. */
export const queriesOn = (connection: Connection): Queries =>
  new BaseSQLiteDatabase('async', text, new OracleSession(connection) as never, undefined) as unknown as Queries

class OracleSession extends SQLiteSession<'async', Ran, Record<string, never>, Record<string, never>> {
  static override readonly [entityKind]: string = 'OracleSession'
  readonly #connection: Connection
  constructor(connection: Connection) {
    super(text)
    this.#connection = connection
  }
  override prepareQuery(
    query: Query,
    fields: SelectedFieldsOrdered | undefined,
    method: Method,
    isInArrays: boolean,
    mapper?: Mapper,
  ): never {
    return new Prepared(this.#connection, query, fields, method, isInArrays, mapper) as never
  }
  override transaction(): never {
    throw new Error('Connection.write is the transaction')
  }
}

type Types = { type: 'async'; run: Ran; all: unknown; get: unknown; values: unknown[][]; execute: unknown }

class Prepared extends SQLitePreparedQuery<Types> {
  static override readonly [entityKind]: string = 'OraclePreparedQuery'
  readonly #connection: Connection
  readonly #fields: SelectedFieldsOrdered | undefined
  readonly #isInArrays: boolean
  readonly #mapper: Mapper | undefined
  constructor(
    connection: Connection,
    query: Query,
    fields: SelectedFieldsOrdered | undefined,
    method: Method,
    isInArrays: boolean,
    mapper: Mapper | undefined,
  ) {
    super('async', method, query)
    this.#connection = connection
    this.#fields = fields
    this.#isInArrays = isInArrays
    this.#mapper = mapper
  }
  run(placeholders: Record<string, unknown> = {}): Promise<Ran> {
    const { sql, params, typings } = this.query as Query & { readonly typings?: readonly Kind[] }
    const values = fillPlaceholders(params, placeholders)
    statements.publish(sql)
    return values.some(value => value instanceof RowValues)
      ? runMany(this.#connection, sql, values as readonly RowValues[])
      : runOnce(this.#connection, sql, values, typings ?? [])
  }
  async values(placeholders?: Record<string, unknown>): Promise<unknown[][]> {
    return (await this.run(placeholders)).rows
  }
  async all(placeholders?: Record<string, unknown>): Promise<unknown> {
    const rows = await this.values(placeholders)
    const fields = this.#fields
    if (this.#mapper) return this.#mapper(rows)
    if (!fields) return rows
    const { joinsNotNullableMap } = this as unknown as { joinsNotNullableMap: Record<string, boolean> | undefined }
    return rows.map(row => mapResultRow(fields, row, joinsNotNullableMap))
  }
  async get(placeholders?: Record<string, unknown>): Promise<unknown> {
    const rows = await this.all(placeholders)
    return Array.isArray(rows) ? rows[0] : rows
  }
  isResponseInArrayMode(): boolean {
    return this.#isInArrays
  }
}

const LIMITLESS = { maxRows: 0, fetchArraySize: 500, outFormat: oracledb.OUT_FORMAT_ARRAY } as const

async function runOnce(
  connection: Connection,
  sql: string,
  values: readonly unknown[],
  kinds: readonly Kind[],
): Promise<Ran> {
  const binds = values.map((value, index) =>
    value instanceof OutBind ? outBind(value) : inBind(value, kinds[index] ?? 'none'),
  )
  const options = { ...LIMITLESS, autoCommit: false, fetchTypeHandler: clobAsText }
  const result = await connection.execute<unknown[]>(sql, binds, options)
  const returned = result.outBinds as unknown[][] | undefined
  const rows = returned?.[0]?.map((_, row) => returned.map(column => column[row])) ?? result.rows ?? []
  return { rows: rows.map(row => row.map(fromOracle)), rowsAffected: result.rowsAffected ?? 0 }
}

/** One round trip for all rows. */
async function runMany(connection: Connection, sql: string, places: readonly RowValues[]): Promise<Ran> {
  const columns = places.map(rowsBind)
  const rows = columns[0]!.values.map((_, row) => columns.map(column => column.values[row]))
  const bindDefs: BindParameter[] = columns.map(({ bind }) => bind)
  const { rowsAffected } = await connection.executeMany(sql, rows as never, { bindDefs: bindDefs as never })
  return { rows: [], rowsAffected: rowsAffected ?? 0 }
}
