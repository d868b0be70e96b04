import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { homeFolder, projectRoot } from '../../daemon/paths.js'

export interface Daemon {
  readonly home: string
  /** Everything printed so far. */
  text(): string
  /** Resolves with the match when the output holds it; rejects with the output when the process ends or `limitMs` passes. */
  shows(pattern: RegExp, limitMs?: number): Promise<RegExpExecArray>
  kill(signal: NodeJS.Signals): void
  readonly ended: Promise<number | null>
}

/** A home of its own, with the project's models and rendered sentences. */
export function freshHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'hellojade-home-'))
  for (const part of ['models', 'prompts']) symlinkSync(join(homeFolder(), part), join(home, part))
  return home
}

/** `hellojade …` as an administrator runs it. */
export function startDaemon(
  t: Test,
  args: readonly string[],
  environment: Record<string, string> = {},
  home = freshHome(),
): Daemon {
  const env = { ...process.env, HELLOJADE_HOME: home, HELLOJADE_PORT: '0', HELLOJADE_LOG_LEVEL: 'info', ...environment }
  const child: ChildProcess = spawn(process.execPath, [join(projectRoot, 'dist', 'daemon', 'main.js'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const watchers = new Set<() => void>()
  const take = (chunk: Buffer) => {
    output += chunk.toString()
    for (const look of watchers) look()
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  const ended = new Promise<number | null>(resolve => child.once('close', code => resolve(code)))
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    home,
    text: () => output,
    shows: (pattern, limitMs = 120_000) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(output)
          if (found === null) return
          done()
          resolve(found)
        }
        const timer = setTimeout(() => fail(), limitMs)
        const fail = () => {
          done()
          reject(new Error(`never showed ${pattern}:\n${output}`))
        }
        const done = () => {
          clearTimeout(timer)
          watchers.delete(look)
        }
        watchers.add(look)
        void ended.then(() => {
          look()
          if (watchers.has(look)) fail()
        })
        look()
      }),
    kill: signal => void child.kill(signal),
    ended,
  }
}
