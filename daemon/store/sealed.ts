import { type Column, getTableName } from 'drizzle-orm'
import { customType, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Sealed, Vault } from './vault.js'

/**
 * The column type of everything personal. Its values are envelopes of the vault, so plain text in such a column does not
 * compile. (A column type alone cannot seal: drizzle gives it the value but not the row it is bound to.)
 */
export const sealed = customType<{ data: Sealed; driverData: string }>({ dataType: () => 'text' })

/** Whether a column is of that type: what a rotation of the keys seals anew. */
export const isSealed = (column: Column): boolean => column.columnType === 'SQLiteCustomColumn'

/** Seals and opens the columns of one row; undefined and null pass through. */
export interface RowSeal {
  readonly seal: (column: SQLiteColumn, text: string) => Sealed
  readonly sealMaybe: (column: SQLiteColumn, text: string | undefined) => Sealed | null
  readonly open: (column: SQLiteColumn, value: Sealed) => string
  readonly openMaybe: (column: SQLiteColumn, value: Sealed | null) => string | null
}

export function rowSeal(vault: Vault, row: string): RowSeal {
  const place = (column: SQLiteColumn) => ({ table: getTableName(column.table), column: column.name, row })
  return {
    seal: (column, text) => vault.seal(place(column), text),
    sealMaybe: (column, text) => (text === undefined ? null : vault.seal(place(column), text)),
    open: (column, value) => vault.open(place(column), value),
    openMaybe: (column, value) => (value === null ? null : vault.open(place(column), value)),
  }
}
