import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failure } from '../domain/failure.js'

export interface Migration {
  readonly id: number
  readonly name: string
  /** An older daemon must not run on a schema that broke since it was built. */
  readonly breaking: boolean
  readonly checksum: string
  readonly sql: string
}

/** What the database remembers of a file. */
export interface Applied {
  readonly id: number
  readonly name: string
  readonly breaking: boolean
  readonly checksum: string
  readonly appliedAt: Date
}

export interface MigrationState {
  readonly name: string
  readonly breaking: boolean
  /** `newer`: of a later version of the program, which this one can live with. */
  readonly state: 'applied' | 'pending' | 'newer'
  readonly appliedAt?: Date
}

/** Found from the sources as well as from the build: the first folder upward that holds them. */
export function migrationsOf(database: 'libsql' | 'oracle'): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'migrations', database)) && folder !== dirname(folder)) folder = dirname(folder)
  return join(folder, 'migrations', database)
}

export function readMigrations(folder: string): readonly Migration[] {
  return readdirSync(folder)
    .filter(name => /^\d{4}_.*\.sql$/.test(name))
    .sort()
    .map(name => {
      const sql = readFileSync(join(folder, name), 'utf8')
      return {
        id: Number(name.slice(0, 4)),
        name,
        breaking: sql.startsWith('-- breaking'),
        checksum: createHash('sha256').update(sql).digest('hex'),
        sql,
      }
    })
}

/**
 * The files still to be applied. Throws Failure store/schema when one applied earlier was changed since, or when the database
 * was made by a later version that broke this one.
 */
export function pendingOf(known: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  for (const row of applied) {
    const file = known.find(migration => migration.id === row.id)
    if (file === undefined && row.breaking) throw new Failure('store/schema', { reason: `${row.name}: newer` })
    if (file !== undefined && file.checksum !== row.checksum)
      throw new Failure('store/schema', { reason: `${row.name}: changed` })
  }
  return known.filter(({ id }) => !applied.some(row => row.id === id))
}

/** All files and rows in the order of their numbers, for a person. */
export function migrationStates(known: readonly Migration[], applied: readonly Applied[]): readonly MigrationState[] {
  const newer = applied.filter(row => !known.some(({ id }) => id === row.id))
  return [
    ...known.map(({ id, name, breaking }) => {
      const row = applied.find(one => one.id === id)
      return row === undefined
        ? ({ name, breaking, state: 'pending' } as const)
        : ({ name, breaking, state: 'applied', appliedAt: row.appliedAt } as const)
    }),
    ...newer.map(({ name, breaking, appliedAt }) => ({ name, breaking, state: 'newer', appliedAt }) as const),
  ]
}
