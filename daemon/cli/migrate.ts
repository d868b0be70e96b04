import { applyMigrations, migrationStates } from '../compose-store.js'
import type { Config } from '../config.js'

export interface MigrateOptions {
  readonly status?: boolean
  readonly dryRun?: boolean
}

const print = (line: string) => void process.stdout.write(`${line}\n`)

/** `hellojade migrate [--status | --dry-run]`: brings the database's schema up to this version of the program. */
export async function migrateCommand(options: MigrateOptions, config: Config): Promise<number> {
  const database = config.oracle === undefined ? 'embarquée' : 'Oracle'
  if (options.status === true) {
    for (const { name, state, appliedAt, breaking } of await migrationStates(config)) {
      const when = appliedAt === undefined ? '' : ` ${appliedAt.toISOString()}`
      print(`${STATES[state]}${when}  ${name}${breaking ? '  (les versions antérieures du programme refusent)' : ''}`)
    }
    return 0
  }
  if (options.dryRun === true) {
    const pending = (await migrationStates(config)).filter(({ state }) => state === 'pending')
    for (const { name } of pending) print(`serait appliquée  ${name}`)
    print(`Base ${database} : ${pending.length} migration(s) à appliquer ; rien n'a été changé.`)
    return 0
  }
  const applied = await applyMigrations(config)
  for (const name of applied) print(`appliquée  ${name}`)
  print(
    applied.length === 0
      ? `Base ${database} : le schéma est à jour.`
      : `Base ${database} : ${applied.length} migration(s).`,
  )
  return 0
}

const STATES = { applied: 'appliquée ', pending: 'à appliquer', newer: 'plus récente' } as const
