import type { Act } from '../dialogue/port.js'
import { db, type Ms, ms } from '../domain/units.js'
import type { MediaEvent, MediaLeg } from '../media/port.js'
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
  readonly playId: string
  startMs?: Ms
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
  private readonly prompts: Prompts
  private readonly onStarted: (say: Say, atMs: Ms) => void
  private readonly onSaid: (said: Said) => void

  constructor(leg: MediaLeg, prompts: Prompts, onStarted: (say: Say, atMs: Ms) => void, onSaid: (said: Said) => void) {
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

  /** Throws Failure speech/unrendered when a sentence is not on disk. */
  say(say: Say): void {
    const clips = say.sentences.map(sentence => this.prompts.get(sentence))
    const piece: Piece = { say, playId: `${say.sayId}#${this.plays++}` }
    this.queue.push(piece)
    this.leg.play({ playId: piece.playId, clips, gapMs: GAP_MS, tempo: this.tempo, gainDb: db(this.gainDb) })
  }

  /** The sentences of a cut piece from the one that was cut into, for a false interruption. */
  unheard(said: Said): Say {
    let passedMs = 0
    const sentences = said.say.sentences
    const first = sentences.findIndex(sentence => {
      passedMs += this.prompts.get(sentence).pcm.length / 8 + GAP_MS
      return passedMs > said.heardMs
    })
    return { ...said.say, sentences: sentences.slice(Math.max(0, first)) }
  }

  cut(): void {
    if (!this.quiet) this.leg.cut()
  }

  duck(): void {
    this.leg.duck(db(-15))
  }

  unduck(): void {
    this.leg.duck(db(0))
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
    if (this.quiet) this.quietSinceMs = event.atMs
    this.onSaid({
      say: piece.say,
      startMs: piece.startMs ?? event.atMs,
      endMs: event.atMs,
      heardMs: event.heardMs,
      wholeMs: event.wholeMs,
      cut: event.cut,
    })
  }
}
