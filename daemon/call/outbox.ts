import type { CallLog } from './port.js'

const RETRY_MS = 2000

/**
 * Alerts and tasks that the database would not take (locked, disk full): tried again until they are committed, in their order.
 * The caller still learns of the failure, so that the patient hears an apology; the finding itself is not lost with the call.
 */
export class Outbox {
  private readonly waiting: (() => Promise<unknown>)[] = []
  private timer: NodeJS.Timeout | undefined
  private flushing: Promise<void> | undefined
  private readonly log: CallLog
  private readonly retryMs: number

  constructor(log: CallLog, retryMs = RETRY_MS) {
    this.log = log
    this.retryMs = retryMs
  }

  /** How many are not committed yet. */
  get size(): number {
    return this.waiting.length
  }

  async commit(work: () => Promise<unknown>): Promise<void> {
    try {
      if (this.waiting.length > 0) await this.flush()
      await work()
    } catch (cause) {
      this.waiting.push(work)
      this.log.error({ waiting: this.waiting.length }, 'an alert or task could not be committed and is tried again')
      this.arm()
      throw cause
    }
  }

  /** Tries everything that waits, one after the other whoever asks; throws the first failure. */
  flush(): Promise<void> {
    this.flushing ??= this.flushAll().finally(() => {
      this.flushing = undefined
    })
    return this.flushing
  }

  private async flushAll(): Promise<void> {
    for (let work = this.waiting[0]; work !== undefined; work = this.waiting[0]) {
      await work()
      this.waiting.shift()
    }
  }

  close(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  private arm(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.flush().catch(() => this.arm())
    }, this.retryMs)
  }
}
