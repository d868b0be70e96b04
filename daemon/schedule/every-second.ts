import { type ScheduledTask, schedule } from 'node-cron'

const EVERY_SECOND = '* * * * * *'

/**
 * Looks once a second, one look at a time. node-cron only ticks: a second that was missed is none too many, for the next look finds
 * all that is due. `look` must not reject.
 */
export class EverySecond {
  private readonly look: () => Promise<void>
  private task: ScheduledTask | undefined
  private looking: Promise<void> | undefined
  private isStopped = false

  constructor(look: () => Promise<void>) {
    this.look = look
  }

  /** Resolves when the first look is over. */
  async start(): Promise<void> {
    this.task = schedule(EVERY_SECOND, () => this.now(), { suppressMissedWarning: true })
    this.now()
    await this.looking
  }

  /** Looks at once, unless a look is under way. */
  now(): void {
    if (this.looking !== undefined || this.isStopped) return
    this.looking = this.look().finally(() => {
      this.looking = undefined
    })
  }

  /** Resolves when no look is under way, and none begins any more. */
  async stop(): Promise<void> {
    this.isStopped = true
    await this.task?.destroy()
    await this.looking
  }
}
