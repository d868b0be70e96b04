import { type ClockWatch, HOLD_EXPIRY_MS, isHeld } from './clock-watch.js'
import type { EngineParts } from './engine-parts.js'

/** The heartbeat is missed after 90 s by other machines (store/living.ts). */
const EVERY_MS = 15_000
/** A transaction of so many rows and tasks takes some 20 ms. */
const BATCH = 100
/** A questionnaire that is missing by mistake is put back within this. */
const UNKNOWN_GRACE_MS = 15 * 60_000

/** What is looked after beside the calls: the dead, the late, and protocols that are gone. */
export class Housekeeping {
  readonly #parts: EngineParts
  #lastMs: number | undefined
  #unknown: readonly string[] = []

  constructor(parts: EngineParts) {
    this.#parts = parts
  }

  /** Protocols of calls that are due and cannot be made. */
  get unknown(): readonly string[] {
    return this.#unknown
  }

  async look(watch: ClockWatch): Promise<void> {
    const { monotonicMs } = this.#parts
    if (this.#lastMs !== undefined && monotonicMs() - this.#lastMs < EVERY_MS) return
    this.#lastMs = monotonicMs()
    const { store, log, now } = this.#parts
    const at = now()
    await store.beat(at)
    const interrupted = await this.#parts.closeInterrupted(at)
    const lapsed = await store.reclaimLapsed(at)
    if (interrupted + lapsed > 0) log.warn({ interrupted, lapsed }, 'calls of a daemon that is gone were taken back')
    await this.#reportUnknown(at)
    if (isHeld(watch, HOLD_EXPIRY_MS)) return
    const expired = await store.expireDue(at, BATCH)
    if (expired > 0) log.warn({ expired }, 'calls could not be made in their time: a nurse has a task for each')
    // The next look goes on at once where more is waiting.
    if (expired === BATCH) this.#lastMs = undefined
  }

  async #reportUnknown(at: Date): Promise<void> {
    const { store, log } = this.#parts
    const protocols = this.#parts.protocols()
    const unknown = await store.unknownProtocols(protocols, at)
    if (unknown.join() !== this.#unknown.join() && unknown.length > 0)
      log.error({ protocols: unknown }, 'calls are due in protocols that are not at hand: they are not made')
    this.#unknown = unknown
    if (unknown.length === 0) return
    const before = new Date(at.getTime() - UNKNOWN_GRACE_MS)
    const ended = await store.giveUpUnknown(protocols, { now: at, before, limit: BATCH })
    for (const [protocol, calls] of ended)
      if (calls > 0) log.error({ protocol, calls }, 'calls of a removed protocol were given to nurses')
  }
}
