import type { Strain } from '../port.js'

/** What is older says nothing about now: some five turns of every call. */
const WINDOW_MS = 30_000

/** What the calls at once ask of the recogniser: how long turns waited for a session, and how busy the sessions were. */
export class StrainWatch {
  readonly #sessions: number
  readonly #waits: { readonly atMs: number; readonly waitedMs: number }[] = []
  readonly #work: { readonly fromMs: number; readonly toMs: number }[] = []
  readonly #under = new Set<{ readonly fromMs: number }>()

  constructor(sessions: number) {
    this.#sessions = sessions
  }

  /** A turn has a session, or was taken back while it waited for one (it waited at least so long). */
  waited(waitedMs: number, nowMs: number): void {
    this.#waits.push({ atMs: nowMs, waitedMs })
    while (this.#waits[0] !== undefined && this.#waits[0].atMs < nowMs - WINDOW_MS) this.#waits.shift()
  }

  /** A recognition begins; the function returned ends it. */
  began(nowMs: number): (nowMs: number) => void {
    const work = { fromMs: nowMs }
    this.#under.add(work)
    return toMs => {
      this.#under.delete(work)
      this.#work.push({ ...work, toMs })
      while (this.#work[0] !== undefined && this.#work[0].toMs < toMs - WINDOW_MS) this.#work.shift()
    }
  }

  now(nowMs: number): Strain {
    const fromMs = nowMs - WINDOW_MS
    const waits = this.#waits.filter(({ atMs }) => atMs >= fromMs).map(({ waitedMs }) => waitedMs)
    const under = [...this.#under].map(work => ({ ...work, toMs: nowMs }))
    const busyMs = [...this.#work, ...under].reduce(
      (sum, work) => sum + Math.max(0, work.toMs - Math.max(fromMs, work.fromMs)),
      0,
    )
    return {
      turns: waits.length,
      waitedMs: Math.round(ninth(waits)),
      busyShare: Math.min(1, busyMs / (WINDOW_MS * this.#sessions)),
    }
  }
}

/** Nine of ten are no longer than this. */
function ninth(values: number[]): number {
  values.sort((a, b) => a - b)
  return values[Math.ceil(values.length * 0.9) - 1] ?? 0
}
