import type { Disposition, TaskKind } from '../domain/outcome.js'
import type { Ms } from '../domain/units.js'

export type { DischargeResult, Discharges, NumberRefusal, StayChange } from './discharges/port.js'

/** Monday first, as ISO 8601 counts them. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Minutes of Brussels' clock since midnight, from inclusive, to exclusive: 09:00–19:00 is 540, 1140. At most 1440. */
export interface DailyWindow {
  readonly fromMinute: number
  readonly toMinute: number
}

/** What the hospital allows at all, whatever a protocol or a patient asks. */
export interface HospitalHours {
  readonly weekdays: DailyWindow
  /** Used by protocols that open Saturday. */
  readonly saturday: DailyWindow
  /** Is this date (YYYY-MM-DD) a public holiday, or a day on which the hospital does not ring? */
  readonly isClosed: (date: string) => boolean
  /** The longest call (CLINICAL.md: 10 minutes): none begins so late that it would pass its window's end. */
  readonly longestCallMs: Ms
}

/** When one patient would like to be rung; within the hospital's hours it wins. */
export interface Preferences {
  /** In the order of the day; none: any hour. */
  readonly windows?: readonly DailyWindow[]
  /** None: any day. */
  readonly days?: readonly Weekday[]
}

/**
 * When one patient may be rung about one protocol: the hospital's hours cut by the protocol's and the patient's. Made by
 * `callingHours` of hours.ts.
 */
export interface CallingHours {
  /** Disjoint and in order. */
  readonly windows: Readonly<Record<Weekday, readonly DailyWindow[]>>
  readonly isClosed: (date: string) => boolean
  readonly longestCallMs: Ms
  /** The same without the patient's preferences, where there are any: for an hour that the patient named since. */
  readonly limits?: CallingHours
  /** The preferences leave no window inside the hospital's hours, so that they are not used. */
  readonly preferencesUnmet: boolean
}

/** The `calls` block of a protocol. */
export interface ProtocolCalls {
  /** May be rung on Saturdays; Sundays and holidays never. */
  readonly saturday: boolean
  /** Narrower than the hospital's hours; none: those. */
  readonly hours?: readonly DailyWindow[]
  readonly on: readonly ProtocolCall[]
}
export interface ProtocolCall {
  /** J+n: days after the discharge. */
  readonly day: number
  /**
   * So many days on which we ring, the first one included, does the call stay worth making; then it expires into a task. A patient's
   * own days do not make it later than their first one.
   */
  readonly openDays: number
  /** Claimed before those that are not. */
  readonly urgent: boolean
  /** Another questionnaire than the one whose block this is. */
  readonly protocol?: string
}

/** A call as planned; what the store keeps as a due call. */
export interface PlannedCall {
  /** J+n. */
  readonly day: number
  readonly protocol: string
  readonly dueAt: Date
  readonly notAfter: Date
  readonly urgent: boolean
}
export interface Plan {
  readonly calls: readonly PlannedCall[]
  /** Calls whose time was over when the discharge became known: each is a task `expired`, none is rung. */
  readonly missed: readonly PlannedCall[]
  readonly preferencesUnmet: boolean
}
/** What {@link PlanFor} starts from. */
export interface PlanInput {
  readonly encounter: { readonly dischargedAt: Date; readonly protocol: string }
  /** Of the encounter's protocol. */
  readonly calls: ProtocolCalls
  readonly preferences: Preferences
  readonly hospital: HospitalHours
  readonly now: Date
}
/** The calls that a discharge asks for. Pure. */
export type PlanFor = (input: PlanInput) => Plan

/** What is kept with a due call about its earlier attempts. */
export interface AttemptTally {
  /** Attempts that count to the maximum. */
  readonly countedAttempts: number
  /** Of `congestion` or `failed`, since the last attempt that reached the network. */
  readonly failuresInARow: number
  readonly silentBefore: boolean
  readonly interruptedBefore: boolean
  /** Which of the patient's numbers is rung, from 0. */
  readonly phoneIndex: number
}

/** How an attempt ended; the tally is as it was before this attempt. */
export interface AttemptEnd extends AttemptTally {
  readonly disposition: Disposition
  readonly endedAt: Date
  /** Somebody was verified, patient or caregiver. */
  readonly identityReached: boolean
  /** The moment named for another call. */
  readonly callbackAt?: Date
  /** We broke the call off, not the callee: a crash, a lost line. */
  readonly brokenByUs?: boolean
  /** How many numbers the patient has. */
  readonly phones: number
  readonly notAfter: Date
}

/** CLINICAL.md, When to call. */
export interface RetryRules {
  readonly mostAttempts: number
  readonly busyMs: Ms
  readonly noAnswerMs: Ms
  readonly rejectedMs: Ms
  readonly unreachableMs: Ms
  readonly failureMs: Ms
  readonly mostFailuresInARow: number
  readonly hungUpMs: Ms
  readonly unavailableMs: Ms
  readonly interruptedMs: Ms
}

/**
 * What follows an attempt. `counts`: the attempt that ended counts to the maximum. A `task` is given to a nurse unless the call
 * itself has already raised one of that kind.
 */
export type NextStep =
  | { readonly kind: 'retry'; readonly dueAt: Date; readonly phoneIndex: number; readonly counts: boolean }
  | { readonly kind: 'over'; readonly state: 'done' | 'expired' | 'cancelled'; readonly task?: TaskKind }
