import { Column, is } from 'drizzle-orm'
import { SQLiteBaseInteger, type SQLiteColumn, SQLiteReal, SQLiteTimestamp } from 'drizzle-orm/sqlite-core'
import oracledb, { type BindParameter } from 'oracledb'

/**
 * Oracle takes '' for NULL. So an empty text is written as this one character, and a text that begins with it gets one more:
 * whatever is written is read back as it was, '' is found by '', and still comes before every other text.
 */
const EMPTY = '\u0001'
const written = (text: string): string => (text === '' || text.startsWith(EMPTY) ? EMPTY + text : text)
const read = (text: string): string => (text.startsWith(EMPTY) ? text.slice(1) : text)

/** What a RETURNING clause may bring back as text. */
const RETURNED_BYTES = 4000

/** How a bind is typed: drizzle gives the driver a number for an instant, Oracle wants a Date. */
export type Kind = 'instant' | 'none'
export const kindOf = (encoder: unknown): Kind => (is(encoder, SQLiteTimestamp) ? 'instant' : 'none')

/** One place in a statement that is run for several rows: a value of each. */
export class RowValues {
  readonly values: readonly unknown[]
  readonly kind: Kind
  constructor(values: readonly unknown[], kind: Kind) {
    this.values = values
    this.kind = kind
  }
}

/** A place that a RETURNING clause fills. */
export class OutBind {
  readonly column: SQLiteColumn
  constructor(column: SQLiteColumn) {
    this.column = column
  }
}

export const outBind = ({ column }: OutBind): BindParameter => {
  if (is(column, SQLiteTimestamp)) return { dir: oracledb.BIND_OUT, type: oracledb.DB_TYPE_TIMESTAMP_TZ }
  const isNumber = is(column, SQLiteBaseInteger) || is(column, SQLiteReal)
  return isNumber
    ? { dir: oracledb.BIND_OUT, type: oracledb.NUMBER }
    : { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: RETURNED_BYTES }
}

/**
 * The value of one bind as oracledb takes it. A text goes as VARCHAR2 however long it is: the driver sends what is beyond the
 * server's limit behind the others, as it does for a CLOB. Into a column that is none it is refused (ORA-01461, 12899).
 */
export function inBind(value: unknown, kind: Kind): BindParameter {
  if (kind === 'instant' || value instanceof Date)
    return { val: value === null ? null : new Date(value as number | Date), type: oracledb.DB_TYPE_TIMESTAMP_TZ }
  if (typeof value === 'string') return { val: written(value), type: oracledb.STRING }
  if (value === null || value === undefined) return { val: null, type: oracledb.STRING }
  return { val: typeof value === 'boolean' ? Number(value) : value }
}

/** One column of a statement for many rows has one type and, for text, the room for its longest value. */
export function rowsBind({ values, kind }: RowValues): { readonly values: unknown[]; readonly bind: BindParameter } {
  const binds = values.map(value => inBind(value, kind))
  const given = binds.find(({ val }) => val !== null)
  const type = given === undefined ? oracledb.STRING : (given.type ?? oracledb.NUMBER)
  const widest = Math.max(1, ...binds.map(({ val }) => (typeof val === 'string' ? Buffer.byteLength(val) : 0)))
  return {
    values: binds.map(({ val }): unknown => val),
    bind: { type, ...(type === oracledb.STRING && { maxSize: widest }) },
  }
}

/** As SQLite's driver gives it: an instant in ms, a text as it was written. */
export const fromOracle = (value: unknown): unknown =>
  value instanceof Date ? value.getTime() : typeof value === 'string' ? read(value) : value

/** A CLOB comes as text with its row, without a round trip of its own. */
export const clobAsText = ({ dbType }: oracledb.Metadata<unknown>) =>
  dbType === oracledb.DB_TYPE_CLOB || dbType === oracledb.DB_TYPE_NCLOB ? { type: oracledb.STRING } : undefined

export const isColumn = (field: unknown): field is SQLiteColumn => is(field, Column)
