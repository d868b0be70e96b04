import { FRAME_SAMPLES } from '../domain/units.js'

const SHORTEST_LAG = 40 // 200 Hz; a higher voice is met at two or three of its periods
const LONGEST_LAG = 120 // 66 Hz
const MATCH_SAMPLES = 160
const HISTORY_SAMPLES = MATCH_SAMPLES + LONGEST_LAG + LONGEST_LAG / 4
const FULL_SAMPLES = 80 // 10 ms at full level, then down to nothing at 60 ms
const GONE_SAMPLES = 480
const REJOIN_SAMPLES = 32

/**
 * Fills gaps by repeating the last pitch period and fading it out, in the manner of ITU-T G.711 Appendix I, and blends back
 * into the first frame that follows. Fed one frame a beat, so a gap never drifts.
 */
export class Concealment {
  readonly #history = new Float32Array(HISTORY_SAMPLES)
  #period: Float32Array = new Float32Array(0)
  /** Samples of the present gap; 0 outside one. Before the first audio there is nothing to repeat: as after a long gap. */
  #gapSamples = GONE_SAMPLES
  #phase = 0

  /**
   * Completes `frame` in place. `present[i]` is 1 where sample i was received.
   * Returns true when something audible was put in (a gap past its fade is plain silence).
   */
  mend(frame: Int16Array, present: Uint8Array): boolean {
    const whole = present.indexOf(0) < 0
    let audible = false
    if (!whole) audible = this.#fill(frame, present)
    else if (this.#gapSamples > 0) this.#rejoin(frame)
    if (whole) this.#gapSamples = 0
    this.#remember(frame)
    return audible
  }

  #fill(frame: Int16Array, present: Uint8Array): boolean {
    if (this.#gapSamples === 0) this.#findPeriod()
    const audible = this.#gapSamples < GONE_SAMPLES
    for (let i = 0; i < frame.length; i++) {
      const sample = this.#next()
      if (!present[i]) frame[i] = sample
    }
    return audible
  }

  #rejoin(frame: Int16Array): void {
    for (let i = 0; i < REJOIN_SAMPLES; i++) {
      const share = (i + 1) / (REJOIN_SAMPLES + 1)
      frame[i] = frame[i]! * share + this.#next() * (1 - share)
    }
  }

  #next(): number {
    const fade =
      this.#gapSamples < FULL_SAMPLES
        ? 1
        : Math.max(0, (GONE_SAMPLES - this.#gapSamples) / (GONE_SAMPLES - FULL_SAMPLES))
    this.#gapSamples++
    if (fade === 0) return 0
    const sample = this.#period[this.#phase]! * fade
    this.#phase = (this.#phase + 1) % this.#period.length
    return sample
  }

  #findPeriod(): void {
    const end = HISTORY_SAMPLES
    const lag = bestLag(this.#history)
    const period = this.#history.slice(end - lag)
    // The last quarter leans towards what came before the period, so that its end meets its start.
    const quarter = lag >> 2
    for (let i = 0; i < quarter; i++) {
      const share = (i + 1) / (quarter + 1)
      const at = lag - quarter + i
      period[at] = period[at]! * (1 - share) + this.#history[end - lag - quarter + i]! * share
    }
    this.#period = period
    this.#phase = 0
  }

  #remember(frame: Int16Array): void {
    this.#history.copyWithin(0, FRAME_SAMPLES)
    this.#history.set(frame, HISTORY_SAMPLES - FRAME_SAMPLES)
  }
}

/** The lag whose past is most like the latest 20 ms (normalised correlation). */
function bestLag(history: Float32Array): number {
  const start = history.length - MATCH_SAMPLES
  let best = LONGEST_LAG
  let bestLikeness = -Infinity
  for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag++) {
    let product = 0
    let energy = 1
    for (let i = start; i < history.length; i++) {
      const past = history[i - lag]!
      product += history[i]! * past
      energy += past * past
    }
    const likeness = product / Math.sqrt(energy)
    if (likeness > bestLikeness) {
      bestLikeness = likeness
      best = lag
    }
  }
  return best
}
