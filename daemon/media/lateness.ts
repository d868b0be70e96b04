import type { MediaStats } from './port.js'

const STEP_MS = 0.25
const STEPS = 2000 // up to 500 ms; later counts as 500

/** How late beats came: a histogram of fixed size, so a call of any length costs 8 kB. */
export class Lateness {
  readonly #counts = new Uint32Array(STEPS + 1)
  #total = 0
  #max = 0

  add(lateMs: number): void {
    const late = Math.max(0, lateMs)
    this.#counts[Math.min(STEPS, Math.floor(late / STEP_MS))]!++
    this.#total++
    this.#max = Math.max(this.#max, late)
  }

  get percentiles(): MediaStats['beatLatenessMs'] {
    return { p50: this.#at(0.5), p95: this.#at(0.95), p99: this.#at(0.99), max: Math.round(this.#max * 100) / 100 }
  }

  #at(share: number): number {
    let left = share * this.#total
    for (let step = 0; step <= STEPS; step++) {
      left -= this.#counts[step]!
      if (left <= 0) return this.#total === 0 ? 0 : (step + 1) * STEP_MS
    }
    return STEPS * STEP_MS
  }
}
