import { and, asc, count, eq, getTableColumns, gt, inArray, is, isNotNull, notLike, or, type SQL } from 'drizzle-orm'
import { getTableConfig, type SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Actor } from '../domain/audit.js'
import type { CallId } from '../domain/ids.js'
import { appendAudit } from './audit.js'
import { blindIndexOf, INDEXED } from './blind-indexes.js'
import type { Queries } from './connection.js'
import type { Ground } from './ground.js'
import { forgetOldKeys, keysInUse } from './key-check.js'
import { resealing } from './resealing.js'
import * as schema from './schema.js'
import { isSealed, rowSeal } from './sealed.js'
import { envelopeStart, type Sealed } from './vault.js'

/** Rows sealed anew in one transaction: some 10 ms, in which a daemon waits. */
const BATCH = 100

export interface KeyRotation {
  /** Ids of the keys under which anything may be sealed here. */
  inUse(): Promise<readonly string[]>
  /**
   * Seals every value and computes every blind index anew under the ring's first key, batch by batch, while others read and write:
   * yields the table and the rows done. What is done stays done, so it may be stopped at any instant and begun again.
   */
  values(): AsyncGenerator<{ readonly table: string; readonly rows: number }>
  /** Where the recordings lie, a page at a time. */
  recordings(after?: CallId): Promise<readonly { readonly callId: CallId; readonly path: string }[]>
  /** Rows with a value that is not under the first key. */
  left(): Promise<number>
  /** When nothing is left under an older key: from now on the database needs the first key alone. Returns the rows still left. */
  finish(recordings: number): Promise<number>
}

interface SealedTable {
  readonly table: SQLiteTable
  readonly name: string
  readonly key: SQLiteColumn
  /** By their name in a row. */
  readonly columns: readonly (readonly [string, SQLiteColumn])[]
}

/** Every table that holds anything sealed. */
export const SEALED_TABLES: readonly SealedTable[] = Object.values(schema).flatMap((table: unknown) => {
  if (!is(table, SQLiteTable)) return []
  const all = Object.entries(getTableColumns(table) as Readonly<Record<string, SQLiteColumn>>)
  const columns = all.filter(([, column]) => isSealed(column))
  const key = all.find(([, column]) => column.primary)?.[1]
  return columns.length === 0 || key === undefined ? [] : [{ table, name: getTableConfig(table).name, key, columns }]
})

export function keyRotation(ground: Ground, actor: Actor): KeyRotation {
  const { connection, vault } = ground
  const stale = ({ columns }: SealedTable): SQL =>
    or(...columns.map(([, column]) => notLike(column, `${envelopeStart(vault.keyId)}%`)))!

  /** Rows that another process holds at this instant are left for the next pass. */
  const batch = (sealed: SealedTable, after: string | undefined) =>
    connection.write(async tx => {
      const ids = await connection.dialect.holdFree(tx, {
        key: sealed.key,
        where: and(stale(sealed), after === undefined ? undefined : gt(sealed.key, after))!,
        orderBy: asc(sealed.key),
        limit: BATCH,
      })
      if (ids.length > 0) await resealRows(ground, tx, sealed, ids)
      return ids
    })

  const left = async (db: Queries): Promise<number> => {
    let rows = 0
    for (const sealed of SEALED_TABLES)
      rows += (await db.select({ rows: count() }).from(sealed.table).where(stale(sealed)))[0]?.rows ?? 0
    return rows
  }

  return {
    inUse: () => connection.read(db => keysInUse(db, vault)),

    async *values() {
      for (const sealed of SEALED_TABLES) {
        for (let after: string | undefined; ; ) {
          const ids = await batch(sealed, after)
          after = ids.at(-1)
          if (after === undefined) break
          yield { table: sealed.name, rows: ids.length }
        }
      }
    },

    recordings: async after => {
      const { callId, path } = schema.recordings
      const rows = await connection.read(db =>
        db
          .select({ callId, path })
          .from(schema.recordings)
          .where(and(isNotNull(path), after === undefined ? undefined : gt(callId, after)))
          .orderBy(asc(callId))
          .limit(BATCH),
      )
      return rows.map(row => ({ callId: row.callId, path: row.path ?? '' }))
    },

    left: () => connection.read(left),

    finish: async recordings => {
      const rows = await connection.read(left)
      if (rows > 0) return rows
      return connection.write(async tx => {
        const before = await keysInUse(tx, vault)
        await forgetOldKeys(tx, vault)
        const from = before.filter(id => id !== vault.keyId).join()
        await appendAudit(ground, tx, actor, [{ action: 'keys.rotated', facts: { from, to: vault.keyId, recordings } }])
        return 0
      })
    },
  }
}

async function resealRows(
  ground: Ground,
  tx: Queries,
  { table, key, columns }: SealedTable,
  ids: readonly string[],
): Promise<void> {
  const rows = (await tx
    .select({ key, ...Object.fromEntries(columns) })
    .from(table)
    .where(inArray(key, [...ids]))) as readonly Record<string, Sealed | null>[]
  await resealing(tx, async () => {
    for (const row of rows)
      await tx
        .update(table)
        .set(resealed(ground, table, columns, row))
        .where(eq(key, row.key))
  })
}

/** Values under the first key, and their blind indexes; what was emptied is found by nothing. */
function resealed(
  ground: Ground,
  table: SQLiteTable,
  columns: SealedTable['columns'],
  row: Readonly<Record<string, Sealed | null>>,
): Readonly<Record<string, string | null>> {
  const seal = rowSeal(ground.vault, String(row.key))
  const values: Record<string, string | null> = {}
  for (const [name, column] of columns) {
    const text = seal.openMaybe(column, row[name] ?? null)
    if (text === null) continue
    values[name] = seal.seal(column, text)
    for (const { index, of, by } of INDEXED)
      if (of === column && text !== '') values[nameIn(table, index)] = blindIndexOf(ground.vault, by, text)
  }
  return values
}

const nameIn = (table: SQLiteTable, column: SQLiteColumn): string =>
  Object.entries(getTableColumns(table)).find(([, other]) => other === column)?.[0] ?? ''
