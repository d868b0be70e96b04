/** What bounds the calls that go on at once, and how fast they are begun. */
export interface PaceLimits {
  /** As many as hearing and speaking keep up with, measured; calls that come in share them. */
  readonly calls: number
  /** Of those, kept free for patients who call us. */
  readonly keptForCallers: number
  /** Lines of the trunk. */
  readonly channels: number
  /** So many calls at once may need one nurse; without a nurse's number nothing is bounded by it. */
  readonly callsPerNurse: number
  /** Begun in a second at most: the trunk, the recogniser and the nurses are loaded one after the other, not at a stroke. */
  readonly startsPerS: number
}

export interface Load {
  /** Calls on the line, made and received, and those about to be dialled. */
  readonly live: number
  /** Nurses' numbers, and how many of them are taken up: a transfer rings them, or an emergency waits for one. */
  readonly nurses: number
  readonly nursesTaken: number
}

/** How many calls may be begun besides those that are live. Never negative. */
export function room({ calls, keptForCallers, channels, callsPerNurse }: PaceLimits, load: Load): number {
  const byNurses =
    load.nurses === 0 ? Number.POSITIVE_INFINITY : callsPerNurse * Math.max(0, load.nurses - load.nursesTaken)
  return Math.max(0, Math.min(Math.max(1, calls - keptForCallers), channels, byNurses) - load.live)
}

/**
 * A token bucket of one second: what was not used is not saved up, so that a daemon that comes back, or is resumed, begins as gently
 * as any other. Times are ms of a monotonic clock.
 */
export interface Ramp {
  readonly tokens: number
  readonly atMs: number
}

export const rampFrom = (atMs: number): Ramp => ({ tokens: 0, atMs })

export function fill({ tokens, atMs }: Ramp, nowMs: number, { startsPerS }: Pick<PaceLimits, 'startsPerS'>): Ramp {
  const gained = (Math.max(0, nowMs - atMs) / 1000) * startsPerS
  return { tokens: Math.min(Math.max(1, startsPerS), tokens + gained), atMs: nowMs }
}

export const spend = ({ tokens, atMs }: Ramp, starts: number): Ramp => ({ tokens: tokens - starts, atMs })
