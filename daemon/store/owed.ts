import type { Actor } from '../domain/audit.js'
import { Failure, type FailureCode } from '../domain/failure.js'
import type { Deed } from './audit.js'

/** Entries that the trail would not take, as they would have stood there. */
export interface Owed {
  readonly actor: Actor
  readonly deeds: readonly Deed[]
  readonly at: Date
}

/** A trail that is blocked for days costs no more memory than this; what comes after it is in the log alone. */
const MOST = 1000

/** Refused for what stands in the entry: it would be refused for ever, and everything behind it. */
const NEVER_TAKEN: ReadonlySet<FailureCode> = new Set(['store/too-long', 'store/incomplete'])

/**
 * What was done without its entry, because it may not wait for one: an alert, the end of a call. It is appended before the next
 * entry that the trail takes. It is in memory: of a process that ended meanwhile the log alone tells.
 */
export class OwedEntries {
  private waiting: readonly Owed[] = []
  private readonly onUntold: (code: FailureCode) => void

  constructor(onUntold: (code: FailureCode) => void) {
    this.onUntold = onUntold
  }

  /** Everything that is owed, for the transaction that appends it; it gives back what it could not. */
  take(): readonly Owed[] {
    const taken = this.waiting
    this.waiting = []
    return taken
  }

  giveBack(taken: readonly Owed[]): void {
    this.waiting = [...taken, ...this.waiting].slice(0, MOST)
  }

  add(owed: Owed, cause: unknown): void {
    const code = cause instanceof Failure ? cause.code : 'store/unavailable'
    this.onUntold(code)
    if (owed.deeds.length > 0 && this.waiting.length < MOST && !NEVER_TAKEN.has(code))
      this.waiting = [...this.waiting, owed]
  }
}
