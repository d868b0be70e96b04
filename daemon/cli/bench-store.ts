import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { like } from 'drizzle-orm'
import { benchMedia } from '../../bench/media-beat.js'
import { benchStore, type StoreFigure, storeTable } from '../../bench/store.js'
import { sileroPath } from '../compose.js'
import type { Config } from '../config.js'
import { keyRing } from '../sealing/port.js'
import type { Connection } from '../store/connection.js'
import { openConnection } from '../store/libsql/connection.js'
import { openLibsqlStore } from '../store/libsql/store.js'
import { oracleConnection } from '../store/oracle/connection.js'
import { type OracleOptions, openPool } from '../store/oracle/pool.js'
import { openOracleStore } from '../store/oracle/store.js'
import { patients, turns } from '../store/schema.js'
import type { OpenStore } from '../store/store.js'
import { openVault } from '../store/vault.js'

export interface StoreCommand {
  readonly json: boolean
  readonly patients: number
  readonly turns: number
  readonly media: boolean
  readonly oracle: boolean
}

const KEY = new Uint8Array(32).fill(7)

/** A database that is filled and measured, and what ends it. */
interface Benched {
  readonly database: string
  readonly store: OpenStore
  readonly connection: Connection
  readonly end: () => Promise<void>
}

/**
 * `hellojade bench store`: what the embedded database does on this machine, in a folder of its own that is removed again; or, with
 * `--oracle`, the Oracle of the configuration. A schema that was ever in use has a key of its own and is refused (store/key).
 */
export async function benchStoreCommand(options: StoreCommand, config: Config): Promise<number> {
  const { oracle } = config
  if (options.oracle && oracle === undefined) {
    process.stderr.write('--oracle: ORACLE_HOST, ORACLE_SERVICE, ORACLE_USER, ORACLE_PASSWORD\n')
    return 2
  }
  const { database, store, connection, end } = await (options.oracle && oracle ? onOracle(oracle) : embedded())
  try {
    if ((await connection.read(db => db.$count(patients))) > 0) {
      process.stderr.write('--oracle: the schema holds records of an earlier run; give an empty one, migrated\n')
      return 2
    }
    const sizes = { patients: options.patients, turns: options.turns }
    const vault = openVault(keyRing([KEY]))
    const figures = [
      ...(await benchStore({ store, connection, vault, sizes, now: new Date() })),
      ...(options.media ? await mediaBeside(connection, config) : []),
    ]
    process.stdout.write(options.json ? `${JSON.stringify(figures)}\n` : storeTable(database, figures))
    return 0
  } finally {
    await connection.close()
    await store.close()
    await end()
  }
}

async function embedded(): Promise<Benched> {
  const folder = mkdtempSync(join(tmpdir(), 'hellojade-bench-store-'))
  const path = join(folder, 'hellojade.db')
  const store = await openLibsqlStore({ path, key: KEY })
  const end = () => Promise.resolve(rmSync(folder, { recursive: true, force: true }))
  return { database: 'libSQL', store, connection: await openConnection(path), end }
}

/** What was written stays: the schema is dropped by whoever made it for this. */
async function onOracle(target: OracleOptions): Promise<Benched> {
  const store = await openOracleStore({ ...target, key: KEY })
  const connection = oracleConnection(await openPool(target))
  return { database: 'Oracle', store, connection, end: () => Promise.resolve() }
}

const LEGS = 10

/** How late the beat of ten legs is while nothing else runs, and while one query after the other reads every turn. */
async function mediaBeside(connection: Connection, config: Config): Promise<readonly StoreFigure[]> {
  const path = await sileroPath(config)
  const idle = await benchMedia({
    sileroPath: path,
    legs: [LEGS],
    load: () => Promise.resolve(() => Promise.resolve()),
  })
  const busy = await benchMedia({
    sileroPath: path,
    legs: [LEGS],
    load: () => {
      let running = true
      const reading = (async () => {
        while (running) await connection.read(db => db.$count(turns, like(turns.said, '%nothing like it%')))
      })()
      return Promise.resolve(async () => {
        running = false
        await reading
      })
    },
  })
  const figure = (what: string, bench: typeof idle): StoreFigure => ({
    ...{ what: `beat lateness of ${LEGS} legs ${what}, p99`, value: bench.rows[0]?.beatLatenessMs.p99 ?? Number.NaN },
    unit: 'ms',
  })
  return [figure('alone', idle), figure('beside a query over every turn', busy)]
}
