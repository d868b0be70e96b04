import type { Disposition } from '../domain/outcome.js'
import { type Ms, ms } from '../domain/units.js'

/** When a trunk counts as broken. */
export interface BreakerRules {
  /** The last so many attempts are looked at. */
  readonly of: number
  /** Fewer than these say nothing. */
  readonly atLeast: number
  /** Share of failures at which it opens. */
  readonly share: number
  /** How long it stays open the first time; doubled each time the trial call fails. */
  readonly restMs: Ms
  readonly mostRestMs: Ms
}

export const TRUNK_RULES = {
  of: 20,
  atLeast: 5,
  share: 0.5,
  restMs: ms(60_000),
  mostRestMs: ms(900_000),
} as const satisfies BreakerRules

/**
 * A circuit breaker for one trunk (M. Nygard, Release It!, "Circuit Breaker"): closed, calls go; open, none; half-open, one call is
 * tried and decides. Times are ms of a monotonic clock, so that a clock that is set shortens no rest.
 */
export type Breaker =
  | { readonly name: 'closed'; readonly failed: readonly boolean[] }
  | { readonly name: 'open'; readonly untilMs: number; readonly restMs: number }
  | { readonly name: 'half-open'; readonly trying: boolean; readonly restMs: number }

export const CLOSED: Breaker = { name: 'closed', failed: [] }

/** The network's failure or ours; a phone that is busy or that nobody answers says that the trunk works. */
const isFailure = (disposition: Disposition): boolean => disposition === 'congestion' || disposition === 'failed'

/** How many more calls the trunk may be given now. */
export const admits = (breaker: Breaker): number =>
  breaker.name === 'closed' ? Number.POSITIVE_INFINITY : breaker.name === 'half-open' && !breaker.trying ? 1 : 0

/** An open breaker whose rest is over lets one call be tried. */
export const passTime = (breaker: Breaker, nowMs: number): Breaker =>
  breaker.name === 'open' && nowMs >= breaker.untilMs
    ? { name: 'half-open', trying: false, restMs: breaker.restMs }
    : breaker

export const begun = (breaker: Breaker): Breaker =>
  breaker.name === 'half-open' ? { ...breaker, trying: true } : breaker

/** A call that was admitted was not placed after all: it decides nothing. */
export const withdrawn = (breaker: Breaker): Breaker =>
  breaker.name === 'half-open' ? { ...breaker, trying: false } : breaker

export function ended(
  breaker: Breaker,
  disposition: Disposition,
  nowMs: number,
  rules: BreakerRules = TRUNK_RULES,
): Breaker {
  const hasFailed = isFailure(disposition)
  switch (breaker.name) {
    case 'closed': {
      const failed = [...breaker.failed, hasFailed].slice(-rules.of)
      const failures = failed.filter(each => each).length
      const breaks = hasFailed && failed.length >= rules.atLeast && failures >= rules.share * failed.length
      return breaks ? { name: 'open', untilMs: nowMs + rules.restMs, restMs: rules.restMs } : { name: 'closed', failed }
    }
    case 'half-open': {
      if (!hasFailed) return CLOSED
      const restMs = Math.min(2 * breaker.restMs, rules.mostRestMs)
      return { name: 'open', untilMs: nowMs + restMs, restMs }
    }
    // One that was begun before it opened.
    case 'open':
      return breaker
  }
}
