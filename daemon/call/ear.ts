import type { Judgement } from '../dialogue/port.js'
import type { Expected, Hearing } from '../domain/expected.js'
import { Failure } from '../domain/failure.js'
import { durationMs, LINE_HZ, type Ms, ms } from '../domain/units.js'
import type { MediaEvent } from '../media/port.js'
import { type EarOptions, REST_MS, TELEPHONE_EAR } from './ear-options.js'
import { VoicedOnset } from './voiced-onset.js'

export { type EarOptions, OPENING_EAR, TELEPHONE_EAR } from './ear-options.js'

type Window = Extract<MediaEvent, { type: 'window' }>

/** One finished turn of the patient. */
export interface HeardTurn {
  readonly hearing: Hearing
  readonly startMs: Ms
  readonly endMs: Ms
  /** When the end was decided, in sample time. */
  readonly decidedMs: Ms
  /** Ended by us (`maxTurnMs`) while the sound went on: what follows is the next turn. */
  readonly unbroken: boolean
}

/** What is to be recognised. */
export interface Listen {
  /** The whole turn so far, 8 kHz. */
  readonly pcm: Int16Array
  readonly expected: Expected
  readonly signal: AbortSignal
  /** How long nothing is said by now. */
  readonly silentMs: Ms
  /** What came after the last inner pause ("euh … huit"): the answer itself, where the turn has such a pause. */
  readonly lastStretch: Int16Array | undefined
}

/** What a window may be the beginning of: a sound with a voice's period (a bark has one too), or speech by a long vowel or by Silero. */
export type Stirring = 'sound' | 'speech'

/** What the ear reports to turn-taking. */
export interface EarListener {
  /** A window that may be the first of a turn; undefined when it was not (told again and again while it is quiet). */
  stirring?(stirring: Stirring | undefined): void
  /**
   * Speech has lasted `lengthMs` in this turn so far; called at the onset and with each further window. `restMs`: the silence
   * before it, where it has just begun or gone on.
   */
  speaking(startMs: Ms, lengthMs: Ms, restMs: Ms): void
  /** Recognised so far in a turn that may still go on. */
  words?(text: string): void
  turn(turn: HeardTurn): void
  failed(cause: unknown): void
}

/** A recognition takes 0.3–3 s; one that is not done by now never will be, and the patient waits. */
const DEAF_MS = ms(10_000)

/** Windows that may be speech without becoming it: 192 ms. */
const MOST_STIRS = 6

/** A pause inside a turn that parts hesitation from answer. */
const INNER_PAUSE_MS = ms(400)

type Speculation = { readonly abort: AbortController; hearing?: Hearing; readonly upToMs: Ms }

type State =
  | { readonly name: 'quiet'; onset: number; stirs: number; told: Stirring | undefined }
  | { readonly name: 'speaking'; readonly startMs: Ms }
  | {
      readonly name: 'paused'
      readonly startMs: Ms
      readonly silentSinceMs: Ms
      onset: number
      speculation?: Speculation
    }

const quiet = (): State => ({ name: 'quiet', onset: 0, stirs: 0, told: undefined })

/**
 * Turns 32 ms windows into turns. Knows no clock: time is what the windows carry, so a recording replays identically.
 * Recognition starts at the first short silence and is thrown away when the patient goes on.
 */
export class Ear {
  private state: State = quiet()
  private windows: Window[] = []
  private readonly voice = new VoicedOnset()
  /** Index of the window where the last stretch begins; 0 without an inner pause. */
  private lastStretchFrom = 0
  private lastSpeechMs: Ms = ms(0)
  private nowMs: Ms = ms(0)
  private expected: Expected = { kind: 'free' }
  private readonly hear: (listen: Listen) => Promise<Hearing>
  private readonly judge: (hearing: Hearing) => Judgement
  private readonly listener: EarListener
  private options: EarOptions

  constructor(
    hear: (listen: Listen) => Promise<Hearing>,
    judge: (hearing: Hearing) => Judgement,
    listener: EarListener,
    options: EarOptions = TELEPHONE_EAR,
  ) {
    this.hear = hear
    this.judge = judge
    this.listener = listener
    this.options = options
  }

  /** What the next answers may be. A speculation under other expectations is thrown away. */
  expect(expected: Expected): void {
    if (this.expected === expected) return
    this.expected = expected
    if (this.state.name === 'paused') this.drop(this.state)
  }

  /** Other patience from now on (the opening is over). */
  use(options: EarOptions): void {
    this.options = options
  }

  /** Silence so far behind speech whose end is not decided yet; 0 when there is none. */
  get undecidedMs(): Ms {
    return this.state.name === 'paused' ? ms(this.nowMs - this.lastSpeechMs) : ms(0)
  }

  /** Length of the speech of a turn that is not decided yet. */
  get speechMs(): Ms {
    return this.state.name === 'quiet' ? ms(0) : ms(this.lastSpeechMs - this.state.startMs)
  }

  /** True while nobody is speaking and no turn is being decided. */
  get quiet(): boolean {
    return this.state.name === 'quiet'
  }

  /** End of the last window that held speech. */
  get lastSpeechAtMs(): Ms {
    return this.lastSpeechMs
  }

  close(): void {
    if (this.state.name === 'paused') this.state.speculation?.abort.abort()
    this.state = quiet()
  }

  window(window: Window): void {
    const lengthMs = durationMs(window.pcm.length, LINE_HZ)
    this.nowMs = ms(window.startAtMs + lengthMs)
    this.windows.push(window)
    const loud = window.levelDb > this.options.floorDbfs
    const onset = this.voice.take(window)
    const speech = loud && window.speech >= this.options.startScore
    if (loud && window.speech >= this.options.stopScore && this.state.name !== 'quiet') this.lastSpeechMs = this.nowMs
    switch (this.state.name) {
      case 'quiet':
        this.stir(this.state, loud && window.speech >= this.options.stirScore, onset)
        this.whileQuiet(this.state, speech)
        break
      case 'speaking':
        this.whileSpeaking(this.state)
        break
      case 'paused':
        this.whilePaused(this.state, speech)
    }
  }

  /** A doubt that lasts is none: a murmuring television is not waited for. */
  private stir(state: Extract<State, { name: 'quiet' }>, speech: boolean, onset: 'sound' | 'vowel' | undefined): void {
    state.stirs = speech ? state.stirs + 1 : 0
    const isSpeech = (speech && state.stirs <= MOST_STIRS) || onset === 'vowel'
    const stirring = isSpeech ? 'speech' : onset
    if (stirring === undefined || stirring !== state.told) this.listener.stirring?.(stirring)
    state.told = stirring
  }

  private whileQuiet(state: Extract<State, { name: 'quiet' }>, speech: boolean): void {
    state.onset = speech ? state.onset + 1 : 0
    if (state.onset >= this.options.onsetWindows) {
      const first = this.windows.at(-state.onset)!
      const restMs = ms(first.startAtMs - this.lastSpeechMs)
      this.lastSpeechMs = this.nowMs
      this.state = { name: 'speaking', startMs: first.startAtMs }
      this.listener.speaking(first.startAtMs, ms(this.nowMs - first.startAtMs), restMs)
      return
    }
    const keep = this.options.preRollWindows + state.onset
    if (this.windows.length > keep) this.windows.splice(0, this.windows.length - keep)
  }

  private whileSpeaking(state: Extract<State, { name: 'speaking' }>): void {
    this.listener.speaking(state.startMs, ms(this.lastSpeechMs - state.startMs), ms(0))
    const tooLong = this.nowMs - state.startMs >= this.options.maxTurnMs
    if (!tooLong && this.nowMs - this.lastSpeechMs < this.options.speculateMs) return
    const silentSinceMs = this.lastSpeechMs
    const paused: Extract<State, { name: 'paused' }> = {
      name: 'paused',
      startMs: state.startMs,
      silentSinceMs,
      onset: 0,
    }
    this.state = paused
    this.speculate(paused)
  }

  private whilePaused(state: Extract<State, { name: 'paused' }>, speech: boolean): void {
    state.onset = speech ? state.onset + 1 : 0
    const tooLong = this.nowMs - state.startMs >= this.options.maxTurnMs
    if (state.onset >= this.options.onsetWindows && !tooLong) {
      this.drop(state)
      const first = this.windows.length - state.onset
      const restMs = ms((this.windows[first]?.startAtMs ?? 0) - state.silentSinceMs)
      if (restMs >= INNER_PAUSE_MS) this.lastStretchFrom = Math.max(0, first - this.options.preRollWindows)
      this.state = { name: 'speaking', startMs: state.startMs }
      this.listener.speaking(state.startMs, ms(this.nowMs - state.startMs), restMs)
      return
    }
    if (state.speculation === undefined) this.speculate(state)
    if (this.isDeaf(state)) return this.giveUp(state)
    this.decide(state)
  }

  private drop(state: Extract<State, { name: 'paused' }>): void {
    state.speculation?.abort.abort()
    delete state.speculation
  }

  private speculate(state: Extract<State, { name: 'paused' }>): void {
    const speculation: Speculation = { abort: new AbortController(), upToMs: this.nowMs }
    state.speculation = speculation
    const current = () => this.state === state && state.speculation === speculation
    const lastStretch = this.lastStretchFrom === 0 ? undefined : join(this.windows.slice(this.lastStretchFrom))
    const silentMs = ms(this.nowMs - this.lastSpeechMs)
    const { signal } = speculation.abort
    this.hear({ pcm: join(this.windows), expected: this.expected, signal, silentMs, lastStretch }).then(
      hearing => {
        if (!current()) return
        speculation.hearing = hearing
        this.listener.words?.(hearing.text)
        this.decide(state)
      },
      (cause: unknown) => {
        if (!current()) return
        this.reset()
        this.listener.failed(cause)
      },
    )
  }

  private isDeaf({ speculation }: Extract<State, { name: 'paused' }>): boolean {
    return speculation !== undefined && speculation.hearing === undefined && this.nowMs - speculation.upToMs >= DEAF_MS
  }

  private giveUp(state: Extract<State, { name: 'paused' }>): void {
    this.drop(state)
    this.reset()
    this.listener.failed(new Failure('speech/recogniser'))
  }

  private decide(state: Extract<State, { name: 'paused' }>): void {
    const { hearing, upToMs } = state.speculation ?? {}
    if (hearing === undefined || upToMs === undefined) return
    const silenceMs = this.nowMs - this.lastSpeechMs
    const tooLong = this.nowMs - state.startMs >= this.options.maxTurnMs
    if (!tooLong && (state.onset > 0 || silenceMs < this.endAfterMs(state.startMs, hearing))) return
    const unbroken = tooLong && silenceMs < REST_MS
    const endMs = unbroken ? upToMs : this.lastSpeechMs
    const turn = { hearing, startMs: state.startMs, endMs, decidedMs: this.nowMs, unbroken }
    this.reset(unbroken ? upToMs : undefined)
    this.listener.turn(turn)
  }

  private endAfterMs(startMs: Ms, hearing: Hearing): Ms {
    const long = this.options.longTurn
    if (long !== undefined && this.lastSpeechMs - startMs > long.afterMs) return long.endMs
    return this.options.endMs[this.judge(hearing)]
  }

  /** `goesOnFromMs`: what was said while the turn was being recognised begins the next one, so that no word falls between two. */
  private reset(goesOnFromMs?: Ms): void {
    this.lastStretchFrom = 0
    if (goesOnFromMs === undefined) {
      this.windows = this.windows.slice(-this.options.preRollWindows)
      this.state = quiet()
      return
    }
    this.windows = this.windows.filter(window => window.startAtMs >= goesOnFromMs)
    this.state = { name: 'speaking', startMs: goesOnFromMs }
  }
}

function join(windows: readonly Window[]): Int16Array {
  const pcm = new Int16Array(windows.reduce((length, window) => length + window.pcm.length, 0))
  let at = 0
  for (const window of windows) {
    pcm.set(window.pcm, at)
    at += window.pcm.length
  }
  return pcm
}
