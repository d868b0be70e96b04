/** `simulated-daemon DATABASE RINGS [REDIS]`: a daemon's schedule over a simulated line, which writes down whom it rings. */
import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import type { CallId } from '../../daemon/domain/ids.js'
import { Engine } from '../../daemon/schedule/engine.js'
import { leaseQueue } from '../../daemon/schedule/lease-queue.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { KEY } from '../store/scene.js'
import { always } from './always.js'
import { simulatedPlacer } from './simulated-line.js'

const [path = '', rings = '', redis] = process.argv.slice(2)
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const now = () => new Date()
const store = await openLibsqlStore({
  path,
  key: KEY,
  now,
  retry: ({ history }) =>
    history.at(-1)?.disposition === 'interrupted'
      ? { state: 'due', dueAt: now(), attempts: 1, phone: 0 }
      : { state: 'done' },
})
const limits = { calls: 12, keptForCallers: 2, channels: 10, callsPerNurse: 10, startsPerS: 1000 }
const queue =
  redis === undefined
    ? leaseQueue()
    : (await import('../../daemon/schedule/redis-queue.js')).redisQueue({
        ...{ url: redis, trunk: 'test', channels: 30, calls: limits.calls, log, now },
      })
const ring = (dueCallId: string, callId: CallId) => appendFileSync(rings, `${dueCallId} ${callId} ${process.pid}\n`)
const engine = new Engine(
  {
    store,
    closeInterrupted: async at => (await store.closeInterruptedCalls(at)).length,
    placer: simulatedPlacer({ store, now, ring, newId: () => randomUUID() as CallId, callMs: 20 }),
    hours: () => always,
    protocols: () => ['general-follow-up'],
    lineIsUp: () => Promise.resolve(true),
    nurses: () => Promise.resolve({ nurses: 0, nursesTaken: 0 }),
    ...{ limits, log, now },
    monotonicMs: () => performance.now(),
  },
  queue,
)
process.once('SIGTERM', () => void engine.stop().then(() => store.close()))
await engine.start()
process.stdout.write('started\n')
