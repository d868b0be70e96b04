import type { NativeAddon, NativeModel, NativeSession } from './addon.js'

const ABORT_AGAIN_MS = 5

interface Waiting {
  readonly take: (session: NativeSession) => void
  readonly refuse: (reason: unknown) => void
}

/** A bounded number of recognition sessions; whoever finds none free waits in turn. */
export class Sessions {
  readonly #all: readonly NativeSession[]
  readonly #free: NativeSession[]
  readonly #waiting: Waiting[] = []
  #closed = false

  private constructor(all: readonly NativeSession[]) {
    this.#all = all
    this.#free = [...all]
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
    return this.#waiting.length
  }

  /** Runs `work` on a session of its own. An abort while waiting rejects at once; while running it stops the native work. */
  async use<Result>(
    signal: AbortSignal | undefined,
    work: (session: NativeSession) => Promise<Result>,
  ): Promise<Result> {
    const session = await this.#take(signal)
    const stop = () => session.abort()
    signal?.addEventListener('abort', stop, { once: true })
    try {
      return await work(session)
    } finally {
      signal?.removeEventListener('abort', stop)
      this.#give(session)
    }
  }

  #take(signal: AbortSignal | undefined): Promise<NativeSession> {
    if (this.#closed) return Promise.reject(new Error('recogniser is closed'))
    const session = this.#free.pop()
    if (session) return Promise.resolve(session)
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(signal?.reason as Error)
      }
      const waiting: Waiting = {
        take: free => {
          signal?.removeEventListener('abort', leave)
          resolve(free)
        },
        refuse: reject,
      }
      signal?.addEventListener('abort', leave, { once: true })
      this.#waiting.push(waiting)
    })
  }

  #give(session: NativeSession): void {
    const next = this.#waiting.shift()
    if (next) next.take(session)
    else this.#free.push(session)
    if (this.#closed && this.running === 0) this.#shut()
  }

  /** Refuses what waits, stops what runs, and frees everything once it has stopped. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const waiting of this.#waiting.splice(0)) waiting.refuse(new Error('recogniser is closed'))
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
