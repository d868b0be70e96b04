import { type Db, durationMs, LINE_HZ, type Ms, ms } from '../domain/units.js'
import type { Clip, MediaEvent, MediaLeg } from '../media/port.js'

/** A sentence on the shelf, or one that is still being rendered: 8 kHz, piece by piece. */
export type Sound = Clip | AsyncIterable<Int16Array>

export const isLive = (sound: Sound): sound is AsyncIterable<Int16Array> => Symbol.asyncIterator in sound

export interface LivePlayOptions {
  readonly leg: Pick<MediaLeg, 'play' | 'cut'>
  readonly playId: string
  readonly sounds: readonly Sound[]
  readonly gapMs: Ms
  readonly gainDb: Db
  /** Virtual time stands still while it waits for the voice. */
  readonly busy: <T>(work: Promise<T>) => Promise<T>
  readonly onEnd: (end: LiveEnd) => void
}

export interface LiveEnd {
  readonly atMs: Ms | undefined
  readonly heardMs: Ms
  /** Of what was rendered by then. */
  readonly wholeMs: Ms
  readonly cut: boolean
  /** Why the voice failed in the middle. */
  readonly failure?: unknown
}

type PlayEvent = Extract<MediaEvent, { type: 'play-started' | 'play-ended' }>

/**
 * Sentences of which one is still being rendered. Each piece of sound is a play of its own, queued behind the one before, which the
 * player joins without a sample between; a voice that is late leaves silence. To whoever speaks it is one play.
 */
export class LivePlay {
  private readonly options: LivePlayOptions
  /** Plays that have not ended, and whether they are speech (or the silence between sentences). */
  private readonly out = new Map<string, boolean>()
  private plays = 0
  private heardMs = 0
  private wholeMs = 0
  private endedMs: Ms | undefined
  private all = false
  private stopped = false
  private failure: unknown
  private over = false

  constructor(options: LivePlayOptions) {
    this.options = options
    void this.run()
  }

  /** Whether the event was one of this play's; calls `onEnd` with its last one. */
  media(event: PlayEvent): boolean {
    const speech = this.out.get(event.playId)
    if (speech === undefined) return false
    if (event.type === 'play-started') return true
    this.out.delete(event.playId)
    if (speech) this.heardMs += event.heardMs
    this.endedMs = event.atMs
    this.stopped ||= event.cut
    this.endWhenHeard()
    return true
  }

  /** Stops at once; what comes of the voice after it is not heard. */
  cut(): void {
    this.stopped = true
    if (this.out.size > 0) this.options.leg.cut()
    this.endWhenHeard()
  }

  private async run(): Promise<void> {
    try {
      for (const [index, sound] of this.options.sounds.entries()) {
        if (index > 0) this.hand(new Int16Array((this.options.gapMs * LINE_HZ) / 1000), false)
        if (isLive(sound)) await this.follow(sound)
        else this.hand(sound.pcm, true)
        if (this.stopped) break
      }
    } catch (cause) {
      this.failure = cause
      return this.cut()
    }
    this.all = true
    this.endWhenHeard()
  }

  private async follow(sound: AsyncIterable<Int16Array>): Promise<void> {
    const pieces = sound[Symbol.asyncIterator]()
    for (;;) {
      const next = await this.options.busy(pieces.next())
      if (next.done === true) return
      if (this.stopped) return void pieces.return?.()
      this.hand(next.value, true)
    }
  }

  private hand(pcm: Int16Array, speech: boolean): void {
    if (this.stopped || pcm.length === 0) return
    const { leg, gainDb } = this.options
    const playId = `${this.options.playId}.${this.plays++}`
    this.out.set(playId, speech)
    if (speech) this.wholeMs += durationMs(pcm.length, LINE_HZ)
    leg.play({ playId, clips: [{ pcm }], gapMs: ms(0), tempo: 1, gainDb })
  }

  private endWhenHeard(): void {
    if (this.over || this.out.size > 0 || !(this.all || this.stopped)) return
    this.over = true
    this.options.onEnd({
      atMs: this.endedMs,
      heardMs: ms(this.heardMs),
      wholeMs: ms(this.wholeMs),
      cut: this.stopped,
      ...(this.failure !== undefined && { failure: this.failure }),
    })
  }
}
