import { seededRandom } from '../domain/seeded.js'
import { LINE_HZ } from '../domain/units.js'
import { amplitude } from './level.js'
import type { Impairments } from './port.js'

const FULL_SCALE = 32_768
const ECHO_MS = 150

/** A simulated line's faults on what a leg sends: packets lost or delayed, white noise under the voice, an echo. Seeded, so a call repeats. */
export class Impairment {
  readonly #lossShare: number
  readonly #jitterMs: number
  readonly #noiseRms: number
  readonly #random: () => number
  readonly #noiseRandom: () => number
  readonly #echoFactor: number
  /** What was heard and has not come back yet. */
  #returning: number[]

  constructor(options: Impairments, seed: number) {
    this.#lossShare = (options.lossPercent ?? 0) / 100
    this.#jitterMs = options.jitterMs ?? 0
    this.#noiseRms = options.noiseDb === undefined ? 0 : FULL_SCALE * amplitude(options.noiseDb)
    this.#echoFactor = options.echoDb === undefined ? 0 : amplitude(options.echoDb)
    this.#returning = Array<number>(Math.round(((options.echoMs ?? ECHO_MS) * LINE_HZ) / 1000)).fill(0)
    // Two streams: the noise is the same whatever becomes of the packets.
    this.#random = seededRandom(options.seed ?? seed)
    this.#noiseRandom = seededRandom((options.seed ?? seed) ^ 0x5bd1e995)
  }

  /** How long the next packet is delayed, from 0 to jitterMs; undefined when it is lost. */
  nextDelayMs(): number | undefined {
    const lost = this.#random() < this.#lossShare
    const delayMs = this.#random() * this.#jitterMs
    return lost ? undefined : delayMs
  }

  /** True when packets may come later than they were sent. */
  get delays(): boolean {
    return this.#jitterMs > 0
  }

  /** The frame with the echo of what was heard and with noise; the frames given stay as they were. */
  colour(frame: Int16Array, heard: Int16Array): Int16Array {
    return this.#noisy(this.#echoed(frame, heard))
  }

  #echoed(frame: Int16Array, heard: Int16Array): Int16Array {
    if (this.#echoFactor === 0) return frame
    this.#returning.push(...heard)
    const back = this.#returning.splice(0, frame.length)
    return frame.map((sample, i) => clipped(sample + this.#echoFactor * back[i]!))
  }

  /** Gaussian (Box–Muller) of the wanted RMS. */
  #noisy(frame: Int16Array): Int16Array {
    if (this.#noiseRms === 0) return frame
    const noisy = new Int16Array(frame.length)
    for (let i = 0; i < frame.length; i += 2) {
      const radius = this.#noiseRms * Math.sqrt(-2 * Math.log(1 - this.#noiseRandom()))
      const angle = 2 * Math.PI * this.#noiseRandom()
      noisy[i] = clipped(frame[i]! + radius * Math.cos(angle))
      if (i + 1 < frame.length) noisy[i + 1] = clipped(frame[i + 1]! + radius * Math.sin(angle))
    }
    return noisy
  }
}

const clipped = (sample: number): number => Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(sample)))
