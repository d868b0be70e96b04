import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './ports.js'
import { eventually, type Part, startProcess } from './process.js'
import { type Had, ownSuite, unpack } from './unpack.js'

/** Debian's own; its program lies in redis-tools, the package of that name links to it. */
export const ensureRedis = (): Promise<Had> =>
  unpack({
    name: 'redis',
    suites: `${ownSuite()} bookworm trixie sid`,
    packages: ['redis-server', 'redis-tools'],
    proof: 'usr/bin/redis-server',
  })

/** A real Redis on loopback, which keeps nothing: what it loses when it dies, the daemon must bring back. */
export interface TestRedis {
  readonly url: string
  /** As a crash: it stays away until `restart`. */
  kill(): Promise<void>
  restart(): Promise<void>
  /** Forgets everything. */
  flush(): Promise<void>
  stop(): Promise<void>
}

const READY_MS = 5000

export async function startRedis(prefix: string): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'hellojade-redis-'))
  const port = await freePort()
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', folder]
  const launch = async (): Promise<Part> => {
    const started = startProcess([join(prefix, 'run'), 'usr/bin/redis-server', ...args], { cwd: prefix })
    if (await eventually(async () => (await command(port, 'PING')) === '+PONG', READY_MS)) return started
    await started.kill()
    throw new Error(`redis did not start:\n${started.output()}`)
  }
  let part = await launch()
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => part.kill(),
    restart: async () => {
      await part.kill()
      part = await launch()
    },
    flush: async () => void (await command(port, 'FLUSHALL')),
    stop: async () => {
      await part.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** One inline command; the first line of the reply, or nothing where nobody answers. */
const command = (port: number, line: string): Promise<string> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\r\n`))
    socket.setTimeout(1000, () => socket.destroy())
    socket.once('data', bytes => {
      resolve(bytes.toString().split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.once('error', () => resolve(''))
    socket.once('close', () => resolve(''))
  })
