import type { GetColumnData, InferInsertModel, SQL, SQLWrapper } from 'drizzle-orm'
import type { BaseSQLiteDatabase, SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'

/** What repositories run their queries on: the database, or a transaction of it. */
export type Queries = BaseSQLiteDatabase<'async', { readonly rowsAffected: number }, Record<string, never>>

/** A database as repositories see it. The embedded one and Oracle behave the same behind it. */
export interface Connection {
  /** Runs one piece of reading. */
  read<T>(work: (queries: Queries) => Promise<T>): Promise<T>
  /**
   * Runs all of `work` in one transaction; resolves after the commit. Nothing of a failed one stays. `work` is run again where
   * another process was first (a lock, or on Oracle a row that appeared meanwhile), so it must do nothing but ask and write.
   */
  write<T>(work: (queries: Queries) => Promise<T>): Promise<T>
  readonly dialect: Dialect
  /** Makes what was deleted unreadable on the disk, as far as the database lets its client do so: Oracle keeps its own redo. */
  scrub(): Promise<void>
  /** Whether the last write failed for a reason of the disk or the network. */
  ailing(): boolean
  /** Waits for what was begun, then closes; whatever comes after is refused. */
  close(): Promise<void>
}

/** What a select asks for: columns, and expressions under a name. */
export type AskedFields = Readonly<Record<string, SQLiteColumn | SQL.Aliased>>

export type HeldFields = Readonly<Record<string, SQLiteColumn>>
export type HeldRow<Fields extends HeldFields> = { readonly [Name in keyof Fields]: GetColumnData<Fields[Name]> }

/** What the two databases say in different words. Everything else is drizzle's. */
export interface Dialect {
  readonly name: 'libsql' | 'oracle'
  /** Inserts the row; where one with the same `key` is there already, sets `set` in that one, or leaves it alone without `set`. */
  upsert<Table extends SQLiteTable>(
    tx: Queries,
    table: Table,
    row: InferInsertModel<Table>,
    same: { readonly key: readonly SQLiteColumn[]; readonly set?: Partial<InferInsertModel<Table>> },
  ): Promise<void>
  /**
   * Holds one row until the end of the transaction, waiting for whoever holds it: what is read after it stays true. The
   * embedded database has one writer at a time, which holds everything. Gives these columns of the row; undefined where there is none.
   */
  hold<Fields extends HeldFields>(
    tx: Queries,
    key: SQLiteColumn,
    id: string,
    fields?: Fields,
  ): Promise<HeldRow<Fields> | undefined>
  /** Ids of the first `limit` rows that no other transaction holds, in this order; they are held until the end of this one. */
  holdFree(
    tx: Queries,
    rows: { readonly key: SQLiteColumn; readonly where: SQL; readonly orderBy: SQL; readonly limit: number },
  ): Promise<readonly string[]>
  /** Sets these in those of the named rows that the condition holds for and no other transaction holds; how many they were. */
  setFree<Table extends SQLiteTable>(
    tx: Queries,
    table: Table,
    rows: { readonly key: SQLiteColumn; readonly ids: readonly string[]; readonly where: SQL },
    set: Partial<InferInsertModel<Table>>,
  ): Promise<number>
  /**
   * A comparison of one column by which no row is to be looked up, since nearly all of them pass it. SQLite has no statistics and takes
   * whichever index comes last; Oracle has them.
   */
  unindexed(comparison: SQL): SQL
  /** The column is one of these many: on libSQL one bound value, where drizzle makes an object and the parser a node for each. */
  among(column: SQLiteColumn, values: readonly string[]): SQL
  /**
   * The rows of a select of these fields, in its order. For many rows: on libSQL they come in one piece, where the driver takes 2 µs to
   * put down each cell.
   */
  rows<Row>(tx: Queries, fields: AskedFields, select: SQLWrapper & PromiseLike<Row[]>): Promise<Row[]>
  /**
   * Each row of `outer` joined to the rows of `key`'s table that `first` finds for it: what stands behind FROM, and the condition on
   * which `key`'s table is then joined. `first` asks for `key` alone, names the outer row, and has an order and a limit.
   */
  firstOfEach(outer: SQLiteTable, key: SQLiteColumn, first: SQLWrapper): { readonly from: SQL; readonly on: SQL }
}
