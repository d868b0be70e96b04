import type { DueCallId } from '../domain/ids.js'
import type { Disposition } from '../domain/outcome.js'
import type { Candidate, ClaimedCall } from '../store/port.js'

/** A call that is being made, from the dial on. */
export interface BegunCall {
  /** Its committed end. */
  readonly ended: Promise<{ readonly disposition: Disposition }>
}

/** Who rings: the `Calls` port in the daemon, a simulated line elsewhere. */
export interface Placer {
  /** Calls on the line by now, those that came in and those made by hand among them. */
  readonly live: number
  /**
   * Writes the attempt under the claim's lease, then dials. Throws Failure call/not-allowed where nobody may be rung, call/language
   * where the call was given up for a nurse, and others where nothing was begun.
   */
  place(call: ClaimedCall): Promise<BegunCall>
}

/** Hands out due calls to the engine. The database says what is due; a queue only says when and to whom. */
export interface Queue {
  /** For a person. */
  readonly name: string
  /** Begins; whatever was missed before is caught up with. */
  start(engine: QueueEngine): Promise<void>
  /** Hands out nothing more and resolves when what it handed out is in the engine's hands or given back. */
  stop(): Promise<void>
  /** A call has ended: there may be room for the next before the clock's next tick. */
  roomMade?(): void
  /** A sentence where it is not well. */
  trouble(): string | undefined
}

/** What a queue may ask of the engine. */
export interface QueueEngine {
  /** One look at the clock: housekeeping, and where `claims` is true the calls for which there is room. */
  tick(claims: boolean): Promise<void>
  /**
   * Claims this due call and sees it through to its end; resolves early where it is not to be rung now: somebody else has it, it is
   * paused, over or outside its hours.
   */
  take(id: DueCallId): Promise<void>
  /** Whether anything may be begun: the line is up, the trunk has rested, the clock is trusted. */
  isOpen(): Promise<boolean>
  /** What a queue should hold: due by `until`, in the order of the engine. */
  upcoming(until: Date, limit: number): Promise<readonly Candidate[]>
}
