import type { Ms } from '../domain/units.js'

/** A whole entry counts when no further key comes for so long: keys that are mashed are one entry, not an answer each. */
const SETTLE_MS = 250
/** Longer than any entry that is asked for; the rest of a storm is not kept. */
const MOST_KEYS = 20
/** Keys that never stop are judged in pieces of this length, so that the conversation goes on. */
const LONGEST_ENTRY_MS = 10_000

/** Collects key presses into one entry. Time is the windows' time, no timer. */
export class Keypad {
  private keys = ''
  private firstAtMs = 0
  private lastAtMs = 0
  private waitMs = 0
  private waiting: string[] = []
  private readonly complete: (keys: string) => { readonly complete: boolean; readonly waitMs: Ms }

  constructor(complete: (keys: string) => { readonly complete: boolean; readonly waitMs: Ms }) {
    this.complete = complete
  }

  get pending(): boolean {
    return this.keys !== ''
  }

  /** A key under words that may not be cut: kept until they are said. */
  under(digit: string): void {
    if (this.waiting.length < MOST_KEYS) this.waiting.push(digit)
  }

  /** The keys kept so far, once. */
  takeUnder(): readonly string[] {
    return this.waiting.splice(0)
  }

  /** A key was pressed; returns the whole entry when this key ends it (#). */
  press(digit: string, atMs: Ms): string | undefined {
    if (!this.pending) this.firstAtMs = atMs
    if (this.keys.length < MOST_KEYS) this.keys += digit
    this.lastAtMs = atMs
    if (digit === '#') return this.take()
    const judged = this.complete(this.keys)
    this.waitMs = judged.complete ? SETTLE_MS : judged.waitMs
    return undefined
  }

  /** Time has passed; returns the entry when nothing more was pressed for long enough. */
  passed(nowMs: Ms): string | undefined {
    if (!this.pending) return undefined
    const over = nowMs - this.lastAtMs >= this.waitMs || nowMs - this.firstAtMs >= LONGEST_ENTRY_MS
    return over ? this.take() : undefined
  }

  private take(): string {
    const keys = this.keys
    this.keys = ''
    return keys
  }
}
