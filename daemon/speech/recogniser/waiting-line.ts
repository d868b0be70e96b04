/** Somebody who waits for a session. */
export interface Waiting {
  /** Since when a patient waits for it, of a monotonic clock. */
  readonly sinceMs: number
}

/** Who waits: whose patient has been silent longest goes first, of two with the same silence who asked first. */
export class WaitingLine<Entry extends Waiting> {
  readonly #entries: Entry[] = []

  get length(): number {
    return this.#entries.length
  }

  /** Before everybody who waits for less long. */
  join(entry: Entry): void {
    const at = this.#entries.findIndex(({ sinceMs }) => sinceMs > entry.sinceMs)
    this.#entries.splice(at < 0 ? this.#entries.length : at, 0, entry)
  }

  leave(entry: Entry): void {
    const at = this.#entries.indexOf(entry)
    if (at >= 0) this.#entries.splice(at, 1)
  }

  next(): Entry | undefined {
    return this.#entries.shift()
  }

  /** Everybody, in their order; nobody waits then. */
  dismiss(): readonly Entry[] {
    return this.#entries.splice(0)
  }
}
