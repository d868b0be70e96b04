import { execFile } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../daemon/paths.js'
import { freePort } from './ports.js'
import { eventually, type Part, startProcess } from './process.js'
import { ensurePython } from './python.js'
import { type Had, unpack } from './unpack.js'

const run = promisify(execFile)

/**
 * Oracle itself cannot be had without its licence. In its place: PostgreSQL with orafce, behind the Mirror of the Python package
 * seerdb, which speaks Oracle's wire protocol. docs/oracle.md says what that proves and what not.
 */
export async function ensureOracle(): Promise<Had> {
  const mirror = await ensureMirror()
  if (!mirror.ok) return mirror
  const postgres = await ensurePostgres()
  if (!postgres.ok) return postgres
  startByItsPath(postgres.prefix)
  const reads = await run('env', [...UNPRIVILEGED, 'test', '-r', join(postgres.prefix, PROGRAM)]).then(
    () => true,
    () => false,
  )
  return reads ? postgres : { ok: false, reason: `oracle: user 65534 cannot read ${postgres.prefix}` }
}

const BIN = 'usr/lib/postgresql/17/bin'
const PROGRAM = join(BIN, 'postgres')

const ensurePostgres = (): Promise<Had> =>
  unpack({
    name: 'oracle-postgres',
    suites: process.env.ORACLE_SUITES ?? 'trixie',
    packages: ['postgresql-17', 'postgresql-17-orafce'],
    skip: 'libllvm.*|libz3-4|libedit2|ssl-cert|openssl|postgresql-common.*|postgresql-client-common|.*-perl|procps|libproc2-0|libncursesw6|libc-l10n|openssl-provider-legacy',
    proof: PROGRAM,
  })

const ensureMirror = (): Promise<Had> =>
  ensurePython({
    name: 'oracle-mirror',
    packages: [
      'seerdb==3.3.0',
      'pycryptodome==4.4.0',
      'tzdata==2026.6',
      'psycopg==3.3.9',
      'psycopg-binary==3.3.9',
      'typing_extensions==4.16.0',
    ],
    proof: ['seerdb.server.launcher', 'seerdb.server.backends.postgres'],
  })

/** initdb starts `postgres` by its path: a wrapper stands there, so that it too gets the prefix's own loader. */
function startByItsPath(prefix: string): void {
  const wrapped = join(prefix, `${PROGRAM}.bin`)
  if (existsSync(wrapped)) return
  renameSync(join(prefix, PROGRAM), wrapped)
  writeFileSync(join(prefix, PROGRAM), `#!/bin/sh\nexec "${prefix}/run" "${wrapped}" "$@"\n`, { mode: 0o755 })
}

/** PostgreSQL refuses to run as root. */
const NOBODY = 65534
const UNPRIVILEGED =
  process.getuid?.() === 0
    ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--pdeathsig', 'KILL']
    : []

/** A stand-in for Oracle on loopback, reachable until `stop`. */
export interface TestOracle {
  readonly connectString: string
  readonly user: string
  readonly password: string
  /** The server dies: every connection is gone, whatever it was doing, and nobody listens. What was committed stays. */
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

/** PostgreSQL and the Mirror answer after 2–4 s on a shared core. */
const READY_MS = 30_000
const USER = 'hospi'
const PASSWORD = 'secret1'

export async function startOracle(prefix: string): Promise<TestOracle> {
  const folder = mkdtempSync(join(tmpdir(), 'oracle-'))
  const [data, sockets] = [join(folder, 'data'), join(folder, 's')]
  chmodSync(folder, 0o755)
  for (const made of [data, sockets]) {
    mkdirSync(made, { mode: 0o700 })
    if (UNPRIVILEGED.length > 0) chownSync(made, NOBODY, NOBODY)
  }
  const program = (name: string) => [join(prefix, 'run'), join(prefix, BIN, name)]
  const environment = ['env', '-u', 'PGDATA', 'LC_ALL=C', 'HOME=/', ...UNPRIVILEGED]
  // Oracle's own order is that of code points, and its upper and lower know accents.
  const locale = ['--locale=C', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const make = [...program('initdb'), '-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', ...locale]
  await run('env', [...environment.slice(1), ...make])
  const settings = Object.entries(POSTGRES).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const database = startProcess(
    [...environment, join(prefix, PROGRAM), '-D', data, '-c', `unix_socket_directories=${sockets}`, ...settings],
    { cwd: '/' },
  )
  const psql = async (base: string, sql: string): Promise<boolean> =>
    run(join(prefix, 'run'), [
      join(prefix, BIN, 'psql'),
      '-qXAt',
      '-h',
      sockets,
      '-U',
      'postgres',
      '-d',
      base,
      '-c',
      sql,
    ]).then(
      () => true,
      () => false,
    )
  const ready =
    (await eventually(() => psql('postgres', 'create database hosp'), READY_MS)) &&
    (await psql('hosp', 'create extension orafce'))
  if (!ready) {
    await database.kill()
    throw new Error(`PostgreSQL did not start:\n${database.output()}`)
  }
  const port = await freePort()
  const launch = () => startMirror(port, `host=${sockets} dbname=hosp user=postgres`)
  let mirror = await launch()
  return {
    connectString: `127.0.0.1:${port}/FREEPDB1`,
    user: USER,
    password: PASSWORD,
    kill: () => mirror.kill(),
    restart: async () => {
      await mirror.kill()
      mirror = await launch()
    },
    stop: async () => {
      await mirror.kill()
      await database.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The data are thrown away, so nothing is synced. */
const POSTGRES = {
  listen_addresses: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  jit: 'off',
  shared_buffers: '64MB',
  max_connections: '80',
  timezone: 'UTC',
  log_timezone: 'UTC',
  wal_level: 'minimal',
  max_wal_senders: '0',
} as const

async function startMirror(port: number, target: string): Promise<Part> {
  const python = join(projectRoot, '.parts/oracle-mirror/bin/python')
  const script = join(projectRoot, 'test/parts/oracle/mirror.py')
  const listening = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--encryption',
    'accepted',
    '--log-level',
    'WARNING',
  ]
  const users = `MIRROR_USERS=${USER}:${PASSWORD}`
  const mirror = startProcess(['env', users, python, script, ...listening, 'postgres', '--presents', '23ai', target], {
    cwd: '/',
  })
  if (await eventually(() => answers(port), READY_MS)) return mirror
  await mirror.kill()
  throw new Error(`the Mirror did not start:\n${mirror.output()}`)
}

const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      resolve(true)
      socket.destroy()
    })
    socket.once('error', () => resolve(false))
  })
