import { type Ms, ms } from '../../domain/units.js'

/** The line's only idea of time: how long a phone rings. */
export interface Scheduler {
  /** Runs `what` once after `delayMs`; returns how to call it off. */
  after(delayMs: Ms, what: () => void): () => void
}

/** Wall time. */
export const realTime: Scheduler = {
  after(delayMs, what) {
    const timer = setTimeout(what, delayMs)
    return () => clearTimeout(timer)
  },
}

/** Time that moves only when it is told to: the same order of events on every run. */
export class VirtualTime implements Scheduler {
  private nowMs = 0
  private seq = 0
  private waiting: { readonly atMs: number; readonly seq: number; readonly what: () => void }[] = []

  /** Ms since it was made. */
  get now(): Ms {
    return ms(this.nowMs)
  }

  after(delayMs: Ms, what: () => void): () => void {
    const entry = { atMs: this.nowMs + delayMs, seq: this.seq++, what }
    this.waiting.push(entry)
    return () => {
      this.waiting = this.waiting.filter(other => other !== entry)
    }
  }

  /** Moves time on and runs what falls due, in order of time, then of asking. */
  advance(byMs: Ms): void {
    const untilMs = this.nowMs + byMs
    for (;;) {
      const [next] = this.waiting
        .filter(entry => entry.atMs <= untilMs)
        .sort((a, b) => a.atMs - b.atMs || a.seq - b.seq)
      if (next === undefined) break
      this.waiting = this.waiting.filter(entry => entry !== next)
      this.nowMs = Math.max(this.nowMs, next.atMs)
      next.what()
    }
    this.nowMs = untilMs
  }
}
