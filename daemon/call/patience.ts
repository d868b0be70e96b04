import { type Ms, ms } from '../domain/units.js'

/** How long the patient may think before the silence is told to the dialogue: counted from the end of the voice. */
export class Patience {
  private waiting: { readonly thinkMs: Ms; sinceMs: Ms | undefined } | undefined

  /** The last question gives so long. */
  listen(thinkMs: Ms): void {
    this.waiting = { thinkMs, sinceMs: undefined }
  }

  over(): void {
    this.waiting = undefined
  }

  /**
   * A window passed in which nobody spoke and nothing was pending; true once, when the question's time is up. `quietSinceMs` is
   * the latest end of a voice, ours or the patient's.
   */
  passed(nowMs: Ms, quietSinceMs: Ms): boolean {
    const { waiting } = this
    if (waiting === undefined) return false
    waiting.sinceMs ??= nowMs
    if (nowMs - Math.max(waiting.sinceMs, quietSinceMs) < waiting.thinkMs) return false
    this.waiting = undefined
    return true
  }
}

/** The later of some instants. */
export const latest = (...instants: readonly Ms[]): Ms => ms(Math.max(...instants))
