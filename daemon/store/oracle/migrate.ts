import type { Connection } from 'oracledb'
import { type Applied, type MigrationState, migrationStates, pendingOf, readMigrations } from '../migrations.js'
import { numberOf } from './errors.js'
import { statementsOf } from './statements.js'

/** Oracle commits at every DDL, so a file is applied statement by statement and how far it came is remembered. */
const TABLE = `create table schema_migrations (
  id number(10) not null primary key,
  name varchar2(400 char) not null,
  breaking number(1) not null,
  checksum varchar2(64 char) not null,
  statements number(10) not null,
  applied_at timestamp(3) with time zone
)`
/** One row, held by whoever migrates. In a table of its own: a DDL would let go of a lock in the session that runs it. */
const LOCK = 'create table schema_lock (id number(1) not null primary key)'

const NAME_TAKEN = 955
const NO_SUCH_TABLE = 942
const UNIQUE = 1
/**
 * What a statement says that was done before: its process died between the statement and the note of it. Name, column, key,
 * foreign key, index and constraint that are there (00955, 01430, 02260, 02275, 01408, 02264), or gone (00942, 00904, 01418).
 */
const DONE_BEFORE: ReadonlySet<number> = new Set([NAME_TAKEN, 1430, 2260, 2275, 1408, 2264, NO_SUCH_TABLE, 904, 1418])

/** Two sessions: one holds the lock, the other works. */
export interface MigrationSessions {
  readonly holder: Connection
  readonly worker: Connection
}

/**
 * Brings the schema up to the files of `folder`; of two that are started together one waits. A file that was broken off is
 * gone on with at the statement that was not done. Returns the names of what was applied. Throws as `pendingOf`.
 */
export async function migrate(
  { holder, worker }: MigrationSessions,
  folder: string,
  now: () => Date,
): Promise<readonly string[]> {
  await unlessThere(worker, LOCK)
  await worker.execute('insert into schema_lock (id) values (1)').catch((cause: unknown) => {
    if (numberOf(cause) !== UNIQUE) throw cause
  })
  await worker.commit()
  await holder.execute('select id from schema_lock where id = 1 for update')
  try {
    await unlessThere(worker, TABLE)
    const rows = await rowsIn(worker)
    const pending = pendingOf(readMigrations(folder), rows.filter(isWhole))
    for (const migration of pending) {
      const begun = rows.find(({ id }) => id === migration.id)
      if (begun === undefined) await note(worker, migration)
      await applyFrom(worker, migration.id, statementsOf(migration.sql), begun?.statements)
      await worker.execute('update schema_migrations set applied_at = :1, checksum = :2 where id = :3', [
        now(),
        migration.checksum,
        migration.id,
      ])
      await worker.commit()
    }
    return pending.map(({ name }) => name)
  } finally {
    await holder.rollback()
  }
}

/** What is applied and what not, without changing anything. */
export async function migrationStatus(worker: Connection, folder: string): Promise<readonly MigrationState[]> {
  return migrationStates(readMigrations(folder), await appliedIn(worker))
}

/** Files that were applied whole; none where the schema is still to be made. */
export async function appliedIn(worker: Connection): Promise<readonly Applied[]> {
  try {
    return (await rowsIn(worker)).filter(isWhole)
  } catch (cause) {
    if (numberOf(cause) === NO_SUCH_TABLE) return []
    throw cause
  }
}

interface Row extends Omit<Applied, 'appliedAt'> {
  readonly statements: number
  readonly appliedAt: Date | null
}
const isWhole = (row: Row): row is Row & Applied => row.appliedAt !== null

async function rowsIn(worker: Connection): Promise<readonly Row[]> {
  const { rows = [] } = await worker.execute<[number, string, number, string, number, Date | null]>(
    'select id, name, breaking, checksum, statements, applied_at from schema_migrations order by id',
  )
  return rows.map(([id, name, breaking, checksum, statements, appliedAt]) => ({
    ...{ id, name, breaking: breaking === 1, checksum, statements, appliedAt },
  }))
}

async function note(worker: Connection, { id, name, breaking, checksum }: Omit<Applied, 'appliedAt'>): Promise<void> {
  await worker.execute(
    'insert into schema_migrations (id, name, breaking, checksum, statements) values (:1, :2, :3, :4, 0)',
    [id, name, Number(breaking), checksum],
  )
  await worker.commit()
}

/** `done` statements of it were noted by a process that was broken off; undefined where nobody began. */
async function applyFrom(worker: Connection, id: number, statements: readonly string[], done?: number): Promise<void> {
  for (const [index, statement] of statements.entries()) {
    if (index < (done ?? 0)) continue
    try {
      await worker.execute(statement)
    } catch (cause) {
      if (!(index === done && DONE_BEFORE.has(numberOf(cause) ?? 0))) throw cause
    }
    await worker.execute('update schema_migrations set statements = :1 where id = :2', [index + 1, id])
    await worker.commit()
  }
}

async function unlessThere(worker: Connection, create: string): Promise<void> {
  try {
    await worker.execute(create)
  } catch (cause) {
    if (numberOf(cause) !== NAME_TAKEN) throw cause
  }
}
