import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import oracledb from 'oracledb'
import t from 'tap'
import { migrationsOf, readMigrations } from '../../daemon/store/migrations.js'
import { statementsOf } from '../../daemon/store/oracle/statements.js'
import { migrateOracle } from '../../daemon/store/oracle/store.js'
import { ensureOracle, startOracle } from '../parts/oracle.js'
import { ensureOracleParser, refusedByOracle } from '../parts/oracle-parser.js'
import { targetOf } from './oracle-scene.js'

/** What a store must do wherever its records are: these files run on libSQL by themselves, and here on Oracle. */
const CONTRACT = [
  'records',
  'values',
  'alerts',
  'alert-follow-up',
  'audit',
  'untold',
  'answers',
  'allowed',
  'received',
  'due-calls',
  'erase',
  'retention',
  'export',
  'rotation',
  'import',
  '../discharge/letters',
  'restore',
  '../discharge/merging',
  '../discharge/again',
]

/** What is Oracle's own: these run here alone. */
const OWN = ['on-oracle-schema', 'on-oracle-errors', 'on-oracle-lost']

const given = process.env.ORACLE_TEST_URL
const had = given ? undefined : await ensureOracle()
const skip = had === undefined || had.ok ? false : had.reason
const parser = await ensureOracleParser()
const parsing = { skip: parser.ok ? false : parser.reason }
const folder = mkdtempSync(join(tmpdir(), 'hellojade-oracle-'))
const log = join(folder, 'sql.jsonl')
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

/**
 * Each with a stand-in of its own, and each takes the next file when it is done with one: a file alone waits half of its time for the
 * other end. A schema that was given is one.
 */
const LANES = given ? 1 : 2

t.test('the repositories keep their contract on Oracle, through its wire protocol', { skip, jobs: LANES }, t => {
  const left = [...CONTRACT.map(name => `${name}.test`), ...OWN]
  for (let lane = 1; lane <= LANES; lane++)
    void t.test(`schema ${lane}`, { buffered: LANES > 1 }, async t => {
      const standIn = had?.ok ? await startOracle(had.prefix) : undefined
      if (standIn !== undefined) t.teardown(() => standIn.stop())
      const url = given ?? `${standIn?.user}/${standIn?.password}@${standIn?.connectString}`
      await mustBeForTests(url)
      t.ok((await migrateOracle(targetOf(url))).length > 0 || given, 'every migration is applied')
      const env = { ...process.env, STORE_ON_ORACLE: url, STORE_SQL_LOG: log }
      for (let name = left.shift(); name !== undefined; name = left.shift()) {
        const file = fileURLToPath(new URL(`./${name}.js`, import.meta.url))
        await t.spawn(process.execPath, [file], { env }, `on Oracle: ${name}`)
      }
    })
  t.end()
})

t.test('every SQL text that was sent, and every migration, is Oracle’s to a parser of Oracle’s', parsing, t => {
  const prefix = parser.ok ? parser.prefix : ''
  const sent = skip === false ? linesOf(log) : []
  if (skip === false) t.ok(sent.length > 50, `${sent.length} texts`)
  const migrations = readMigrations(migrationsOf('oracle')).flatMap(({ sql }) => statementsOf(sql).map(ended))
  t.strictSame(refusedByOracle(prefix, [...sent.map(ended), ...migrations]), [])
  const wrong = ['select id from calls limit 1;', 'insert into sites (id) values (:1) on conflict do nothing;']
  t.strictSame(
    refusedByOracle(prefix, wrong).map(({ text }) => text),
    wrong,
    'which would have refused these',
  )
  t.end()
})

const linesOf = (file: string): readonly string[] =>
  [...new Set(readFileSync(file, 'utf8').trim().split('\n'))].map(line => JSON.parse(line) as string)

/** As a script would have it: PL/SQL ends with a line of one slash. */
const ended = (text: string): string => (/^\s*create or replace trigger/i.test(text) ? `${text}\n/\n` : `${text};`)

/** The tests empty every table: a schema with records and without this table is somebody's. */
const MARK = 'hellojade_test_schema'

async function mustBeForTests(url: string): Promise<void> {
  const session = await oracledb.getConnection({ ...targetOf(url) })
  try {
    const { rows = [] } = await session.execute<[string]>('select lower(table_name) from user_tables')
    const tables = rows.map(([name]) => name)
    if (tables.includes(MARK)) return
    if (tables.length > 0)
      throw new Error(`ORACLE_TEST_URL must name an empty schema; this one has ${tables.length} tables`)
    await session.execute(`create table ${MARK} (id number(1))`)
  } finally {
    await session.close()
  }
}
