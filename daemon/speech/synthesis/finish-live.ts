import { LINE_HZ, ms, samplesIn } from '../../domain/units.js'
import { CEILING_DBFS, FINISH, joined, toPcm } from './finish.js'
import { fade, frameLevels, fromDb, LEVEL_FRAME, Limiter } from './level.js'
import { LineRate, RumbleFilter } from './resample.js'

const SILENT = fromDb(FINISH.silenceDbfs)
const LEAD_FRAMES = Math.ceil(samplesIn(FINISH.leadMs, LINE_HZ) / LEVEL_FRAME)
const TAIL_SAMPLES = samplesIn(FINISH.tailMs, LINE_HZ)
const FADE_OUT_SAMPLES = samplesIn(FINISH.fadeOutMs, LINE_HZ)
const PAUSE_FRAMES = Math.floor(samplesIn(FINISH.pauseMs, LINE_HZ) / LEVEL_FRAME)

/** From one gain to the next: slower than a syllable's rise, so that no step is heard. */
const RAMP_SAMPLES = samplesIn(ms(100), LINE_HZ)

/** Raw sound (±1) to the line's band, piece by piece: what `finishClip` makes of the whole before it looks at its level. */
export class LiveBand {
  readonly #line: LineRate
  readonly #rumble = new RumbleFilter()

  constructor(rateHz: number) {
    this.#line = new LineRate(rateHz)
  }

  push(raw: Float32Array): Float32Array {
    return this.#rumble.push(this.#line.push(raw))
  }

  end(): Float32Array {
    return this.#rumble.push(this.#line.push(new Float32Array(0), true))
  }
}

/**
 * `finishClip` of sound that comes in pieces, in the line's band: the same ends, pauses and peak, and nothing starts anew from one piece
 * to the next. The level is the one thing that has to be told ahead (level-forecast.ts); with the level that the whole turns
 * out to have, the clips are the same to the bit where the limiter has nothing to do, else within half a decibel. Gives its sound 20 ms
 * late: the limiter looks 6 ms ahead, an end fades over 15, and a pause is held until something follows.
 */
export class LiveFinish {
  #gain: number | undefined
  readonly #limiter = new Limiter(fromDb(CEILING_DBFS))
  /** Less than a frame, behind what was judged. */
  #rest: Float32Array = new Float32Array(0)
  #silence: Float32Array[] = []
  /** Sound that would be the end of the clip if nothing followed. */
  #tail: Float32Array = new Float32Array(0)
  #started = false

  /** What is ready of the clip, which may be nothing. `levelDbfs`: of the voiced part of what this belongs to. */
  push(narrow: Float32Array, levelDbfs: number): Int16Array {
    return toPcm(this.#judge(this.#levelled(narrow, fromDb(FINISH.voicedDbfs - levelDbfs)), false))
  }

  /** What is left when nothing follows but `narrow`. */
  end(narrow: Float32Array): Int16Array {
    const last = this.#judge(this.#levelled(narrow, this.#gain ?? 1), true)
    if (!this.#started) return new Int16Array(0)
    const behind = joined(this.#silence).subarray(0, TAIL_SAMPLES)
    return toPcm(fade(joined([last, this.#tail, behind]), ms(0), FINISH.fadeOutMs))
  }

  #levelled(narrow: Float32Array, gain: number): Float32Array {
    const before = this.#gain ?? gain
    if (narrow.length > 0) this.#gain = gain
    const ramp = Math.min(RAMP_SAMPLES, narrow.length)
    return narrow.map((x, i) => x * (before + (gain - before) * Math.min(1, (i + 1) / ramp)))
  }

  #judge(levelled: Float32Array, last: boolean): Float32Array {
    const sound = joined([this.#rest, this.#limiter.push(levelled, last)])
    const frames = last ? Math.ceil(sound.length / LEVEL_FRAME) : Math.floor(sound.length / LEVEL_FRAME)
    const levels = frameLevels(sound)
    const out = [this.#tail]
    for (let i = 0; i < frames; i++) {
      const frame = sound.subarray(i * LEVEL_FRAME, (i + 1) * LEVEL_FRAME)
      if (levels[i]! < SILENT) this.#silence.push(frame)
      else out.push(...this.#pause(), frame)
    }
    this.#rest = sound.slice(frames * LEVEL_FRAME)
    const ready = joined(out)
    this.#tail = ready.slice(Math.max(0, ready.length - FADE_OUT_SAMPLES))
    return ready.subarray(0, ready.length - this.#tail.length)
  }

  /** The silence before a sound: at the start a rise out of it, later as much of it as a pause may last. */
  #pause(): readonly Float32Array[] {
    const silence = this.#silence.splice(0)
    if (!this.#started) {
      this.#started = true
      const lead = silence.slice(-LEAD_FRAMES)
      return lead.map((frame, i) => (i === 0 ? fade(frame.slice(), FINISH.fadeInMs, ms(0)) : frame))
    }
    const excess = silence.length - PAUSE_FRAMES
    if (excess > 0) silence.splice(PAUSE_FRAMES >> 1, excess)
    return silence
  }
}
