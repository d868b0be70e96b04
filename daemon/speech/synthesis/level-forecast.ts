import { LINE_HZ } from '../../domain/units.js'
import type { Latent } from './decode.js'
import { LeastSquares } from './least-squares.js'
import { fromDb, toDb, voicedLevel, voicedLevelOf } from './level.js'
import { dropRumble, toLineRate } from './resample.js'

/** What a voice's forecast knows, to go on with when the voice is opened again. */
export interface Learnt {
  readonly channels: number
  readonly sums: Float64Array
  readonly sentences: number
  readonly meanDbfs: number
  readonly biasDb: number
}

/** Of a voice that has said nothing: joe's sentences have −22.6 dBFS in the mean (43 of them). */
const UNHEARD_DBFS = -22.5
/** With three sentences the frames begin to tell more than the mean does. */
const LEAST_SENTENCES = 3
/** Learning takes 15 % of a sentence's computing and has settled long before. */
const MOST_SENTENCES = 100
const FLOOR_DBFS = -60
/** When what was heard counts as much as the forecast: with 20 the whole is no nearer, and a first chunk 0.9 dB off. */
const TRUSTED_FRAMES = 50
/** What a frame is taken for of which nothing is known. */
const USUAL_DBFS = -40
/** Loud frames make the level, so they weigh more: by the 0.6th power of their energy (0.4 to 1 were tried), 1 at −20 dBFS. */
const weightOf = (frameDbfs: number): number => fromDb(0.6 * (frameDbfs + 20)) ** 2
/** 1 to 30 make no difference. */
const PULL = 3

/**
 * How loud a sentence is going to be before it sounds. A voice's sentences differ by 1.7 dB (standard deviation; joe, 43 sentences,
 * −18.7 to −26.3 dBFS), and their first 280 ms say little of the rest: a gain that followed what was heard so far left
 * 1.1 dB and pumped by up to 8 dB a step. But a frame of the latent tells how loud its sound will be, nearly linearly, and what
 * the voice says ahead teaches the factors: after three sentences a forecast was off by 0.75 dB (RMS of 17), after twenty by 0.57
 * (23; most 1.4), where the mean of what was heard is off by 1.7 and 1.9. By how much louder the chunks that were decoded are than it said
 * corrects the rest: the whole sentences came out at 0.39 and 0.35 dB (most 0.94) from what a finished clip is brought to, the
 * first chunks at 0.69 and 0.61 (most 1.6), by steps of 0.43 dB (most 1.3).
 */
export class LevelForecast {
  readonly #rateHz: number
  #channels = 0
  #squares: LeastSquares | undefined
  #factors: Float64Array | undefined
  #sentences = 0
  #meanDbfs = UNHEARD_DBFS
  /** By how much sentences were louder than the forecast, in the mean. */
  #biasDb = 0

  constructor(rateHz: number, learnt?: Learnt) {
    this.#rateHz = rateHz
    if (!learnt) return
    this.#channels = learnt.channels
    this.#sentences = learnt.sentences
    this.#meanDbfs = learnt.meanDbfs
    this.#biasDb = learnt.biasDb
    this.#squares = new LeastSquares(learnt.channels + 1, PULL, learnt.sums)
    this.#factors = this.#squares.solve()
  }

  get learnt(): Learnt | undefined {
    if (!this.#squares) return undefined
    return {
      channels: this.#channels,
      sums: this.#squares.sums,
      sentences: this.#sentences,
      meanDbfs: this.#meanDbfs,
      biasDb: this.#biasDb,
    }
  }

  /** A latent and the sound that it became. */
  learn(latent: Latent, sound: Float32Array): void {
    if (this.#sentences >= MOST_SENTENCES) return
    const narrow = dropRumble(toLineRate(sound, this.#rateHz))
    const level = toDb(voicedLevel(narrow))
    if (level < FLOOR_DBFS) return
    this.#sentences += 1
    this.#meanDbfs += (level - this.#meanDbfs) / this.#sentences
    if (this.#sentences > LEAST_SENTENCES)
      this.#biasDb += (level - this.#byFrames(latent) - this.#biasDb) / (this.#sentences - LEAST_SENTENCES)
    this.#channels = latent.channels
    this.#squares ??= new LeastSquares(latent.channels + 1, PULL)
    const samplesPerFrame = (sound.length / latent.frames) * (LINE_HZ / this.#rateHz)
    for (let frame = 0; frame < latent.frames; frame++) {
      const part = narrow.subarray(Math.round(frame * samplesPerFrame), Math.round((frame + 1) * samplesPerFrame))
      const frameDbfs = Math.max(FLOOR_DBFS, toDb(Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / part.length)))
      this.#squares.add(inputsOf(latent, frame), frameDbfs - USUAL_DBFS, weightOf(frameDbfs))
    }
    this.#factors = this.#squares.solve()
  }

  /** Level that the voiced part will have in the line's band, dBFS. */
  of(latent: Latent): number {
    return this.#sentences < LEAST_SENTENCES ? this.#meanDbfs : this.#byFrames(latent) + this.#biasDb
  }

  /** The same when `frames` of it have sounded, with the level `heardDbfs`. */
  when(latent: Latent, frames: number, heardDbfs: number): number {
    const level = this.of(latent)
    if (this.#sentences < LEAST_SENTENCES || heardDbfs < FLOOR_DBFS) return level
    const louderDb = heardDbfs - this.#byFrames(latent, frames) - this.#biasDb
    return level + louderDb * (frames / (frames + TRUSTED_FRAMES))
  }

  #byFrames(latent: Latent, frames = latent.frames): number {
    const factors = this.#factors!
    const levels = Float64Array.from({ length: frames }, (_, frame) =>
      fromDb(inputsOf(latent, frame).reduce((sum, input, i) => sum + input * factors[i]!, USUAL_DBFS)),
    )
    return toDb(voicedLevelOf(levels))
  }
}

/** One frame's channels, and 1. */
function inputsOf({ values, channels, frames }: Latent, frame: number): Float64Array {
  const inputs = new Float64Array(channels + 1).fill(1)
  for (let row = 0; row < channels; row++) inputs[row] = values[row * frames + frame]!
  return inputs
}
