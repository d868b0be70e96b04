import { type Ms, ms } from '../domain/units.js'
import type { HeardTurn } from './ear.js'
import type { CallObserver } from './port.js'

/** Where a turn's gap went, told to the observer when the first word sounds. */
export class TurnClock {
  private turn: HeardTurn | undefined
  private decidedMs: Ms = ms(0)
  private queuedMs: Ms | undefined
  private readonly observer: CallObserver

  constructor(observer: CallObserver) {
    this.observer = observer
  }

  decided(turn: HeardTurn, nowMs: Ms): void {
    this.turn = turn
    this.decidedMs = nowMs
    this.queuedMs = undefined
  }

  queued(nowMs: Ms): void {
    this.queuedMs ??= nowMs
  }

  sounded(atMs: Ms): void {
    if (this.turn === undefined || this.queuedMs === undefined) return
    this.observer.timed?.({
      endpointingMs: this.decidedMs - this.turn.endMs,
      recognitionMs: this.turn.hearing.tookMs,
      thinkingMs: this.queuedMs - this.decidedMs,
      voiceMs: Math.max(0, atMs - this.queuedMs),
    })
    this.turn = undefined
  }
}
