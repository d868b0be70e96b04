import { type ScheduledTask, schedule } from 'node-cron'
import type { Queue } from './engine-port.js'

const EVERY_SECOND = '* * * * * *'

/**
 * The embedded queue: the table of due calls itself, looked at once a second. node-cron only ticks: a second that was missed is none
 * too many, for the next look finds all that is due. Several daemons may look; a claim is one daemon's.
 */
export function leaseQueue(): Queue {
  let task: ScheduledTask | undefined
  let looking: Promise<void> = Promise.resolve()
  let stopped = false
  let look = (): void => undefined
  return {
    name: 'lease table',
    start: async engine => {
      let isLooking = false
      const tick = (): void => {
        if (isLooking || stopped) return
        isLooking = true
        looking = engine.tick(true).finally(() => {
          isLooking = false
        })
      }
      look = tick
      task = schedule(EVERY_SECOND, tick, { suppressMissedWarning: true })
      tick()
      await looking
    },
    stop: async () => {
      stopped = true
      await task?.destroy()
      await looking
    },
    roomMade: () => look(),
    trouble: () => undefined,
  }
}
