import type { DueCallId, PatientId } from '../domain/ids.js'
import type { Disposition, TaskKind } from '../domain/outcome.js'
import type { Preferences } from '../schedule/port.js'
import type { DueCall } from './port.js'

/** A due call that may be rung now, as far as the database can tell. */
export interface Candidate {
  readonly id: DueCallId
  readonly ward: string
  readonly protocol: string
  readonly day?: number
  readonly urgent: boolean
  readonly preferences?: Preferences
  readonly dueAt: Date
  readonly notAfter: Date
}

/** A due call in the hands of one daemon. */
export interface ClaimedCall extends Candidate {
  readonly patientId: PatientId
  /** Fences the dial: `openAttempt` takes no other. Each claim has its own. */
  readonly lease: string
  readonly attempts: number
  /** Position of the number to ring. */
  readonly phone: number
}

/** One attempt at a due call that has ended. */
export interface PastAttempt {
  readonly direction: 'outbound' | 'inbound'
  readonly disposition: Disposition
  readonly endedAt: Date
  /** Somebody was verified. */
  readonly identityReached: boolean
  /** We broke it off, not the callee. */
  readonly brokenByUs: boolean
}

/** What the retry policy is asked when an attempt has ended. */
export interface SettledAttempt {
  readonly call: DueCall
  /** Every attempt at it, oldest first, the one that ended now last. */
  readonly history: readonly PastAttempt[]
  /** How many numbers the patient has. */
  readonly phones: number
  readonly preferences?: Preferences
  /** When the patient asked to be rung, local ISO time. */
  readonly askedFor?: string
  readonly now: Date
}

/** What follows an attempt: another one, or the end of the due call, with a task for a nurse where one is due. */
export type AfterAttempt =
  | { readonly state: 'due'; readonly dueAt: Date; readonly attempts: number; readonly phone: number }
  | { readonly state: 'done' | 'expired' | 'cancelled'; readonly task?: TaskKind }

/** Pure: given to the store, which asks it inside the transaction that closes the attempt. */
export type RetryPolicy = (ended: SettledAttempt) => AfterAttempt

/** How the calls of one ward stand. */
export interface WardState {
  readonly ward: string
  readonly paused: boolean
  readonly overdue: number
  readonly later: number
  readonly claimed: number
}

/** Due calls as the schedule takes them. Instants are the caller's clock. */
export interface ScheduleRecords {
  /**
   * What may be rung now: the urgent first, oldest first; then oldest first within each ward, fair between them, beginning behind
   * the ward `after`. Nothing of a paused ward, nothing made by hand, and of these protocols only.
   */
  dueNow(ask: {
    readonly now: Date
    readonly limit: number
    readonly protocols: readonly string[]
    readonly after?: string
  }): Promise<readonly Candidate[]>
  /** Which of `ids` are now ours until `until`; those that another daemon took, or a pause or an end reached, are left out. */
  claimDue(
    ids: readonly DueCallId[],
    lease: { readonly now: Date; readonly until: Date },
  ): Promise<readonly ClaimedCall[]>
  /** Gives a claim back, to be made at `dueAt` and on that number; a claim that is not ours any more stays as it is. */
  releaseDue(id: DueCallId, lease: string, next: { readonly dueAt: Date; readonly phone?: number }): Promise<void>
  /** Puts off what may not be rung yet; what was claimed or cancelled meanwhile stays as it is. */
  postponeDue(id: DueCallId, dueAt: Date): Promise<void>
  /** A claimed call that cannot be made: its end, and a nurse's task, in one transaction. */
  giveUpDue(
    id: DueCallId,
    lease: string,
    end: {
      readonly at: Date
      readonly state: 'done' | 'cancelled' | 'expired'
      readonly task?: TaskKind
      readonly note?: string
    },
  ): Promise<void>
  /** Ends what is due past its `notAfter`, each with a task `expired` unless it was made by hand; at most `limit`, and returns how many. */
  expireDue(now: Date, limit: number): Promise<number>
  /** Gives back what was claimed and not begun by a daemon that is gone, at once, or for too long; returns how many. */
  reclaimLapsed(now: Date): Promise<number>
  /** Calls whose protocol is none of `protocols`, due at `before` or earlier: each ends with a nurse's task. Returns them by protocol. */
  giveUpUnknown(
    known: readonly string[],
    ask: { readonly now: Date; readonly before: Date; readonly limit: number },
  ): Promise<ReadonlyMap<string, number>>
  /** Due calls whose protocol is none of these, by protocol: what health tells before they are given up. */
  unknownProtocols(known: readonly string[], now: Date): Promise<readonly string[]>
  /** No call of the ward (of all, without one) is begun from now on. Throws Failure store/not-found for a ward never seen. */
  pause(at: Date, ward?: string): Promise<void>
  resume(ward?: string): Promise<void>
  /** The wards that are paused; "*" where all are. */
  pauses(): Promise<readonly string[]>
  wardStates(now: Date): Promise<readonly WardState[]>
  /** This process lives; see `owner.ts`. */
  beat(now: Date): Promise<void>
}
