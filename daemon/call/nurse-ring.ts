import type { Announcer, NurseNeed } from '../dialogue/port.js'
import type { Language } from '../domain/expected.js'
import { CAUSE } from '../domain/hangup.js'
import { db, ms } from '../domain/units.js'
import type { Clip, MediaEvent, MediaLeg } from '../media/port.js'
import type { Prompts } from '../speech/port.js'
import type { Leg, LegEvent, Telephony } from '../telephony/port.js'
import type { Timer } from './port.js'

/** What came of ringing one number. */
export type RingOutcome = 'accepted' | 'busy' | 'no-answer' | 'refused' | 'unreachable' | 'announced' | 'stopped'

export interface RingParts {
  readonly telephony: Pick<Telephony, 'dial'>
  readonly announcer: Announcer
  /** The announcement's voice. */
  readonly prompts: Prompts
  /** The voice of a patient's own words. */
  readonly voiceIn: (language: Language) => Prompts
  readonly timer: Timer
  readonly busy: <T>(work: Promise<T>) => Promise<T>
}
export interface RingRequest {
  readonly channelId: string
  readonly number: string
  readonly ringMs: number
  readonly need: NurseNeed
  /** Whose the rendered name and words are, so that they can be erased: a patient, or a call of somebody unknown. */
  readonly personal: string
  /** The patient waits on the line: who stays on it takes the patient. Else only a key takes it. */
  readonly present: boolean
  readonly onRinging: () => void
}

/** Staying on the line for so long after the announcement is a yes. */
const STAYS_MS = 8000
/** Without a key for so long nobody is at the phone, a machine perhaps. */
const NO_KEY_MS = 15_000
/** A slow voice gets so long to render the name and the words once she has picked up; then they are left out. */
const LIVE_MS = 6000
const GAP_MS = ms(250)

/** One nurse's phone: rung, told who, why and in which words, and asked. */
export class NurseRing {
  readonly leg: Leg
  /** What became of it; anew after a patient who left changed what is asked of her. */
  decided: Promise<RingOutcome>
  private settle: (outcome: RingOutcome) => void = () => undefined
  private outcome: RingOutcome | undefined
  private audio: MediaLeg | undefined
  private present: boolean
  private plays = 0
  private playing = 0
  private instead: readonly string[] | undefined
  /** The announcement is queued whole. */
  private told = false
  private last = ''
  private callOff: () => void = () => undefined
  private readonly rendered: Promise<unknown>
  private readonly gone: Promise<void>
  private readonly quote: ReturnType<Announcer['quote']>
  private readonly parts: RingParts
  private readonly request: RingRequest

  constructor(parts: RingParts, request: RingRequest) {
    this.parts = parts
    this.request = request
    this.present = request.present
    this.decided = this.undecided()
    this.quote = parts.announcer.quote(request.need)
    const { channelId, number, ringMs } = request
    this.leg = parts.telephony.dial({ channelId, number, ringMs, to: 'nurse' })
    this.rendered = parts.busy(this.render()).catch(() => undefined)
    this.gone = new Promise(resolve => {
      this.leg.onEvent(event => {
        this.event(event)
        if (event.type === 'hung-up') resolve()
      })
    })
  }

  private undecided(): Promise<RingOutcome> {
    this.outcome = undefined
    return new Promise(resolve => {
      this.settle = resolve
    })
  }

  get answered(): boolean {
    return this.audio !== undefined
  }

  /** The patient has gone while she was rung or listening: she hears that instead. */
  patientGone(): void {
    if (!this.present) return
    this.present = false
    this.callOff()
    if (this.outcome === 'accepted') this.decided = this.undecided()
    if (!this.told) return
    this.replace(this.parts.announcer.rest(this.request.need, false).slice(-2))
  }

  /** Last words to her; resolves when they are said, or she has hung up. */
  tell(sentence: string): Promise<void> {
    this.callOff()
    const said = new Promise<void>(resolve => {
      this.callOff = this.parts.timer.after(this.lengthOf(this.clipsOf([sentence])) + 300, resolve)
    })
    this.replace([sentence])
    return Promise.race([said, this.gone])
  }

  stop(): Promise<void> {
    this.decide('stopped')
    return this.parts.busy(this.leg.hangUp())
  }

  private event(event: LegEvent): void {
    if (event.type === 'ringing') this.request.onRinging()
    else if (event.type === 'answered') this.announce(event.audio)
    else if (event.type === 'dtmf') this.key(event.digit)
    else {
      this.callOff()
      this.decide(this.answered ? 'refused' : whyNot(event))
    }
  }

  /** What is not on the shelf yet. What cannot be rendered is left out: the rest still tells her why. */
  private async render(): Promise<void> {
    const { announcer, prompts } = this.parts
    const { need, personal } = this.request
    const { quote } = this
    const live = [...announcer.live(need), ...(quote === undefined ? [] : [quote.words])]
    const whole = [...announcer.first(need), ...announcer.rest(need, true), ...announcer.rest(need, false)]
    const fixed = [...whole, announcer.joining, announcer.taken].filter(sentence => !live.includes(sentence))
    await prompts.render([...new Set(fixed)])
    await prompts.render(announcer.live(need), undefined, { personal })
    if (quote !== undefined) await this.voiceOf(quote.words).render([quote.words], undefined, { personal })
  }

  /** Who calls and why is said at once where it stands on the shelf; the rest once it is rendered, or without what is late. */
  private announce(audio: MediaLeg): void {
    this.audio = audio
    audio.onEvent(event => this.media(event))
    const { announcer, prompts, timer } = this.parts
    const first = announcer.first(this.request.need)
    const atOnce = first.every(sentence => prompts.has(sentence))
    const firstMs = atOnce ? this.play(first) : 0
    const rest = () => {
      if (this.told || this.outcome !== undefined) return
      this.told = true
      this.play([...(atOnce ? [] : first), ...announcer.rest(this.request.need, this.present)])
    }
    const callOff = timer.after(firstMs + LIVE_MS, rest)
    void this.rendered.then(() => {
      callOff()
      rest()
    })
  }

  /** Queues what is rendered of these; returns its length. */
  private play(sentences: readonly string[]): number {
    const clips = this.clipsOf(sentences)
    this.last = `nurse-${this.plays++}`
    this.playing++
    this.audio?.play({ playId: this.last, clips, gapMs: GAP_MS, tempo: 1, gainDb: db(0) })
    return this.lengthOf(clips)
  }

  /** A cut takes all that is queued with it: what comes instead waits for its end. */
  private replace(sentences: readonly string[]): void {
    if (this.playing === 0) return void this.play(sentences)
    this.instead = sentences
    this.audio?.cut()
  }

  /** What leads to words that are not there is left out with them. */
  private clipsOf(sentences: readonly string[]): readonly Clip[] {
    const { quote } = this
    const mute = quote === undefined || this.voiceOf(quote.words).has(quote.words) ? undefined : quote.lead
    return sentences
      .filter(sentence => sentence !== mute && this.voiceOf(sentence).has(sentence))
      .map(sentence => this.voiceOf(sentence).get(sentence))
  }

  private voiceOf(sentence: string): Prompts {
    const { prompts, voiceIn, announcer } = this.parts
    const { quote } = this
    const own = quote?.words !== sentence || quote.language === announcer.language
    return own ? prompts : voiceIn(quote.language)
  }

  private lengthOf(clips: readonly Clip[]): number {
    return clips.reduce((length, clip) => length + clip.pcm.length / 8 + GAP_MS, 0)
  }

  /** Counted from the end of the last words to her. */
  private media(event: MediaEvent): void {
    if (event.type !== 'play-ended') return
    this.playing--
    const { instead } = this
    if (this.playing === 0 && instead !== undefined) {
      this.instead = undefined
      return void this.play(instead)
    }
    if (event.playId !== this.last || this.outcome !== undefined || !this.told) return
    const { present } = this
    this.callOff()
    this.callOff = this.parts.timer.after(present ? STAYS_MS : NO_KEY_MS, () => {
      if (present) return this.decide('accepted')
      this.decide('announced')
      void this.parts.busy(this.leg.hangUp())
    })
  }

  private key(digit: string): void {
    if (this.outcome !== undefined) return
    if (digit === '1') this.decide('accepted')
    if (digit !== '2') return
    this.decide('refused')
    void this.parts.busy(this.leg.hangUp())
  }

  private decide(outcome: RingOutcome): void {
    if (this.outcome !== undefined) return
    this.outcome = outcome
    this.callOff()
    this.settle(outcome)
  }
}

function whyNot({ cause, rang }: Extract<LegEvent, { type: 'hung-up' }>): RingOutcome {
  if (cause === CAUSE.busy) return 'busy'
  if (cause === CAUSE.rejected) return 'refused'
  return rang ? 'no-answer' : 'unreachable'
}
