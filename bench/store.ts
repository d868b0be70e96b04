import { cpus, loadavg } from 'node:os'
import type { Connection } from '../daemon/store/connection.js'
import type { Store } from '../daemon/store/port.js'
import { settings } from '../daemon/store/schema.js'
import type { Vault } from '../daemon/store/vault.js'
import { batchOf, type Filled, fillStore, perSecond, type Sizes } from './store-fill.js'

export interface StoreBenchOptions {
  readonly store: Store
  readonly connection: Connection
  readonly vault: Vault
  readonly sizes: Sizes
  readonly now: Date
}

export interface StoreFigure {
  readonly what: string
  readonly value: number
  readonly unit: 'ms' | '/s'
  /** What it must be: at least for a rate, at most for a time. */
  readonly wanted?: number
}

const TIMES = 300
const SINGLE_ROWS = 1000
const CLAIMED = 50
/** So many that most of them meet compiled code, as in a daemon that has been up for a minute. */
const MOST_CLAIMS = 200
const DECRYPTED = 20_000

/** Rates and times of the records as the daemon uses them, on an empty database that is filled first. */
export async function benchStore(options: StoreBenchOptions): Promise<readonly StoreFigure[]> {
  const { connection, vault, sizes, now } = options
  const single = await singleRows(connection)
  const filled = await fillStore(connection, vault, sizes, now)
  const patientCount = sizes.patients.toLocaleString('en')
  const turnCount = sizes.turns.toLocaleString('en')
  const page = await paging(options.store, filled)
  const claim = await claiming(options.store, now, sizes)
  const queries = await apiQueries(options.store, filled)
  return [
    { what: 'single rows, each synced', value: single, unit: '/s', wanted: 300 },
    {
      what: `patients in batches of ${batchOf(connection)}, sealed`,
      value: filled.patientsPerSecond,
      unit: '/s',
      wanted: 10_000,
    },
    {
      what: `turns in batches of ${batchOf(connection)}, sealed`,
      value: filled.turnsPerSecond,
      unit: '/s',
      wanted: 10_000,
    },
    { what: `a page of 50 of ${patientCount} patients, median`, value: at(page, 0.5), unit: 'ms', wanted: 10 },
    { what: 'the same, p99', value: at(page, 0.99), unit: 'ms' },
    {
      what: `${CLAIMED} due calls of ${patientCount} found and claimed, median`,
      value: at(claim, 0.5),
      unit: 'ms',
      wanted: 10,
    },
    { what: 'the same, p99', value: at(claim, 0.99), unit: 'ms' },
    ...Object.entries(queries).map(([what, ms]) => ({
      ...{ what: `${what}, ${turnCount} turns, p99`, value: at(ms, 0.99), unit: 'ms' as const, wanted: 50 },
    })),
    { what: 'opening one sealed field', value: decryption(vault), unit: 'ms', wanted: 0.2 },
  ]
}

async function singleRows(connection: Connection): Promise<number> {
  const startMs = performance.now()
  for (let n = 0; n < SINGLE_ROWS; n++)
    await connection.write(async tx => void (await tx.insert(settings).values({ name: `bench-${n}`, content: 'x' })))
  return perSecond(SINGLE_ROWS, startMs)
}

const timed = async (times: number, work: (n: number) => Promise<unknown>): Promise<readonly number[]> => {
  const took: number[] = []
  for (let n = 0; n < times; n++) {
    const startMs = performance.now()
    await work(n)
    took.push(performance.now() - startMs)
  }
  return took.sort((a, b) => a - b)
}

const anywhere = <One>(all: readonly One[], n: number): One => all[(n * 7919) % all.length]!

const paging = (store: Store, { patients }: Filled) =>
  timed(TIMES, n => store.patients({ after: anywhere(patients, n), limit: 50 }))

/** As one tick of the schedule with fifty free lines. */
function claiming(store: Store, now: Date, { patients }: Sizes): Promise<readonly number[]> {
  const until = new Date(now.getTime() + 60_000)
  // Never the last of them: a look takes some of each ward.
  const times = Math.min(MOST_CLAIMS, Math.floor(patients / CLAIMED / 2))
  return timed(times, async () => {
    const due = await store.dueNow({ now, limit: CLAIMED, protocols: ['general-follow-up'] })
    const claimed = await store.claimDue(
      due.map(({ id }) => id),
      { now, until },
    )
    if (claimed.length !== CLAIMED) throw new Error(`${claimed.length} were claimed`)
  })
}

async function apiQueries(store: Store, { calls, patients }: Filled): Promise<Record<string, readonly number[]>> {
  return {
    'one call with all its turns': await timed(TIMES, n => store.result(anywhere(calls, n))),
    'the latest 50 calls': await timed(TIMES, () => store.latestResults(50)),
    'a patient by name': await timed(TIMES, n => store.findPatients(`lambert ${n * 31}`)),
    'a patient by id': await timed(TIMES, n => store.patient(anywhere(patients, n))),
    'whoever has a number': await timed(TIMES, () => store.candidates('+32475123456')),
    'the calls due for a patient': await timed(TIMES, n => store.dueCallsOf(anywhere(patients, n))),
    'the alerts that are open': await timed(TIMES, () => store.openAlerts()),
  }
}

function decryption(vault: Vault): number {
  const place = { table: 'turns', column: 'said', row: 'bench' }
  const sealed = vault.seal(place, 'Non, je n’ai pas eu de fièvre, mais j’ai encore un peu mal.')
  const startMs = performance.now()
  for (let n = 0; n < DECRYPTED; n++) vault.open(place, sealed)
  return (performance.now() - startMs) / DECRYPTED
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN

/** The figures for a person, with the machine. */
export function storeTable(database: string, figures: readonly StoreFigure[]): string {
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, ${process.version}`
  const lines = figures.map(({ what, value, unit, wanted }) => {
    const shown = `${value < 10 ? value.toFixed(3) : Math.round(value).toLocaleString('en')} ${unit}`
    const limit = wanted === undefined ? '' : `${unit === 'ms' ? '≤' : '≥'} ${wanted.toLocaleString('en')}`
    return `${what.padEnd(62)}${shown.padStart(14)}   ${limit}`
  })
  return `${database} on ${machine}\n${lines.join('\n')}\n`
}
