import type { Act } from '../dialogue/port.js'
import { db, durationMs, LINE_HZ, type Ms, ms } from '../domain/units.js'
import type { Clip, MediaEvent, MediaLeg } from '../media/port.js'
import type { Prompts } from '../speech/port.js'

export type Say = Extract<Act, { type: 'say' }>

/** Between the sentences of one piece; the far end takes 400 ms for the end of it. */
const GAP_MS = ms(180)

export interface Said {
  readonly say: Say
  readonly startMs: Ms
  readonly endMs: Ms
  readonly heardMs: Ms
  readonly wholeMs: Ms
  readonly cut: boolean
}

interface Piece {
  readonly say: Say
  readonly clips: readonly Clip[]
  readonly playId: string
  startMs?: Ms
  handedOver?: true
}

/** The agent's voice on one leg: what is playing, what is queued behind it, how fast and how loud. */
export class Mouth {
  tempo = 1
  gainDb = 0
  /** When the last piece ended. */
  quietSinceMs: Ms = ms(0)
  private queue: Piece[] = []
  private plays = 0
  private readonly leg: MediaLeg
  private readonly prompts: Pick<Prompts, 'get'>
  private readonly onStarted: (say: Say, atMs: Ms) => void
  private readonly onSaid: (said: Said) => void

  constructor(
    leg: MediaLeg,
    prompts: Pick<Prompts, 'get'>,
    onStarted: (say: Say, atMs: Ms) => void,
    onSaid: (said: Said) => void,
  ) {
    this.leg = leg
    this.prompts = prompts
    this.onStarted = onStarted
    this.onSaid = onSaid
  }

  get quiet(): boolean {
    return this.queue.length === 0
  }

  /** The piece being heard now (or about to be). */
  get current(): Say | undefined {
    return this.queue[0]?.say
  }

  /** True when a sample of the current piece has been sent. */
  get sounding(): boolean {
    return this.queue[0]?.startMs !== undefined
  }

  /**
   * Speaks behind what is being said. One piece at a time is with the media thread: what is behind it can still be taken back.
   * Throws Failure speech/unrendered when a sentence is not on disk.
   */
  say(say: Say): void {
    const clips = say.sentences.map(sentence => this.prompts.get(sentence))
    this.queue.push({ say, clips, playId: `${say.sayId}#${this.plays++}` })
    if (this.queue.length === 1) this.playNext()
  }

  private playNext(): void {
    const piece = this.queue[0]
    if (piece === undefined || piece.handedOver === true) return
    piece.handedOver = true
    const { playId, clips } = piece
    this.leg.play({ playId, clips, gapMs: GAP_MS, tempo: this.tempo, gainDb: db(this.gainDb) })
  }

  /** The sentences of a cut piece from the one that was cut into, for a false interruption; never none. */
  unheard(said: Said): Say {
    let passedMs = 0
    const { sentences } = said.say
    const first = sentences.findIndex(sentence => {
      passedMs += this.lengthMs(sentence)
      return passedMs > said.heardMs
    })
    return { ...said.say, sentences: sentences.slice(first) }
  }

  /** How much was heard of the last sentence of a piece, which asks: 0 to 1. */
  askedShare({ say, heardMs, wholeMs }: Said): number {
    const lastMs = this.lengthMs(say.sentences.at(-1) ?? '')
    return lastMs === 0 ? 1 : Math.max(0, 1 - (wholeMs - heardMs) / lastMs)
  }

  private lengthMs(sentence: string): Ms {
    return durationMs(this.prompts.get(sentence).pcm.length, LINE_HZ)
  }

  /** Stops at once and takes back what is queued behind. */
  cut(): void {
    if (this.quiet) return
    this.takeBack()
    this.leg.cut()
  }

  /** Something else is to be said: what is queued is taken back, and the current piece stops unless it may never be cut. */
  giveWay(): void {
    if (this.current?.overlap === 'never') this.takeBack()
    else this.cut()
  }

  private takeBack(): void {
    for (const { say, clips } of this.queue.splice(1)) {
      const wholeMs = durationMs(
        clips.reduce((length, clip) => length + clip.pcm.length, 0),
        LINE_HZ,
      )
      const atMs = this.quietSinceMs
      this.onSaid({ say, startMs: atMs, endMs: atMs, heardMs: ms(0), wholeMs, cut: true })
    }
  }

  duck(): void {
    this.leg.duck(db(-15))
  }

  /** As good as stopped, but for coming back as if nothing had been. */
  hush(): void {
    this.leg.duck(db(-60))
  }

  unduck(): void {
    this.leg.duck(db(0))
  }

  /** The line is gone: nothing more sounds, and the piece that did was not heard to its end. */
  lost(atMs: Ms): Pick<Said, 'say' | 'startMs' | 'endMs' | 'cut'> | undefined {
    const piece = this.queue[0]
    this.queue = []
    if (piece?.startMs === undefined) return undefined
    return { say: piece.say, startMs: piece.startMs, endMs: atMs, cut: true }
  }

  media(event: Extract<MediaEvent, { type: 'play-started' | 'play-ended' }>): void {
    const piece = this.queue.find(queued => queued.playId === event.playId)
    if (piece === undefined) return
    if (event.type === 'play-started') {
      piece.startMs = event.atMs
      this.onStarted(piece.say, event.atMs)
      return
    }
    this.queue = this.queue.filter(queued => queued !== piece)
    this.quietSinceMs = event.atMs
    this.onSaid({
      say: piece.say,
      startMs: piece.startMs ?? event.atMs,
      endMs: event.atMs,
      heardMs: event.heardMs,
      wholeMs: event.wholeMs,
      cut: event.cut,
    })
    this.playNext()
  }
}
