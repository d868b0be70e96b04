import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'

/** A program that a test started. It ends with `stop()`, and with the test process at the latest. */
export interface Part {
  readonly pid: number
  /** The last 16 kB of what it printed. */
  output(): string
  running(): boolean
  /** TERM, then KILL after 2 s; resolves when it is gone. */
  stop(): Promise<void>
  /** As a crash would end it. */
  kill(): Promise<void>
}

const KEPT_CHARS = 16_384
const TERM_MS = 2000

/** The kernel kills the part when the test process dies, even of SIGKILL (prctl PR_SET_PDEATHSIG; setpriv is in util-linux). */
const DEATH_SIGNAL = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL'] : []

export function startProcess(command: readonly string[], options: { cwd?: string } = {}): Part {
  const [program, ...args] = [...DEATH_SIGNAL, ...command]
  const child = spawn(program!, args, { cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString('utf8')).slice(-KEPT_CHARS)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.on('error', error => keep(Buffer.from(String(error))))
  const running = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null
  return {
    pid: child.pid ?? -1,
    output: () => printed,
    running,
    stop: () => end(child, running, 'SIGTERM'),
    kill: () => end(child, running, 'SIGKILL'),
  }
}

async function end(child: ChildProcess, running: () => boolean, signal: NodeJS.Signals): Promise<void> {
  if (!running()) return
  const gone = once(child, 'exit')
  child.kill(signal)
  const impatience = setTimeout(() => child.kill('SIGKILL'), TERM_MS)
  await gone
  clearTimeout(impatience)
}

/** Asks again every 20 ms until it is true; false when the time is over. */
export async function eventually(ask: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const untilMs = performance.now() + withinMs
  for (;;) {
    if (await ask()) return true
    if (performance.now() > untilMs) return false
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
