import type { Timer } from './port.js'

/** Wall time. */
export const wallTimer: Timer = {
  after: (delayMs, what) => {
    const timer = setTimeout(what, delayMs)
    return () => clearTimeout(timer)
  },
  nowMs: () => performance.now(),
}
