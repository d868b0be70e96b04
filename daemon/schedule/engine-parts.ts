import type { Strain } from '../speech/port.js'
import type { Candidate, Store } from '../store/port.js'
import type { BreakerRules } from './breaker.js'
import type { Placer } from './engine-port.js'
import type { PaceLimits } from './pace.js'
import type { CallingHours } from './port.js'

export interface EngineParts {
  readonly store: Pick<
    Store,
    | 'beat'
    | 'claimDue'
    | 'dueNow'
    | 'expireDue'
    | 'giveUpDue'
    | 'giveUpUnknown'
    | 'patient'
    | 'pauses'
    | 'postponeDue'
    | 'reclaimLapsed'
    | 'releaseDue'
    | 'unknownProtocols'
  >
  /** Ends the calls of processes that are gone; returns how many. */
  readonly closeInterrupted: (now: Date) => Promise<number>
  readonly placer: Placer
  readonly hours: (call: Candidate) => CallingHours
  /** Protocols at hand. */
  readonly protocols: () => readonly string[]
  /** Whether the line can dial at all. */
  readonly lineIsUp: () => Promise<boolean>
  readonly nurses: () => Promise<{ readonly nurses: number; readonly nursesTaken: number }>
  readonly limits: PaceLimits
  /** What the calls ask of the recogniser: where turns wait for it, fewer calls are begun. Default: nothing. */
  readonly strain?: () => Pick<Strain, 'turns' | 'waitedMs'>
  readonly trunk?: BreakerRules
  readonly log: ScheduleLog
  readonly now: () => Date
  /** From any beginning; never set. */
  readonly monotonicMs: () => number
}

/** pino's shape; facts are technical only. */
export interface ScheduleLog {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** A claim is written before the sentences with the patient's name are rendered, which takes up to half a minute. */
export const LEASE_MS = 120_000
