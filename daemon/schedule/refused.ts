import { Failure } from '../domain/failure.js'
import type { TaskKind } from '../domain/outcome.js'
import type { ClaimedCall } from '../store/port.js'

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
/** CLINICAL.md, When to call: congestion or our own failure, 5 minutes, not counted. */
const FAILURE_MS = 5 * 60_000

export function afterRefusal(cause: unknown, call: Pick<ClaimedCall, 'phone'>, phones: number): AfterRefusal {
  if (!(cause instanceof Failure)) return { to: 'later', inMs: FAILURE_MS }
  // A nurse has it already: Calls.place gave it up.
  if (cause.code === 'call/language') return { to: 'nothing' }
  if (cause.code !== 'call/not-allowed') return { to: 'later', inMs: FAILURE_MS }
  switch (cause.facts.reason) {
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
