import { cpus } from 'node:os'

/** What all cores together have done so far, ms. */
export interface CoreTimes {
  readonly idleMs: number
  readonly allMs: number
  readonly cores: number
}

/**
 * A second thread wins only where it has a core for itself. The media threads and Asterisk take a third of one in a call; a call in
 * virtual time takes a whole one, and is heard by one thread.
 */
const MOST_BUSY_CORES = 0.5
/** The system counts in ticks of 4 to 10 ms: less than this of each core says nothing. */
const LEAST_MS = 200

/** Whether the machine has a core to spare beside a recognition: how busy it was since the last one. */
export class SpareCores {
  readonly #read: () => CoreTimes
  #since: CoreTimes
  #busyCores = Number.POSITIVE_INFINITY

  constructor(read: () => CoreTimes = coreTimes) {
    this.#read = read
    this.#since = read()
  }

  /** A recognition is over: what computes from now on is something else. */
  rest(): void {
    this.#since = this.#read()
  }

  /** For a recognition that begins now. After too short a rest, what was known before. */
  get isThere(): boolean {
    const { idleMs, allMs, cores } = this.#read()
    const passedMs = (allMs - this.#since.allMs) / cores
    if (passedMs >= LEAST_MS) this.#busyCores = cores - (idleMs - this.#since.idleMs) / passedMs
    return cores > 1 && this.#busyCores <= MOST_BUSY_CORES
  }
}

/** 0.1 ms on two cores. */
function coreTimes(): CoreTimes {
  const times = cpus().map(({ times }) => times)
  const idleMs = times.reduce((sum, { idle }) => sum + idle, 0)
  const allMs = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0)
  return { idleMs, allMs, cores: times.length }
}
