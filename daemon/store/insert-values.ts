import { is, Param, SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'

/** A row as drizzle's insert builder hands it on, by the names of the schema. */
export type InsertRow = Readonly<Record<string, Param | SQL>>

/** What goes into a column of an insert; undefined leaves it to the database's own default. */
export function given(value: Param | SQL | undefined, column: SQLiteColumn): Param | SQL | undefined {
  // drizzle's is() looks through every class above, for each cell 1 µs and more.
  if (value !== undefined && !(value instanceof Param && value.value === undefined)) return value
  if (column.defaultFn) return new Param(column.defaultFn(), column)
  return column.hasDefault && column.default !== undefined ? asCell(column.default, column) : undefined
}
const asCell = (value: unknown, column: SQLiteColumn): Param | SQL =>
  is(value, SQL) ? value : new Param(value, column)

/** As the driver takes it; of what is given as no expression. */
export const driverValue = (value: Param | undefined, column: SQLiteColumn): unknown =>
  value === undefined || value.value === null ? null : column.mapToDriverValue(value.value)
