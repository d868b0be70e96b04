import { inArray, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { normaliseName, normalisePhone } from './normalise.js'
import type { Vault } from './vault.js'

/** What is looked up without being readable: a field's name, which has a key of its own, and how its texts are compared. */
export interface BlindIndex {
  readonly field: string
  readonly normalise: (text: string) => string
}

export const FAMILY_NAME: BlindIndex = { field: 'family-name', normalise: normaliseName }
export const PHONE: BlindIndex = { field: 'phone', normalise: normalisePhone }
/** Of what a system's number means, whose it is, and the number: what its sealed text holds. */
export const EXTERNAL_ID: BlindIndex = { field: 'external-id', normalise: text => text }
/** Of a message that came, and came again. It is not kept, so a rotation forgets it: it lives a month. */
export const MESSAGE: BlindIndex = { field: 'message', normalise: text => text }

/** What is written beside the sealed text. */
export const blindIndexOf = (vault: Vault, { field, normalise }: BlindIndex, text: string): string =>
  vault.blindIndex(field, normalise(text))

/** Rows of this text, also those that a rotation of the keys has not come to yet. */
export const blindlyEqual = (vault: Vault, column: SQLiteColumn, { field, normalise }: BlindIndex, text: string): SQL =>
  inArray(column, vault.blindIndexes(field, normalise(text)))
