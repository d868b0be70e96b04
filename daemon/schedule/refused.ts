import { Failure } from '../domain/failure.js'
import type { DueCallId } from '../domain/ids.js'
import type { TaskKind } from '../domain/outcome.js'
import type { ClaimedCall } from '../store/port.js'
import type { EngineParts } from './engine-parts.js'
import { hoursFor, nextOpening } from './hours.js'
import { CLINICAL_RULES } from './retry.js'

/** What becomes of a claim that no attempt came of. */
export type AfterRefusal =
  | { readonly to: 'later'; readonly inMs: number; readonly phone?: number }
  /** `cancelled`: nobody may be rung about it. */
  | {
      readonly to: 'end'
      readonly state: 'done' | 'cancelled'
      readonly task?: TaskKind
      readonly note?: string
    }
  /** It is over, or somebody else's, by now. */
  | { readonly to: 'nothing' }

/** The patient is talking with us: looked at again when that call may be over. */
const ON_THE_LINE_MS = 5 * 60_000

/** `failures`: how often in a row it was not begun for a failure of our own, this time included. */
export function afterRefusal(
  cause: unknown,
  call: Pick<ClaimedCall, 'phone'>,
  phones: number,
  failures: number,
): AfterRefusal {
  if (isOurs(cause))
    return failures < CLINICAL_RULES.mostFailuresInARow
      ? { to: 'later', inMs: CLINICAL_RULES.failureMs }
      : { to: 'end', state: 'done', task: 'callback', note: codeOf(cause) }
  // A nurse has it already: Calls.place gave it up.
  if (codeOf(cause) === 'call/language') return { to: 'nothing' }
  switch (reasonOf(cause)) {
    case 'on-the-line':
      return { to: 'later', inMs: ON_THE_LINE_MS }
    case 'number-opted-out':
      return call.phone + 1 < phones
        ? { to: 'later', inMs: 0, phone: call.phone + 1 }
        : { to: 'end', state: 'cancelled', task: 'unreached', note: 'number opted out' }
    case 'no phone number':
      return { to: 'end', state: 'cancelled', task: 'unreached', note: 'no phone number' }
    case 'deceased':
    case 'readmitted':
    case 'opted-out':
      return { to: 'end', state: 'cancelled' }
    default:
      return { to: 'nothing' }
  }
}

const codeOf = (cause: unknown): string => (cause instanceof Failure ? cause.code : 'unknown')
const reasonOf = (cause: unknown) => (cause instanceof Failure ? cause.facts.reason : undefined)
const isOurs = (cause: unknown): boolean => !['call/not-allowed', 'call/language'].includes(codeOf(cause))

/** Calls whose failures one daemon remembers: far more than fail at once. */
const MOST_REMEMBERED = 10_000

/**
 * Gives claims back that no attempt came of. Failures in a row are counted by each daemon for itself: what another one or the next life
 * tries anew ends at the latest with its `notAfter`.
 */
export class Refusals {
  readonly #parts: Pick<EngineParts, 'store' | 'hours' | 'log' | 'now'>
  readonly #failures = new Map<DueCallId, number>()

  constructor(parts: Pick<EngineParts, 'store' | 'hours' | 'log' | 'now'>) {
    this.#parts = parts
  }

  /** An attempt came of it. */
  begun(id: DueCallId): void {
    this.#failures.delete(id)
  }

  async settle(call: ClaimedCall, cause: unknown): Promise<void> {
    const { store, log, now } = this.#parts
    const [code, reason] = [codeOf(cause), reasonOf(cause)]
    log.warn({ dueCallId: call.id, code, reason }, 'a call that is due was not begun')
    const failures = this.#count(call.id, cause)
    const { phones } = await store.patient(call.patientId)
    const after = afterRefusal(cause, call, phones.length, failures)
    if (after.to === 'later') return this.#putOff(call, after)
    if (after.to === 'nothing') return
    if (isOurs(cause)) log.error({ dueCallId: call.id, code, failures }, 'a call could not be begun: a nurse has it')
    this.#failures.delete(call.id)
    const { state, task, note } = after
    const said = { ...(task !== undefined && { task }), ...(note !== undefined && { note }) }
    await store.giveUpDue(call.id, call.lease, { state, ...said, at: now() })
  }

  /** Within its hours; what would be too late then is so now. */
  async #putOff(call: ClaimedCall, { inMs, phone }: { readonly inMs: number; readonly phone?: number }): Promise<void> {
    const { store, hours, now } = this.#parts
    const dueAt = nextOpening(hoursFor(hours(call), call.dueAt), new Date(now().getTime() + inMs))
    if (dueAt !== undefined && dueAt <= call.notAfter)
      return store.releaseDue(call.id, call.lease, { dueAt, ...(phone !== undefined && { phone }) })
    this.#failures.delete(call.id)
    await store.giveUpDue(call.id, call.lease, { state: 'expired', task: 'expired', at: now() })
  }

  #count(id: DueCallId, cause: unknown): number {
    const failures = isOurs(cause) ? (this.#failures.get(id) ?? 0) + 1 : 0
    this.#failures.delete(id)
    if (failures > 0) this.#failures.set(id, failures)
    const [oldest] = this.#failures.keys()
    if (oldest !== undefined && this.#failures.size > MOST_REMEMBERED) this.#failures.delete(oldest)
    return failures
  }
}
