import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { moduleFolderOf, writeConfiguration } from './asterisk-config.js'
import { freePort, rtpRange } from './ports.js'
import { eventually, startProcess } from './process.js'
import { type Had, unpack } from './unpack.js'

const run = promisify(execFile)

/** Debian 12 carries no Asterisk; later and earlier suites do. */
export const ensureAsterisk = (): Promise<Had> =>
  unpack({
    name: 'asterisk',
    suites: process.env.ASTERISK_SUITES ?? 'forky sid bullseye',
    packages: ['asterisk'],
    skip: 'asterisk-core-sounds-en-gsm',
    proof: 'usr/sbin/asterisk',
  })

export interface AsteriskOptions {
  /** For messages: "A" is ours, "B" the far end. */
  readonly name: string
  /** Loopback address; default 127.0.0.1. */
  readonly host?: string
  /** Default hellojade. */
  readonly app?: string
  /** Fixed only where a peer must know it before it starts. */
  readonly sipPort?: number
  /** Where PJSIP/{number}@trunk goes; default a port where nothing listens. */
  readonly trunk?: { readonly host?: string; readonly port: number }
}

/** A real Asterisk on loopback, reachable until `stop`. */
export interface TestAsterisk {
  readonly ariUrl: string
  readonly user: string
  readonly password: string
  readonly app: string
  readonly host: string
  readonly sipPort: number
  /** Time from the start of the program to the first answer of ARI. */
  readonly readyMs: number
  /** A command of Asterisk's console; returns what it prints. */
  cli(command: string): Promise<string>
  /** GET of ARI as parsed JSON, past the code under test. */
  ari(path: string): Promise<unknown>
  /** What is left in the PBX: a leak unless zero. */
  counts(): Promise<{ readonly channels: number; readonly bridges: number }>
  /** Kills it and starts it anew on the same ports. */
  restart(): Promise<void>
  /** It neither answers nor closes: as an overloaded machine. */
  freeze(): void
  thaw(): void
  /** As a crash: it stays away until `restart`. */
  kill(): Promise<void>
  log(): string
  stop(): Promise<void>
}

/** Measured: ARI answers after 0.6–3 s on a shared core. */
const READY_MS = 20_000

export async function startAsterisk(prefix: string, options: AsteriskOptions): Promise<TestAsterisk> {
  const host = options.host ?? '127.0.0.1'
  const folder = mkdtempSync(join(tmpdir(), `hellojade-asterisk-${options.name}-`))
  const settings = {
    prefix,
    folder,
    moduleFolder: moduleFolderOf(prefix),
    host,
    httpPort: await freePort(host),
    sipPort: options.sipPort ?? (await freePort(host)),
    rtp: rtpRange(),
    user: 'hellojade',
    password: randomBytes(18).toString('base64url'),
    app: options.app ?? 'hellojade',
    trunk: { host: options.trunk?.host ?? host, port: options.trunk?.port ?? (await freePort(host)) },
  }
  const main = writeConfiguration(settings)
  const ariUrl = `http://${host}:${settings.httpPort}`
  const launch = () => startProcess([join(prefix, 'run'), 'usr/sbin/asterisk', '-f', '-C', main])
  const authorization = `Basic ${Buffer.from(`${settings.user}:${settings.password}`).toString('base64')}`
  const ari = async (path: string): Promise<unknown> => {
    const reply = await fetch(`${ariUrl}/ari${path}`, {
      headers: { authorization, connection: 'close' },
      signal: AbortSignal.timeout(5000),
    })
    if (!reply.ok) throw new Error(`ARI ${path}: HTTP ${reply.status}`)
    return reply.json()
  }
  const listOf = async (path: string) => ((await ari(path)) as unknown[]).length
  const log = () => {
    const file = join(folder, 'log/messages.log')
    return `${part.output()}${existsSync(file) ? readFileSync(file, 'utf8') : ''}`
  }
  const ready = async (): Promise<number> => {
    const startMs = performance.now()
    const answers = () =>
      ari('/asterisk/info').then(
        () => true,
        () => !part.running(),
      )
    if ((await eventually(answers, READY_MS)) && part.running()) return performance.now() - startMs
    await part.stop()
    throw new Error(`Asterisk ${options.name} did not start:\n${log()}`)
  }
  let part = launch()
  const readyMs = await ready()
  return {
    ariUrl,
    user: settings.user,
    password: settings.password,
    app: settings.app,
    host,
    sipPort: settings.sipPort,
    readyMs,
    cli: async command => {
      const { stdout } = await run(join(prefix, 'run'), ['usr/sbin/asterisk', '-C', main, '-rx', command], {
        timeout: 5000,
      })
      return stdout
    },
    ari,
    counts: async () => ({ channels: await listOf('/channels'), bridges: await listOf('/bridges') }),
    restart: async () => {
      await part.kill()
      part = launch()
      await ready()
    },
    freeze: () => process.kill(part.pid, 'SIGSTOP'),
    thaw: () => process.kill(part.pid, 'SIGCONT'),
    kill: () => part.kill(),
    log,
    stop: async () => {
      await part.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
