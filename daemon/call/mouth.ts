import type { Act } from '../dialogue/port.js'
import { db, durationMs, LINE_HZ, type Ms, ms } from '../domain/units.js'
import type { Clip, MediaEvent, MediaLeg } from '../media/port.js'
import { isLive, type LiveEnd, LivePlay, type Sound } from './live-play.js'

export type Say = Extract<Act, { type: 'say' }>

/** Between the sentences of one piece; the far end takes 400 ms for the end of it. */
const GAP_MS = ms(180)

/** Of a sentence that is not rendered to its end: the voices say 13 to 16 letters a second. */
const LONGEST_LETTER_MS = 80

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
  readonly sounds: readonly Sound[]
  readonly playId: string
  startMs?: Ms
  handedOver?: true
  /** Where a sentence of it is still being rendered. */
  live?: LivePlay
}

/** Where sentences come from. */
export interface MouthVoice {
  /** Throws Failure speech/unrendered when it is not on the shelf. */
  get(sentence: string): Clip
  has(sentence: string): boolean
  /** From the shelf, or as it is rendered where it may be. Throws Failure speech/unrendered. */
  sound(sentence: string): Sound
  /** See {@link LivePlayOptions.busy}. */
  readonly busy: <T>(work: Promise<T>) => Promise<T>
}

/** The agent's voice on one leg: what is playing, what is queued behind it, how fast and how loud. */
export class Mouth {
  tempo = 1
  gainDb = 0
  /** When the last piece ended. */
  quietSinceMs: Ms = ms(0)
  private queue: Piece[] = []
  private plays = 0
  private readonly leg: Pick<MediaLeg, 'play' | 'cut' | 'duck'>
  private readonly voice: MouthVoice
  private readonly onStarted: (say: Say, atMs: Ms) => void
  private readonly onSaid: (said: Said) => void
  private readonly onFailed: (cause: unknown) => void

  /** `onFailed`: the voice broke off in the middle of a piece, which has ended by then. */
  constructor(
    leg: Pick<MediaLeg, 'play' | 'cut' | 'duck'>,
    voice: MouthVoice,
    onStarted: (say: Say, atMs: Ms) => void,
    onSaid: (said: Said) => void,
    onFailed: (cause: unknown) => void,
  ) {
    this.leg = leg
    this.voice = voice
    this.onStarted = onStarted
    this.onSaid = onSaid
    this.onFailed = onFailed
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
   * Throws Failure speech/unrendered when a sentence is neither on disk nor can be said as it is rendered.
   */
  say(say: Say): void {
    const sounds = say.sentences.map(sentence => this.voice.sound(sentence))
    this.queue.push({ say, sounds, playId: `${say.sayId}#${this.plays++}` })
    if (this.queue.length === 1) this.playNext()
  }

  private playNext(): void {
    const piece = this.queue[0]
    if (piece === undefined || piece.handedOver === true) return
    piece.handedOver = true
    const { playId, sounds } = piece
    const [gapMs, gainDb] = [GAP_MS, db(this.gainDb)]
    const clips = sounds.filter((sound): sound is Clip => !isLive(sound))
    if (clips.length === sounds.length) return this.leg.play({ playId, clips, gapMs, tempo: this.tempo, gainDb })
    const onEnd = (end: LiveEnd) => this.liveEnded(piece, end)
    piece.live = new LivePlay({ leg: this.leg, playId, sounds, gapMs, gainDb, busy: this.voice.busy, onEnd })
  }

  private liveEnded(piece: Piece, { atMs = this.quietSinceMs, failure, ...heard }: LiveEnd): void {
    const wholeMs = heard.cut ? ms(Math.max(heard.wholeMs, this.expectedMs(piece.say))) : heard.wholeMs
    this.ended(piece, { ...heard, wholeMs, atMs })
    if (failure !== undefined) this.onFailed(failure)
  }

  /** The sentences of a cut piece from the one that was cut into, for a false interruption; never none. */
  unheard(said: Said): Say {
    let passedMs = 0
    const { sentences } = said.say
    const first = sentences.findIndex(sentence => {
      passedMs += this.lengthMs(sentence) ?? Number.POSITIVE_INFINITY
      return passedMs > said.heardMs
    })
    return { ...said.say, sentences: sentences.slice(first) }
  }

  /** How much was heard of the last sentence of a piece, which asks: 0 to 1. */
  askedShare({ say, heardMs, wholeMs }: Said): number {
    const lastMs = this.lengthMs(say.sentences.at(-1) ?? '')
    if (lastMs === undefined) return 0
    return lastMs === 0 ? 1 : Math.max(0, 1 - (wholeMs - heardMs) / lastMs)
  }

  /** Rather too long: what may not have been heard is said again. */
  private expectedMs({ sentences }: Say): number {
    return sentences.reduce((sum, text) => sum + (this.lengthMs(text) ?? text.length * LONGEST_LETTER_MS), 0)
  }

  /** Undefined of one that is still being rendered: not all of it can have been heard. */
  private lengthMs(sentence: string): Ms | undefined {
    return this.voice.has(sentence) ? durationMs(this.voice.get(sentence).pcm.length, LINE_HZ) : undefined
  }

  /** Stops at once and takes back what is queued behind. */
  cut(): void {
    if (this.quiet) return
    this.takeBack()
    const live = this.queue[0]?.live
    if (live) live.cut()
    else this.leg.cut()
  }

  /** Something else is to be said: what is queued is taken back, and the current piece stops unless it may never be cut. */
  giveWay(): void {
    if (this.current?.overlap === 'never') this.takeBack()
    else this.cut()
  }

  private takeBack(): void {
    for (const { say, sounds } of this.queue.splice(1)) {
      const wholeMs = durationMs(
        sounds.reduce((length, sound) => length + (isLive(sound) ? 0 : sound.pcm.length), 0),
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
    piece?.live?.cut()
    if (piece?.startMs === undefined) return undefined
    return { say: piece.say, startMs: piece.startMs, endMs: atMs, cut: true }
  }

  media(event: Extract<MediaEvent, { type: 'play-started' | 'play-ended' }>): void {
    const piece = this.queue.find(({ playId }) => event.playId === playId || event.playId.startsWith(`${playId}.`))
    if (piece === undefined) return
    if (event.type === 'play-started' && piece.startMs === undefined) {
      piece.startMs = event.atMs
      this.onStarted(piece.say, event.atMs)
    }
    if (piece.live) piece.live.media(event)
    else if (event.type === 'play-ended') this.ended(piece, event)
  }

  private ended(
    piece: Piece,
    { atMs, heardMs, wholeMs, cut }: Pick<Said, 'heardMs' | 'wholeMs' | 'cut'> & { atMs: Ms },
  ) {
    if (!this.queue.includes(piece)) return
    this.queue = this.queue.filter(queued => queued !== piece)
    this.quietSinceMs = atMs
    this.onSaid({ say: piece.say, startMs: piece.startMs ?? atMs, endMs: atMs, heardMs, wholeMs, cut })
    this.playNext()
  }
}
