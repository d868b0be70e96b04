import { Queue as BullQueue, Worker } from 'bullmq'
import type { DueCallId } from '../domain/ids.js'
import type { Candidate } from '../store/port.js'
import type { ScheduleLog } from './engine-parts.js'
import type { Queue, QueueEngine } from './engine-port.js'
import { EverySecond } from './every-second.js'

export interface RedisQueueOptions {
  readonly url: string
  /** One queue a trunk: every daemon on it shares its channels. */
  readonly trunk: string
  /** Calls at once over all daemons of the trunk. */
  readonly channels: number
  /** Calls at once of this daemon. */
  readonly calls: number
  readonly log: ScheduleLog
  readonly now: () => Date
}

interface Due {
  readonly id: DueCallId
}

/** The database is the truth: what Redis lost, or never had, is in it again after so many seconds. */
const RECONCILE_S = 3
/** What is due within this is held in Redis; a million due calls are not. */
const AHEAD_MS = 10 * 60_000
const MOST_JOBS = 1000
const RETRY_MS = 1000
/** BullMQ's own are 30 s each: a daemon that dies holds its share of the trunk as long. */
const LOCK = { lockDuration: 15_000, stalledInterval: 10_000 } as const
/** BullMQ's priorities: lower goes first, 0 before all. */
const PRIORITY = { urgent: 0, other: 1 } as const

/**
 * Hands out due calls through BullMQ, to many daemons with one limit a trunk. BullMQ delivers at least once and Redis may forget
 * everything: so a job holds an id alone, the claim in the database decides whether it rings, and what the database has and Redis
 * lacks is put in again every few seconds.
 */
export function redisQueue(options: RedisQueueOptions): Queue {
  const { url, trunk, channels, calls, log, now } = options
  const name = `hellojade-${trunk}`
  const retryStrategy = () => RETRY_MS
  const jobs = new BullQueue<Due>(name, { connection: { url, retryStrategy, enableOfflineQueue: false } })
  let worker: Worker<Due> | undefined
  let looks: EverySecond | undefined
  let lost = true

  const tell = (isLost: boolean): void => {
    if (isLost !== lost) log[isLost ? 'error' : 'info']({ trunk }, isLost ? 'Redis is lost' : 'Redis is there')
    lost = isLost
  }
  // Every failed attempt to connect comes here as well: it is told once.
  jobs.on('error', () => tell(true))

  const reconcile = async (engine: QueueEngine): Promise<void> => {
    try {
      await jobs.setGlobalConcurrency(channels)
      const due = await engine.upcoming(new Date(now().getTime() + AHEAD_MS), MOST_JOBS)
      await jobs.addBulk(due.map(call => jobOf(call, now())))
      tell(false)
    } catch {
      tell(true)
    }
  }

  const begin = (engine: QueueEngine): void => {
    worker = new Worker<Due>(name, job => engine.take(job.data.id), {
      connection: { url, retryStrategy, maxRetriesPerRequest: null },
      concurrency: calls,
      ...LOCK,
    })
    worker.on('error', () => undefined)
  }

  return {
    name: `Redis, trunk ${trunk}`,
    start: async engine => {
      let seconds = 0
      const look = async (): Promise<void> => {
        await engine.tick(false)
        if (seconds++ % RECONCILE_S === 0) await reconcile(engine)
        // A daemon that cannot ring leaves the jobs to those that can.
        const isOpen = await engine.isOpen()
        if (isOpen && worker?.isPaused()) await worker.resume()
        if (!isOpen && worker?.isPaused() === false) await worker.pause(true)
      }
      await jobs.waitUntilReady().catch(() => undefined)
      begin(engine)
      looks = new EverySecond(() => look().catch(() => tell(true)))
      await looks.start()
    },
    stop: async () => {
      await looks?.stop()
      await worker?.close().catch(() => undefined)
      await jobs.close().catch(() => undefined)
    },
    trouble: () => (lost ? 'Redis is away: no further call is begun until it is back' : undefined),
  }
}

/** An attempt has one job, whoever puts it in; the next attempt at the same call has another. */
const jobOf = ({ id, dueAt, urgent }: Candidate, now: Date) => ({
  name: 'call',
  data: { id },
  opts: {
    jobId: `${id}-${dueAt.getTime()}`,
    delay: Math.max(0, dueAt.getTime() - now.getTime()),
    priority: urgent ? PRIORITY.urgent : PRIORITY.other,
    removeOnComplete: true,
    removeOnFail: true,
  },
})
