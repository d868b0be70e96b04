import type { Strain } from '../port.js'
import type { NativeAddon, NativeModel, NativeSession } from './addon.js'
import { StrainWatch } from './strain.js'
import { type Waiting, WaitingLine } from './waiting-line.js'

const ABORT_AGAIN_MS = 5

interface InLine extends Waiting {
  readonly take: (session: NativeSession) => void
  readonly refuse: (reason: unknown) => void
}

/** Who asks for a session. */
export interface Asking {
  readonly signal: AbortSignal | undefined
  /** Since when a patient waits for the answer, of performance.now(). */
  readonly sinceMs: number
}

/**
 * A bounded number of recognition sessions. Whoever finds none free waits; the longest silence goes first, so that a speculation on a
 * pause of 120 ms has what the others leave.
 */
export class Sessions {
  readonly #all: readonly NativeSession[]
  readonly #free: NativeSession[]
  readonly #line = new WaitingLine<InLine>()
  readonly #watch: StrainWatch
  #closed = false

  private constructor(all: readonly NativeSession[]) {
    this.#all = all
    this.#free = [...all]
    this.#watch = new StrainWatch(all.length)
  }

  static async open(addon: NativeAddon, model: NativeModel, count: number, niceness: number): Promise<Sessions> {
    const all = Array.from({ length: count }, () => new addon.Session(model, niceness))
    await Promise.all(all.map(session => session.open()))
    return new Sessions(all)
  }

  /** Recognitions under way. */
  get running(): number {
    return this.#all.length - this.#free.length
  }

  get queued(): number {
    return this.#line.length
  }

  get strain(): Strain {
    return this.#watch.now(performance.now())
  }

  /** Runs `work` on a session of its own. An abort while waiting rejects at once; while running it stops the native work. */
  async use<Result>(asking: Asking, work: (session: NativeSession) => Promise<Result>): Promise<Result> {
    const { signal } = asking
    const askedAtMs = performance.now()
    const session = await this.#take(asking).finally(() => {
      const nowMs = performance.now()
      this.#watch.waited(nowMs - askedAtMs, nowMs)
    })
    const ended = this.#watch.began(performance.now())
    const stop = () => session.abort()
    signal?.addEventListener('abort', stop, { once: true })
    try {
      return await work(session)
    } finally {
      signal?.removeEventListener('abort', stop)
      ended(performance.now())
      this.#give(session)
    }
  }

  #take({ signal, sinceMs }: Asking): Promise<NativeSession> {
    if (this.#closed) return Promise.reject(new Error('recogniser is closed'))
    const session = this.#free.pop()
    if (session) return Promise.resolve(session)
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#line.leave(waiting)
        reject(signal?.reason as Error)
      }
      const waiting: InLine = {
        sinceMs,
        take: free => {
          signal?.removeEventListener('abort', leave)
          resolve(free)
        },
        refuse: reject,
      }
      signal?.addEventListener('abort', leave, { once: true })
      this.#line.join(waiting)
    })
  }

  #give(session: NativeSession): void {
    const next = this.#line.next()
    if (next) next.take(session)
    else this.#free.push(session)
    if (this.#closed && this.running === 0) this.#shut()
  }

  /** Refuses what waits, stops what runs, and frees everything once it has stopped. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const waiting of this.#line.dismiss()) waiting.refuse(new Error('recogniser is closed'))
    if (this.running === 0) return this.#shut()
    // A recognition is several native calls with JavaScript between them, where an abort finds nothing to stop: ask again.
    const again = setInterval(() => {
      for (const session of this.#all) session.abort()
    }, ABORT_AGAIN_MS)
    await new Promise<void>(resolve => this.#onShut.push(resolve))
    clearInterval(again)
  }

  readonly #onShut: (() => void)[] = []

  #shut(): void {
    for (const session of this.#all) session.close()
    for (const resolve of this.#onShut.splice(0)) resolve()
  }
}
