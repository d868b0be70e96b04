import type { Queue } from './engine-port.js'
import { EverySecond } from './every-second.js'

/** The embedded queue: the table of due calls itself, looked at once a second. Several daemons may look; a claim is one daemon's. */
export function leaseQueue(): Queue {
  let looks: EverySecond | undefined
  return {
    name: 'lease table',
    start: async engine => {
      looks = new EverySecond(() => engine.tick(true))
      await looks.start()
    },
    stop: async () => looks?.stop(),
    roomMade: () => looks?.now(),
    trouble: () => undefined,
  }
}
