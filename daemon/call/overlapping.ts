import { type Ms, ms } from '../domain/units.js'
import type { Mouth, Said } from './mouth.js'

/** Speech over a question stops it after this much (with Silero's two windows of onset: about 100 ms at the ear). */
const STOP_AFTER_MS = ms(90)
/** Speech over an explanation ducks it, and stops it after this much (CLINICAL.md, Barge-in). */
const STOP_EXPLANATION_AFTER_MS = ms(500)

/** What happens to the voice when the patient speaks over it. */
export class Overlapping {
  private cutSay: Said | undefined
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
    if (said.cut && this.cutting) this.cutSay ??= said
    if (this.mouth.quiet) this.cutting = false
  }

  /** The turn is over: `under` when it was spoken under a piece that goes on whatever is said, `resume` when it was no speech. */
  turn(spoken: boolean): 'open' | 'under' | 'resume' {
    if (this.ducked) this.mouth.unduck()
    this.ducked = false
    const cutSay = this.cutSay
    const under = this.under
    this.cutSay = undefined
    this.under = false
    if (!spoken && cutSay !== undefined && this.mouth.quiet) {
      this.mouth.say(this.mouth.unheard(cutSay))
      return 'resume'
    }
    return under ? 'under' : 'open'
  }
}
