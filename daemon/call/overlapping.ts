import { type Ms, ms } from '../domain/units.js'
import type { Mouth, Said } from './mouth.js'

/** Speech over a question stops it after this much (with Silero's two windows of onset: about 100 ms at the ear). */
const STOP_AFTER_MS = ms(90)
/** Speech over an explanation ducks it, and stops it after this much (CLINICAL.md, Barge-in). */
const STOP_EXPLANATION_AFTER_MS = ms(500)

/** What people say while they listen (CLINICAL.md, Barge-in): the explanation goes on at its level. */
const BACKCHANNEL = /^(?:(?:oui|ouais|m+|m+[- ]?h[mu]m+|hum|hm|d['’]accord|ah|ah bon|ok|bien|très bien)[\s.,!…]*)*$/i

/** What happens to the voice when the patient speaks over it. */
export class Overlapping {
  private cutSays: Said[] = []
  private ducked = false
  /** The patient has been speaking over a piece that may not be cut. */
  private under = false
  private cutting = false
  private readonly mouth: Mouth

  constructor(mouth: Mouth) {
    this.mouth = mouth
  }

  speaking(lengthMs: Ms): void {
    const say = this.mouth.current
    if (say === undefined || !this.mouth.sounding) return
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

  /** A piece ended; a cut one is kept in case nothing was said over it after all. */
  said(said: Said): void {
    if (said.cut && this.cutting) this.cutSays.push(said)
    if (this.mouth.quiet) this.cutting = false
  }

  /**
   * The turn is over: `under` when it was spoken under a piece that goes on whatever is said, `backchannel` when it only
   * accompanied an explanation, `resume` when it was no speech and the cut piece goes on.
   */
  turn(text: string, endMs: Ms): 'open' | 'under' | 'backchannel' | 'resume' {
    const { ducked, cutSays } = this
    // Who began under the last words of a piece and went on after them has answered it.
    const under = this.under && !(this.mouth.quiet && endMs > this.mouth.quietSinceMs)
    this.ducked = false
    this.cutSays = []
    this.under = false
    if (text === '' && cutSays.length > 0 && this.mouth.quiet) {
      // What sounded when it was cut, then what was queued behind it.
      const inOrder = [...cutSays.filter(said => said.heardMs > 0), ...cutSays.filter(said => said.heardMs === 0)]
      for (const said of inOrder) this.mouth.say(this.mouth.unheard(said))
      return 'resume'
    }
    if (ducked) {
      this.mouth.unduck()
      if (!this.mouth.quiet && cutSays.length === 0 && BACKCHANNEL.test(text.trim())) return 'backchannel'
    }
    return under ? 'under' : 'open'
  }
}
