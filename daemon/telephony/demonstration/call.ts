import { CAUSE } from '../../domain/hangup.js'
import { ms } from '../../domain/units.js'
import type { Impairments, Media, MediaLeg } from '../../media/port.js'
import type { DialRequest, IncomingCall, Leg, LegEvent } from '../port.js'
import type { Scheduler } from './scheduler.js'

/** How the callee's end of the line is: what it does to the packets it sends, and whether its audio is kept. */
export interface CalleeOptions {
  readonly impairments?: Impairments
  readonly keepAudio?: boolean
}

/** A call as it arrives at the demonstration patient; `channelId` tells calls apart that are made at the same time. */
export interface ArrivingCall extends IncomingCall {
  readonly channelId: string
  /** Whose phone is meant. */
  readonly to: 'patient' | 'nurse'
}

type Stage =
  | { readonly name: 'dialled' }
  | { readonly name: 'ringing' }
  | { readonly name: 'answering' }
  | { readonly name: 'talking'; readonly caller: MediaLeg; readonly callee: MediaLeg }
  | { readonly name: 'over' }

/** One call on the demonstration line, with what each of its ends sees of it. */
export class DemonstrationCall {
  readonly caller: Leg
  readonly callee: ArrivingCall
  /** Resolves when nothing of the call is left. */
  readonly gone: Promise<void>
  private readonly request: DialRequest
  private readonly media: Media
  private readonly calleeOptions: CalleeOptions
  private stage: Stage = { name: 'dialled' }
  private rang = false
  private readonly early: LegEvent[] = []
  private readonly listeners = new Set<(event: LegEvent) => void>()
  private readonly hangUpListeners: (() => void)[] = []
  private readonly stopRinging: () => void
  private settle: () => void = () => undefined

  constructor(request: DialRequest, media: Media, scheduler: Scheduler, calleeOptions: CalleeOptions) {
    const { channelId, number } = request
    this.request = request
    this.media = media
    this.calleeOptions = calleeOptions
    this.caller = {
      channelId,
      onEvent: listener => this.onEvent(listener),
      hangUp: () => this.end(CAUSE.normal, 'us'),
    }
    this.callee = {
      channelId,
      to: request.to ?? 'patient',
      number,
      ring: () => this.ring(),
      answer: () => this.answer(),
      hangUp: cause => this.end(cause, 'far-end'),
      onHangUp: listener => this.onHangUp(listener),
    }
    this.gone = new Promise(resolve => {
      this.settle = resolve
    })
    this.stopRinging = scheduler.after(ms(request.ringMs), () => void this.end(CAUSE.noAnswer, 'far-end'))
  }

  /** Events from before the first listener are kept for it. */
  private onEvent(listener: (event: LegEvent) => void): () => void {
    this.listeners.add(listener)
    for (const event of this.early.splice(0)) listener(event)
    return () => this.listeners.delete(listener)
  }

  private onHangUp(listener: () => void): void {
    if (this.stage.name === 'over') listener()
    else this.hangUpListeners.push(listener)
  }

  private ring(): Promise<void> {
    if (this.stage.name === 'dialled') {
      this.stage = { name: 'ringing' }
      this.rang = true
      this.emit({ type: 'ringing' })
    }
    return Promise.resolve()
  }

  /** Opens both ends' audio, joined by RTP. A call that is over by then gives a closed leg, on which nothing happens. */
  private async answer(): Promise<MediaLeg> {
    if (this.stage.name === 'talking') return this.stage.callee
    if (this.stage.name !== 'over') this.stage = { name: 'answering' }
    this.stopRinging()
    const [caller, callee] = await this.openLegs()
    if (this.isOver()) {
      await Promise.allSettled([caller.close(), callee.close()])
      this.settle()
      return callee
    }
    caller.connect(callee.local)
    callee.connect(caller.local)
    this.stage = { name: 'talking', caller, callee }
    caller.onEvent(event => {
      if (event.type === 'dtmf') this.emit({ type: 'dtmf', digit: event.digit })
      if (event.type === 'failed' && event.reason === 'media-stopped') void this.end(CAUSE.temporaryFailure, 'line')
    })
    caller.start()
    callee.start()
    this.emit({ type: 'answered', audio: caller })
    return callee
  }

  private async openLegs(): Promise<readonly [MediaLeg, MediaLeg]> {
    const codec = this.request.codec ?? 'alaw'
    const opening = [
      this.media.open({ id: this.request.channelId, codec }),
      this.media.open({ ...this.calleeOptions, id: `${this.request.channelId}-callee`, codec }),
    ] as const
    try {
      return await Promise.all(opening)
    } catch (cause) {
      void this.end(CAUSE.temporaryFailure, 'line')
      for (const leg of await Promise.allSettled(opening)) if (leg.status === 'fulfilled') await leg.value.close()
      this.settle()
      throw cause
    }
  }

  /** The caller's end of the audio, once it is open. */
  get audio(): MediaLeg | undefined {
    return this.stage.name === 'talking' ? this.stage.caller : undefined
  }

  private isOver(): boolean {
    return this.stage.name === 'over'
  }

  /** Ends the call, whoever wants it; safe at any moment and twice. Resolves when nothing of it is left. */
  end(cause: number, by: 'far-end' | 'us' | 'line'): Promise<void> {
    if (this.stage.name === 'over') return this.gone
    const { stage } = this
    this.stage = { name: 'over' }
    this.stopRinging()
    // Before anybody is told: a leg keeps its audio and its statistics over its close, which is then already under way.
    const closing = stage.name === 'talking' ? [stage.caller.close(), stage.callee.close()] : []
    for (const listener of this.hangUpListeners.splice(0)) listener()
    const pickedUp = stage.name === 'answering' || stage.name === 'talking'
    this.emit({ type: 'hung-up', cause, rang: this.rang, pickedUp, by })
    // Legs that are only being opened now are closed by who opens them.
    if (stage.name !== 'answering') void Promise.allSettled(closing).then(() => this.settle())
    return this.gone
  }

  private emit(event: LegEvent): void {
    if (this.listeners.size === 0) this.early.push(event)
    for (const listener of [...this.listeners]) listener(event)
  }
}
