import type { Act, TransferOutcome } from '../dialogue/port.js'
import type { CallId, PatientId } from '../domain/ids.js'
import type { AlertStepKind } from '../domain/outcome.js'
import type { Store } from '../store/port.js'
import type { Leg, Telephony } from '../telephony/port.js'
import { NurseRing, type RingOutcome, type RingParts } from './nurse-ring.js'
import type { Outbox } from './outbox.js'
import type { CallLog, TransferReport } from './port.js'

export interface TransferParts extends RingParts {
  readonly telephony: Telephony
  readonly store: Pick<Store, 'addAlertStep'>
  readonly log: CallLog
  readonly now: () => Date
  /** In the order in which they are rung. */
  readonly nurses: readonly string[]
  /** Nobody by then: the patient is told what else to do. */
  readonly limitMs: number
}
export interface TransferCall {
  readonly callId: CallId
  readonly leg: Leg
  readonly outbox: Outbox
  /** Where nobody was verified it is whom we meant to reach; empty where nobody knows who calls. */
  readonly who: () => { readonly name?: string; readonly patientId?: PatientId }
  readonly tell: (outcome: TransferOutcome) => void
}
type Wanted = Act & { type: 'transfer' }

/** A phone that rings for less is not reached in time. */
const LEAST_RING_MS = 8000

/** Brings one patient and a nurse together: rings one number after the other, and tells the call how it stands. */
export class Transfer {
  /** What was done, for reports. */
  report: TransferReport | undefined
  private wanted: Wanted | undefined
  private running: Promise<void> | undefined
  private ring: NurseRing | undefined
  private rings = 0
  private gone = false
  private stopped = false
  private limited = false
  private joined = false
  private listens = false
  private sinceMs = 0
  private proceed: () => void = () => undefined
  private readonly parts: TransferParts
  private readonly call: TransferCall

  constructor(parts: TransferParts, call: TransferCall) {
    this.parts = parts
    this.call = call
  }

  /** Resolves when nothing of it goes on any more. */
  get over(): Promise<void> {
    return this.running ?? Promise.resolve()
  }

  /** `agoMs`: since the patient said what it is for. A second reason while one is under way is added to it. */
  start(wanted: Wanted, agoMs: number): void {
    if (this.running !== undefined && this.stopped) return void this.over.then(() => this.start(wanted, agoMs))
    if (this.running === undefined || wanted.why === 'emergency') this.wanted = wanted
    if (this.running !== undefined) return
    this.sinceMs = this.parts.timer.nowMs() - agoMs
    this.report = { rung: [], outcome: 'nobody' }
    this.stopped = false
    this.running = this.run().finally(() => {
      this.running = undefined
    })
  }

  /** The patient took it back. */
  stop(): void {
    if (this.running === undefined || this.joined) return
    this.stopped = true
    void this.step('stopped')
    void this.ring?.stop()
    this.proceed()
  }

  /** All has been said to the patient. */
  join(listens: boolean): void {
    this.listens = listens
    this.proceed()
  }

  /** The nurse is told all the same. */
  patientGone(): void {
    if (this.gone) return
    this.gone = true
    if (this.joined) void this.ring?.stop()
    else this.ring?.patientGone()
    this.proceed()
  }

  /** The daemon ends. */
  async end(): Promise<void> {
    this.stopped = true
    this.gone = true
    this.proceed()
    await this.ring?.stop()
    await this.over
  }

  private async run(): Promise<void> {
    const { timer, nurses, limitMs } = this.parts
    const callOff = timer.after(limitMs, () => {
      this.limited = true
      if (this.ring?.answered !== true) void this.ring?.stop()
    })
    try {
      for (const [index, number] of nurses.entries()) {
        if (this.stopped || this.limited) break
        const leftMs = limitMs - (timer.nowMs() - this.sinceMs)
        const ringMs = Math.max(LEAST_RING_MS, leftMs / (nurses.length - index))
        if (await this.tryNumber(number, ringMs)) return
      }
      if (this.stopped) return this.outcome('stopped')
      await this.step('nobody')
      if (!this.gone) this.call.tell('nobody')
    } finally {
      callOff()
      this.limited = false
    }
  }

  /** True when a nurse has the patient. */
  private async tryNumber(number: string, ringMs: number): Promise<boolean> {
    const wanted = this.wanted!
    const ring = this.open(wanted, number, ringMs)
    this.ring = ring
    await this.step('rung', number)
    for (;;) {
      const outcome = await ring.decided
      if (outcome !== 'accepted') return this.notTaken(outcome, number)
      if (this.gone) return this.taken(ring, number)
      const joined = await this.bringTogether(ring, number)
      if (joined !== 'gone') return joined
    }
  }

  private open(wanted: Wanted, number: string, ringMs: number): NurseRing {
    const { name, patientId } = this.call.who()
    this.rings++
    const { why, sign, words, wordsIn, verified } = wanted
    return new NurseRing(this.parts, {
      channelId: `${this.call.callId}-nurse-${String(this.rings).padStart(2, '0')}`,
      number,
      ringMs,
      need: {
        why,
        verified,
        ...(name === undefined ? {} : { name }),
        ...(sign === undefined ? {} : { sign }),
        ...(words === undefined ? {} : { words, wordsIn }),
      },
      present: !this.gone,
      onRinging: () => {
        this.note({ ringMs: this.passedMs() })
        if (!this.gone) this.call.tell('ringing')
      },
      personal: patientId ?? this.call.callId,
    })
  }

  /** False: the next number. 'gone': the patient hung up meanwhile, and she is asked anew. */
  private async bringTogether(ring: NurseRing, number: string): Promise<boolean | 'gone'> {
    await this.step('accepted', number)
    let lost = false
    const ready = new Promise<void>(resolve => {
      this.proceed = resolve
    })
    const ended = new Promise<void>(resolve => {
      ring.leg.onEvent(event => {
        if (event.type !== 'hung-up') return
        lost = true
        this.proceed()
        resolve()
      })
    })
    void ring.tell(this.parts.announcer.joining)
    this.call.tell('accepted')
    await ready
    if (this.stopped) return false
    if (lost) return this.notTaken('refused', number)
    if (this.gone) return 'gone'
    try {
      await this.parts.telephony.join(this.call.leg, ring.leg, this.listens)
    } catch {
      if (this.gone) return 'gone'
      await ring.stop()
      return this.notTaken('refused', number)
    }
    this.joined = true
    this.outcome('joined', number)
    this.note({ joinMs: this.passedMs() })
    await this.step('joined', number)
    this.call.tell('joined')
    if (this.gone) await ring.stop()
    // Who hangs up ends it for both.
    await ended
    if (!this.gone) await this.parts.busy(this.call.leg.hangUp())
    return true
  }

  private async taken(ring: NurseRing, number: string): Promise<boolean> {
    this.outcome('taken', number)
    await this.step('taken', number)
    await ring.tell(this.parts.announcer.taken)
    await ring.stop()
    return true
  }

  private async notTaken(outcome: RingOutcome, number: string): Promise<false> {
    const kind = outcome === 'accepted' || outcome === 'stopped' ? 'no-answer' : outcome
    this.report?.rung.push({ number, outcome: kind })
    if (!this.stopped) await this.step(kind, number)
    return false
  }

  private passedMs(): number {
    return Math.round(this.parts.timer.nowMs() - this.sinceMs)
  }

  private note(times: { readonly ringMs?: number; readonly joinMs?: number }): void {
    if (this.report !== undefined) this.report = { ...times, ...this.report }
  }

  private outcome(outcome: TransferReport['outcome'], number?: string): void {
    if (this.report === undefined) return
    if (number !== undefined) this.report.rung.push({ number, outcome: 'accepted' })
    this.report = { ...this.report, outcome, ...(number === undefined ? {} : { acceptedBy: number }) }
  }

  /** A refused write is tried again behind the call's back: nobody waits for it. */
  private step(kind: AlertStepKind, number?: string): Promise<void> {
    const { store, now, log, busy } = this.parts
    const { callId, outbox } = this.call
    const key = this.wanted?.key ?? ''
    const step = { kind, at: now(), ...(number === undefined ? {} : { number }) }
    log.info({ callId, step: kind }, 'transfer')
    return busy(outbox.commit(() => store.addAlertStep(callId, key, step))).catch(() => undefined)
  }
}
