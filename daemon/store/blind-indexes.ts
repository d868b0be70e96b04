import { inArray, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { readNationalNumber } from '../domain/national-number.js'
import { normaliseName, normalisePhone } from './normalise.js'
import { calls, externalIds, optOuts, patients, phones } from './schema.js'
import type { Vault } from './vault.js'

/** What is looked up without being readable: a field's name, which has a key of its own, and how its texts are compared. */
export interface BlindIndex {
  readonly field: string
  readonly normalise: (text: string) => string
}

export const FAMILY_NAME: BlindIndex = { field: 'family-name', normalise: normaliseName }
export const NATIONAL_NUMBER: BlindIndex = {
  field: 'national-number',
  normalise: text => readNationalNumber(text) ?? '',
}
export const PHONE: BlindIndex = { field: 'phone', normalise: normalisePhone }
/** Of what a system's number means, whose it is, and the number: what its sealed text holds. */
export const EXTERNAL_ID: BlindIndex = { field: 'external-id', normalise: text => text }
/**
 * Of a message that came, and came again. What it was computed of is not kept, so no rotation computes it anew: under a new first
 * key it is found as long as the ring has the old one, and what is done is forgotten after a month anyway.
 */
export const MESSAGE: BlindIndex = { field: 'message', normalise: text => text }

/** Every column that is looked up, and the sealed one beside it of which it is computed. */
export const INDEXED: readonly { readonly index: SQLiteColumn; readonly of: SQLiteColumn; readonly by: BlindIndex }[] =
  [
    { index: patients.familyNameIndex, of: patients.familyName, by: FAMILY_NAME },
    { index: patients.nationalNumberIndex, of: patients.nationalNumber, by: NATIONAL_NUMBER },
    { index: phones.phoneIndex, of: phones.phoneNumber, by: PHONE },
    { index: optOuts.phoneIndex, of: optOuts.phoneNumber, by: PHONE },
    { index: calls.phoneIndex, of: calls.phoneNumber, by: PHONE },
    { index: externalIds.numberIndex, of: externalIds.externalNumber, by: EXTERNAL_ID },
  ]

/** What is written beside the sealed text. */
export const blindIndexOf = (vault: Vault, { field, normalise }: BlindIndex, text: string): string =>
  vault.blindIndex(field, normalise(text))

/** Rows of this text, also those that a rotation of the keys has not come to yet. */
export const blindlyEqual = (vault: Vault, column: SQLiteColumn, { field, normalise }: BlindIndex, text: string): SQL =>
  inArray(column, vault.blindIndexes(field, normalise(text)))
