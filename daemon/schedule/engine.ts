import { Failure } from '../domain/failure.js'
import type { DueCallId } from '../domain/ids.js'
import type { Candidate, ClaimedCall } from '../store/port.js'
import { admits, type Breaker, begun, CLOSED, ended, passTime, withdrawn } from './breaker.js'
import { type ClockWatch, HOLD_CALLS_MS, isHeld, look, watchFrom } from './clock-watch.js'
import { type EngineParts, LEASE_MS } from './engine-parts.js'
import type { Queue, QueueEngine } from './engine-port.js'
import { afterStrain, type Heard, heardFrom } from './hearing.js'
import { mayBeginDue, nextOpening } from './hours.js'
import { Housekeeping } from './housekeeping.js'
import { fill, rampFrom, room, spend } from './pace.js'
import { Refusals } from './refused.js'

/** What is found outside its hours is put off and the next looked at, so often in one tick. */
const MOST_LOOKS = 5
/** A job that waits for room asks again. */
const ROOM_MS = 200
/** Rendering for a call that is being begun may go on for so long after the stop. */
const STOP_MS = 10_000

/** Makes the calls that are due. Everything it must remember is in the database: one that dies is replaced by any other. */
export class Engine implements QueueEngine {
  readonly #parts: EngineParts
  readonly #queue: Queue
  readonly #housekeeping: Housekeeping
  readonly #refusals: Refusals
  readonly #beginning = new Set<Promise<unknown>>()
  #breaker: Breaker = CLOSED
  #ramp
  #heard: Heard
  #watch: ClockWatch
  #reserved = 0
  #lastWard: string | undefined
  #failure: string | undefined
  #stopped = false
  /** A job whose call goes on is let go of: its end is the database's. */
  readonly #stopping: Promise<void>
  #stop: () => void = () => undefined

  constructor(parts: EngineParts, queue: Queue) {
    this.#parts = parts
    this.#queue = queue
    this.#housekeeping = new Housekeeping(parts)
    this.#refusals = new Refusals(parts)
    this.#ramp = rampFrom(parts.monotonicMs())
    this.#heard = heardFrom(parts.limits.calls, parts.monotonicMs())
    this.#watch = watchFrom(parts.now().getTime(), parts.monotonicMs())
    this.#stopping = new Promise(resolve => {
      this.#stop = resolve
    })
  }

  start(): Promise<void> {
    return this.#queue.start(this)
  }

  /** Begins no further call. Those on the line go on: ending them is the placer's. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#stop()
    await this.#queue.stop()
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise(resolve => {
      timer = setTimeout(resolve, STOP_MS)
    })
    await Promise.race([Promise.allSettled(this.#beginning), patience])
    clearTimeout(timer)
  }

  async tick(claims: boolean): Promise<void> {
    try {
      this.#lookAtClock()
      await this.#housekeeping.look(this.#watch)
      if (claims) await this.#claim()
      this.#failure = undefined
    } catch (cause) {
      const code = cause instanceof Failure ? cause.code : 'unknown'
      if (this.#failure !== code)
        this.#parts.log.error({ code, err: cause }, 'the schedule could not look at what is due')
      this.#failure = code
    }
  }

  async take(id: DueCallId): Promise<void> {
    for (;;) {
      if (this.#stopped || !(await this.isOpen())) return
      if (this.#reserve(1) === 1) break
      await new Promise(resolve => setTimeout(resolve, ROOM_MS))
    }
    const claimed = await this.#claimThese([id]).catch((cause: unknown) => {
      this.#giveBack(1)
      throw cause
    })
    this.#giveBack(1 - claimed.length)
    const [call] = claimed
    if (call === undefined) return
    if (mayBeginDue(this.#parts.hours(call), call.dueAt, this.#parts.now()))
      return Promise.race([this.#see(call), this.#stopping])
    this.#giveBack(1)
    await this.#parts.store.releaseDue(id, call.lease, { dueAt: this.#opening(call) })
  }

  async upcoming(until: Date, limit: number): Promise<readonly Candidate[]> {
    const ask = { limit, protocols: this.#parts.protocols() }
    const due = await this.#parts.store.dueNow({ ...ask, now: this.#parts.now() })
    const later = await this.#parts.store.dueNow({ ...ask, now: until })
    const ids = new Set(due.map(({ id }) => id))
    return [...due, ...later.filter(({ id }) => !ids.has(id))].slice(0, limit)
  }

  /** For health: up is false where calls that are due are not made and a person should look. */
  async state(): Promise<{ readonly up: boolean; readonly detail: string }> {
    const { limits, placer } = this.#parts
    const unknown = this.#housekeeping.unknown
    const troubles = [
      ...(this.#failure === undefined ? [] : [`the last look failed (${this.#failure})`]),
      ...(this.#breaker.name === 'closed' ? [] : [`the trunk fails: ${this.#breaker.name}`]),
      ...(isHeld(this.#watch, HOLD_CALLS_MS) ? ['the clock was set: held for a minute'] : []),
      ...(unknown.length === 0 ? [] : [`calls are due in protocols that are not at hand: ${unknown.join(', ')}`]),
      ...[this.#queue.trouble() ?? []].flat(),
    ]
    const paused = await this.#parts.store.pauses()
    const pause = paused.length === 0 ? '' : `; paused: ${paused.join(', ')}`
    const fewer = this.#heard.calls < limits.calls ? ` (${limits.calls}, fewer while turns wait)` : ''
    const detail = `${this.#queue.name}; ${placer.live} of ${this.#heard.calls} calls${fewer}${pause}`
    return { up: troubles.length === 0, detail: [...troubles, detail].join('; ') }
  }

  #lookAtClock(): void {
    const { log, now, monotonicMs } = this.#parts
    const before = this.#watch.jumpedMs
    this.#watch = look(this.#watch, now().getTime(), monotonicMs())
    if (this.#watch.jumpedMs !== before)
      log.warn({}, 'the clock was set: nothing is begun for a minute, nothing expires for ten')
    this.#breaker = passTime(this.#breaker, monotonicMs())
    this.#ramp = fill(this.#ramp, monotonicMs(), this.#parts.limits)
    this.#listen()
  }

  #listen(): void {
    const { limits, log, monotonicMs, placer, strain } = this.#parts
    if (strain === undefined) return
    const before = this.#heard.calls
    const now = strain()
    this.#heard = afterStrain(this.#heard, now, placer.live, limits, monotonicMs())
    if (this.#heard.calls < before)
      log.warn(
        { calls: this.#heard.calls, waitedMs: now.waitedMs },
        'turns wait for the recogniser: fewer calls are begun',
      )
  }

  async #claim(): Promise<void> {
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      if (this.#stopped || !(await this.isOpen())) return
      const reserved = this.#reserve(Number.POSITIVE_INFINITY)
      if (reserved === 0) return
      let used = 0
      try {
        const found = await this.#candidates(reserved)
        const claimed = await this.#claimThese(found.now.map(({ id }) => id))
        used = claimed.length
        for (const call of claimed) void this.#see(call)
        if (found.late === 0) return
      } finally {
        this.#giveBack(reserved - used)
      }
    }
  }

  /** What may be begun this minute; the rest is put off to its own hours. */
  async #candidates(limit: number): Promise<{ readonly now: readonly Candidate[]; readonly late: number }> {
    const { store, hours } = this.#parts
    const now = this.#parts.now()
    const after = this.#lastWard
    const protocols = this.#parts.protocols()
    const due = await store.dueNow({ now, limit, protocols, ...(after !== undefined && { after }) })
    const may = due.filter(call => mayBeginDue(hours(call), call.dueAt, now))
    this.#lastWard = due.filter(({ urgent }) => !urgent).at(-1)?.ward ?? after
    for (const call of due) if (!may.includes(call)) await store.postponeDue(call.id, this.#opening(call))
    return { now: may, late: due.length - may.length }
  }

  /** Beyond its `notAfter` it expires as any other; hours that never open leave it to that. */
  #opening(call: Candidate): Date {
    const now = this.#parts.now()
    return nextOpening(this.#parts.hours(call), now) ?? new Date(call.notAfter.getTime() + 1)
  }

  #claimThese(ids: readonly DueCallId[]): Promise<readonly ClaimedCall[]> {
    const now = this.#parts.now()
    return this.#parts.store.claimDue(ids, { now, until: new Date(now.getTime() + LEASE_MS) })
  }

  /** From the claim to the committed end; never rejects. One place was reserved for it. */
  async #see(call: ClaimedCall): Promise<void> {
    const { placer, log, monotonicMs } = this.#parts
    const placing = placer.place(call)
    this.#beginning.add(placing)
    try {
      const made = await placing.finally(() => {
        this.#beginning.delete(placing)
        this.#reserved--
      })
      this.#refusals.begun(call.id)
      const { disposition } = await made.ended
      this.#breaker = ended(this.#breaker, disposition, monotonicMs(), this.#parts.trunk)
      this.#queue.roomMade?.()
      if (this.#breaker.name === 'open')
        log.error({ disposition }, 'the trunk fails: no call is begun until it has rested')
    } catch (cause) {
      this.#breaker = withdrawn(this.#breaker)
      await this.#refusals
        .settle(call, cause)
        .catch(() => log.error({ dueCallId: call.id }, 'a claim could not be given back'))
    }
  }

  async isOpen(): Promise<boolean> {
    if (isHeld(this.#watch, HOLD_CALLS_MS) || admits(this.#breaker) === 0) return false
    try {
      this.#nurses = await this.#parts.nurses()
      return await this.#parts.lineIsUp()
    } catch {
      return false
    }
  }
  #nurses = { nurses: 0, nursesTaken: 0 }

  /** Takes as many places as there are, at most `wanted`: nobody else can have them meanwhile. */
  #reserve(wanted: number): number {
    const { limits, placer, monotonicMs } = this.#parts
    this.#ramp = fill(this.#ramp, monotonicMs(), limits)
    const free = room({ ...limits, calls: this.#heard.calls }, { live: placer.live + this.#reserved, ...this.#nurses })
    const places = Math.max(0, Math.min(wanted, free, admits(this.#breaker), Math.floor(this.#ramp.tokens)))
    this.#reserved += places
    this.#ramp = spend(this.#ramp, places)
    if (places > 0) this.#breaker = begun(this.#breaker)
    return places
  }

  #giveBack(places: number): void {
    if (places === 0) return
    this.#reserved -= places
    this.#ramp = spend(this.#ramp, -places)
    this.#breaker = withdrawn(this.#breaker)
  }
}
