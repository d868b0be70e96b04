import type { Strain } from '../speech/port.js'
import type { PaceLimits } from './pace.js'

/** How many calls at once hearing keeps up with, as far as was seen. */
export interface Heard {
  readonly calls: number
  /** When it was last changed, of a monotonic clock. */
  readonly atMs: number
}

/** A patient waits as much longer for the answer: behind 600 ms and a recognition of 650 the gap passes 1.5 s. */
const STRAINED_MS = 600
/** Below it one call more may be begun. */
const EASY_MS = 250
/** Fewer turns say nothing. */
const LEAST_TURNS = 5
/** The strain of the last half minute is then all of after the change. */
const LOWER_AGAIN_MS = 30_000
const RAISE_AGAIN_MS = 20_000
const LOWERED_TO = 0.8

export const heardFrom = (calls: number, atMs: number): Heard => ({ calls, atMs })

/**
 * Where turns wait for the recogniser, four fifths of the calls on the line; where they do not and every place is taken, one more.
 * Calls on the line go on, they are only not followed by others. Never fewer than one to be begun, never more than the limit.
 */
export function afterStrain(
  before: Heard,
  strain: Pick<Strain, 'turns' | 'waitedMs'>,
  live: number,
  limits: Pick<PaceLimits, 'calls' | 'keptForCallers'>,
  nowMs: number,
): Heard {
  const { keptForCallers: kept } = limits
  const calls = Math.min(before.calls, limits.calls)
  const restedMs = nowMs - before.atMs
  const known = strain.turns >= LEAST_TURNS
  if (known && strain.waitedMs > STRAINED_MS) {
    const lower = Math.min(calls - 1, Math.max(1, Math.floor(live * LOWERED_TO)) + kept)
    return lower > kept && restedMs >= LOWER_AGAIN_MS ? { calls: lower, atMs: nowMs } : { ...before, calls }
  }
  const easy = !known || strain.waitedMs < EASY_MS
  const full = live + kept >= calls
  if (easy && full && calls < limits.calls && restedMs >= RAISE_AGAIN_MS) return { calls: calls + 1, atMs: nowMs }
  return { ...before, calls }
}
