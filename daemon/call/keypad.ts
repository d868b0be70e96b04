import type { Ms } from '../domain/units.js'

/** Collects key presses into one entry. Time is the windows' time, no timer. */
export class Keypad {
  private keys = ''
  private lastAtMs = 0
  private waitMs = 0
  private readonly complete: (keys: string) => { readonly complete: boolean; readonly waitMs: Ms }

  constructor(complete: (keys: string) => { readonly complete: boolean; readonly waitMs: Ms }) {
    this.complete = complete
  }

  get pending(): boolean {
    return this.keys !== ''
  }

  /** A key was pressed; returns the whole entry when this key completes it. */
  press(digit: string, atMs: Ms): string | undefined {
    this.keys += digit
    this.lastAtMs = atMs
    const judged = this.complete(this.keys)
    this.waitMs = judged.waitMs
    return judged.complete ? this.take() : undefined
  }

  /** Time has passed; returns the entry when nothing more was pressed for long enough. */
  passed(nowMs: Ms): string | undefined {
    return this.pending && nowMs - this.lastAtMs >= this.waitMs ? this.take() : undefined
  }

  private take(): string {
    const keys = this.keys
    this.keys = ''
    return keys
  }
}
