import { getTableName, inArray, is, or, type SQL } from 'drizzle-orm'
import { getTableConfig, type SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { PatientId } from '../../domain/ids.js'
import type { Queries } from '../connection.js'
import * as schema from '../schema.js'

/** A table whose rows belong to patients, and which rows are those of some of them. */
export interface Belongings {
  readonly name: string
  readonly table: SQLiteTable
  readonly of: (db: Queries, ids: readonly PatientId[]) => SQL
}

interface Reference {
  readonly column: SQLiteColumn
  readonly to: SQLiteColumn
}

const TABLES = Object.values(schema).filter(one => is(one, SQLiteTable))

/** A row belongs to whom the row it refers to belongs to, over any number of steps; what refers to its own table does not count. */
const references = (table: SQLiteTable): readonly Reference[] =>
  getTableConfig(table)
    .foreignKeys.map(key => key.reference())
    .filter(({ foreignTable }) => foreignTable !== table)
    .map(({ columns, foreignColumns }) => ({ column: columns[0]!, to: foreignColumns[0]! }))

/**
 * Every table that leads to a patient by its foreign keys, rows that refer before rows that are referred to: the order in which
 * they are deleted. Found in the schema, so that a table added later is exported and erased without being listed anywhere.
 */
export function belongings(): readonly Belongings[] {
  const leads = new Map<SQLiteTable, boolean>()
  const leadsToPatient = (table: SQLiteTable): boolean => {
    const known = leads.get(table)
    if (known !== undefined) return known
    leads.set(table, false)
    const found = table === schema.patients || references(table).some(({ to }) => leadsToPatient(to.table))
    leads.set(table, found)
    return found
  }
  const ordered: SQLiteTable[] = []
  const place = (table: SQLiteTable): void => {
    if (ordered.includes(table)) return
    for (const other of TABLES)
      if (other !== table && leadsToPatient(other) && references(other).some(({ to }) => to.table === table))
        place(other)
    ordered.push(table)
  }
  place(schema.patients)

  const of = (table: SQLiteTable, db: Queries, ids: readonly PatientId[]): SQL => {
    if (table === schema.patients) return inArray(schema.patients.id, [...ids])
    const owned = references(table).filter(({ to }) => leadsToPatient(to.table))
    const conditions = owned.map(({ column, to }) => {
      const parent = to.table
      if (parent === schema.patients) return inArray(column, [...ids])
      return inArray(
        column,
        db
          .select({ to })
          .from(parent)
          .where(of(parent, db, ids)),
      )
    })
    return or(...conditions)!
  }
  return ordered.map(table => ({ name: getTableName(table), table, of: (db, ids) => of(table, db, ids) }))
}
