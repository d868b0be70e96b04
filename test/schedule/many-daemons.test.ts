import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { manyDueCalls } from '../../bench/many-due-calls.js'
import { eventually } from '../parts/process.js'
import { ensureRedis, startRedis, type TestRedis } from '../parts/redis.js'
import { KEY } from '../store/scene.js'
import { attemptsIn, fastFolder, statesOf } from './many.js'

t.jobs = 2

const DAEMON = fileURLToPath(new URL('./simulated-daemon.js', import.meta.url))
const CALLS = 1000
const LIMIT_MS = 90_000

interface Scene {
  readonly path: string
  /** "due call, attempt, process" in the order in which they rang. */
  readonly rings: () => readonly (readonly string[])[]
  readonly start: (redis?: string) => ChildProcess
}

async function scene(t: Test): Promise<Scene> {
  const folder = fastFolder(t)
  const [path, file] = [join(folder, 'hellojade.db'), join(folder, 'rings')]
  const hours = { dueAt: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 6 * 3_600_000) }
  await manyDueCalls({ path, key: KEY, calls: CALLS, wards: 7, ...hours })
  return {
    path,
    rings: () =>
      (existsSync(file) ? readFileSync(file, 'utf8') : '')
        .trim()
        .split('\n')
        .filter(line => line !== '')
        .map(line => line.split(' ')),
    start: redis => {
      const args = [DAEMON, path, file, ...(redis === undefined ? [] : [redis])]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
      t.teardown(async () => {
        if (child.exitCode !== null || child.signalCode !== null) return
        child.kill('SIGKILL')
        await once(child, 'close')
      })
      return child
    },
  }
}

/** Every due call is over; an attempt rang once at most; only what was cut off by the kill was rung for a second time. */
async function rungOnce(t: Test, { path, rings }: Scene, killed: readonly (number | undefined)[]): Promise<void> {
  t.strictSame(await statesOf(path), { done: CALLS }, 'nothing is lost')
  const rung = rings()
  t.equal(new Set(rung.map(([due]) => due)).size, CALLS, 'every due call was rung')
  t.equal(new Set(rung.map(([, attempt]) => attempt)).size, rung.length, 'no attempt twice')
  const attempts = await attemptsIn(path)
  const cut = attempts.filter(({ disposition }) => disposition === 'interrupted')
  t.equal(attempts.length, CALLS + cut.length, 'one attempt each, and one more for each that was cut off')
  const byDead = new Map(rung.map(([, attempt, pid]) => [attempt, Number(pid)]))
  t.strictSame(
    cut.filter(({ id }) => byDead.has(id) && !killed.includes(byDead.get(id))),
    [],
    'cut off by the kill alone',
  )
  t.ok(cut.length <= 12 * killed.length, `${cut.length} were on the line of who was killed`)
}

t.test(
  'three daemons share a thousand calls, one is killed: each is rung, no attempt twice',
  { buffered: true },
  async t => {
    t.setTimeout(2 * LIMIT_MS)
    const made = await scene(t)
    const [first, ...others] = [made.start(), made.start(), made.start()]
    t.ok(await eventually(() => made.rings().length > 200, LIMIT_MS))
    first?.kill('SIGKILL')
    t.ok(await eventually(async () => ((await statesOf(made.path)).done ?? 0) === CALLS, LIMIT_MS))
    t.ok(new Set(made.rings().map(([, , pid]) => pid)).size === 3, 'all three rang')
    await rungOnce(t, made, [first?.pid])
    for (const daemon of others) {
      daemon.kill('SIGTERM')
      t.strictSame(await once(daemon, 'close'), [0, null], 'stops cleanly')
    }
  },
)

const redisHad = await ensureRedis()
t.test(
  'the same through Redis, which is killed, comes back empty and is flushed meanwhile',
  {
    buffered: true,
    skip: redisHad.ok ? false : redisHad.reason,
  },
  async t => {
    t.setTimeout(3 * LIMIT_MS)
    const redis: TestRedis = await startRedis(redisHad.ok ? redisHad.prefix : '')
    t.teardown(() => redis.stop())
    const made = await scene(t)
    const [first, ...others] = [made.start(redis.url), made.start(redis.url), made.start(redis.url)]
    t.ok(await eventually(() => made.rings().length > 100, LIMIT_MS))
    first?.kill('SIGKILL')
    t.ok(await eventually(() => made.rings().length > 200, LIMIT_MS))
    await redis.kill()
    await new Promise(resolve => setTimeout(resolve, 500))
    const stillLive = made.rings().length
    await redis.restart()
    t.ok(await eventually(() => made.rings().length > stillLive + 200, LIMIT_MS), 'it goes on when Redis is back')
    await redis.flush()
    t.ok(await eventually(async () => ((await statesOf(made.path)).done ?? 0) === CALLS, LIMIT_MS))
    await rungOnce(t, made, [first?.pid])
    for (const daemon of others) {
      daemon.kill('SIGTERM')
      t.strictSame(await once(daemon, 'close'), [0, null], 'stops cleanly')
    }
  },
)
