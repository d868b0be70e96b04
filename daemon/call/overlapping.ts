import { type Ms, ms } from '../domain/units.js'
import type { Stirring } from './ear.js'
import { REST_MS } from './ear-options.js'
import type { Mouth, Said } from './mouth.js'

/**
 * Speech over a question stops it after two windows, 75 ms (p50) after the first sound. From the first window on that may be
 * speech (25 ms, p95 100 ms) it is hushed; noise, music and bursts of noise gave no such window in 100 s.
 */
const STOP_AFTER_MS = ms(60)
/** Speech over an explanation ducks it, and stops it after this much (CLINICAL.md, Barge-in). */
const STOP_EXPLANATION_AFTER_MS = ms(500)

/** What people say while they listen (CLINICAL.md, Barge-in): the voice goes on. */
const BACKCHANNEL =
  /^(?:(?:oui|ouais|m+|m+[- ]?h[mu]m*|h+[mu]+m*|d['’ ]?accord|ah|ah bon|ok|okay|bien|très bien|je vois|yes|yeah|right|uh[- ]huh|ja|goed)[\s.,!?…]*)+$/i

/** Of a question that was cut before so much of it was heard, "oui" answers nothing. */
const ASKED_SHARE = 0.5

/** What happens to the voice when the patient speaks over it. */
export class Overlapping {
  private cutSays: Said[] = []
  private ducked = false
  /** Lower on the strength of one window, which may be a click. */
  private hushed = false
  /** The patient has been speaking over a piece that may not be cut. */
  private under = false
  private cutting = false
  /** Nobody is giving the voice room (a television): the next words are said over it, unless it falls silent. */
  private firm = false
  private readonly mouth: Mouth

  constructor(mouth: Mouth) {
    this.mouth = mouth
  }

  /**
   * A first window of speech: the voice gives way at once, and is back when no second one follows. A mere sound lowers an explanation
   * and leaves a question alone, which would fall silent for every bark.
   */
  stirring(stirring: Stirring | undefined): void {
    const say = this.mouth.current
    if (stirring === undefined) {
      if (this.hushed && !this.ducked && !this.cutting) this.mouth.unduck()
      this.hushed = false
      return
    }
    if (say === undefined || this.firm || say.overlap === 'never' || !this.mouth.sounding) return
    if (say.overlap === 'stop' && stirring === 'sound') return
    this.hushed = true
    if (say.overlap === 'stop') this.mouth.hush()
    else this.mouth.duck()
  }

  /** Speech of this length so far, behind a silence of `restMs` where it has just begun. */
  speaking(lengthMs: Ms, restMs: Ms = ms(0)): void {
    if (restMs >= REST_MS) this.firm = false
    const say = this.mouth.current
    if (say === undefined || this.firm || !this.mouth.sounding) return
    if (say.overlap === 'never') {
      this.under = true
      return
    }
    const limitMs = say.overlap === 'stop' ? STOP_AFTER_MS : STOP_EXPLANATION_AFTER_MS
    if (lengthMs >= limitMs && !this.cutting) {
      this.cutting = true
      this.mouth.cut()
      return
    }
    if (say.overlap === 'duck' && !this.ducked) {
      this.ducked = true
      this.mouth.duck()
    }
  }

  /** Whether a turn with these words only accompanied what it stopped: its end need not be waited for long. */
  accompanied(text: string): boolean {
    const stopped = this.stopped()
    return stopped !== undefined && this.mouth.quiet && (text === '' || this.accompanies(text, stopped))
  }

  /** Words of a turn that may still go on: an explanation gives way to them, however short they are. */
  words(text: string): void {
    const say = this.mouth.current
    if (!this.ducked || this.cutting || say?.overlap !== 'duck' || !this.mouth.sounding) return
    if (text.trim() === '' || isBackchannel(text)) return
    this.cutting = true
    this.mouth.cut()
  }

  /** A piece ended; a cut one is kept in case nothing was said over it after all. */
  said(said: Said): void {
    if (said.cut && this.cutting) this.cutSays.push(said)
    if (!this.mouth.quiet) return
    this.cutting = false
    this.firm = false
  }

  /**
   * The turn is over: `under` when it was spoken under a piece that goes on whatever is said, `backchannel` when it only
   * accompanied what was said, `resume` when it was no speech. After both what was cut goes on, from the start of its sentence.
   */
  turn(text: string, endMs: Ms, unbroken = false): 'open' | 'under' | 'backchannel' | 'resume' {
    const { ducked, cutSays } = this
    this.firm = unbroken
    const stopped = this.stopped()
    const accompanied = this.accompanied(text)
    // Who began under the last words of a piece and went on after them has answered it.
    const under = this.under && !(this.mouth.quiet && endMs > this.mouth.quietSinceMs)
    this.ducked = false
    this.cutSays = []
    this.under = false
    if (stopped !== undefined && accompanied) {
      const inOrder = [stopped, ...cutSays.filter(said => said !== stopped)]
      for (const said of inOrder) this.mouth.say(this.mouth.unheard(said))
      return text === '' ? 'resume' : 'backchannel'
    }
    if (ducked) {
      this.mouth.unduck()
      if (!this.mouth.quiet && cutSays.length === 0 && isBackchannel(text)) return 'backchannel'
    }
    return under ? 'under' : 'open'
  }

  /** What sounded when it was cut; behind it stands what was queued. */
  private stopped(): Said | undefined {
    return this.cutSays.find(said => said.heardMs > 0) ?? this.cutSays[0]
  }

  private accompanies(text: string, stopped: Said): boolean {
    if (!isBackchannel(text)) return false
    return stopped.say.overlap === 'duck' || this.mouth.askedShare(stopped) < ASKED_SHARE
  }
}

const isBackchannel = (text: string): boolean => BACKCHANNEL.test(text.trim())
