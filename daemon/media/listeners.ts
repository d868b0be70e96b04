import type { MediaEvent } from './port.js'

/** Who wants to hear of a leg's events. */
export class Listeners {
  readonly #listeners = new Set<(event: MediaEvent) => void>()

  add(listener: (event: MediaEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Everyone hears everything; the first error thrown comes out at the end. */
  tell(events: readonly MediaEvent[]): void {
    const errors: unknown[] = []
    for (const event of events) {
      for (const listener of [...this.#listeners]) {
        try {
          listener(event)
        } catch (error) {
          errors.push(error)
        }
      }
    }
    if (errors.length > 0) throw errors[0]
  }
}

/** Statistics of a leg whose thread is gone before it could tell. */
export const NO_STATS = {
  receivedPackets: 0,
  lostPackets: 0,
  latePackets: 0,
  rejectedPackets: 0,
  concealedFrames: 0,
  sentPackets: 0,
  underflows: 0,
  ssrcChanges: 0,
  beatLatenessMs: { p50: 0, p95: 0, p99: 0, max: 0 },
} as const
