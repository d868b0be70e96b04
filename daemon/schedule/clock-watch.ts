import { type Ms, ms } from '../domain/units.js'

/** The wall clock beside a monotonic one: what the one gained on the other was set, not lived. */
export interface ClockWatch {
  readonly wallMs: number
  readonly monotonicMs: number
  /** Of the monotonic clock; undefined while the wall clock was never set. */
  readonly jumpedMs?: number
}

/** A clock is slewed by some ms a second; a step of this size was made by hand, by NTP after a long outage, or by a sleep. */
const STEP_MS = ms(30_000)
/** After a step nothing is begun for so long: who set the clock wrong sees it, and a second step undoes the first. */
export const HOLD_CALLS_MS: Ms = ms(60_000)
/** And nothing expires for so long, for what has expired does not come back. */
export const HOLD_EXPIRY_MS: Ms = ms(600_000)

export const watchFrom = (wallMs: number, monotonicMs: number): ClockWatch => ({ wallMs, monotonicMs })

export function look(watch: ClockWatch, wallMs: number, monotonicMs: number): ClockWatch {
  const step = wallMs - watch.wallMs - (monotonicMs - watch.monotonicMs)
  const jumped = Math.abs(step) >= STEP_MS ? monotonicMs : watch.jumpedMs
  return { wallMs, monotonicMs, ...(jumped !== undefined && { jumpedMs: jumped }) }
}

export const isHeld = ({ jumpedMs, monotonicMs }: ClockWatch, holdMs: Ms): boolean =>
  jumpedMs !== undefined && monotonicMs - jumpedMs < holdMs
