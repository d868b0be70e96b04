import { LINE_HZ } from '../domain/units.js'

/** Compared at 2 kHz: a telephone's voice has its energy below 1 kHz, and the work falls to a sixteenth. */
const DECIMATION = 4
const RATE_PER_MS = LINE_HZ / DECIMATION / 1000
/** The longest way to the far end's ear and back: two jitter buffers, a trunk, a mobile network. */
const LONGEST_LAG = 700 * RATE_PER_MS
/** A second of what was sent, a power of two so that an index wraps by a mask. */
const RING = 2048
const MASK = RING - 1
/** What a window is compared on: itself and what came before it, 160 ms in all. */
const COMPARED = 160 * RATE_PER_MS
/** Half of what was learnt is forgotten after this many windows: 0.35 s. */
const MEMORY = 0.5 ** (1 / 11)
/** The lag is known from this likeness on, over the memory. Two voices at unlike lags reach 0.3. */
const KNOWN = 0.45
/** A window that is this much like what was sent at the known lag is its echo. */
const ALIKE = 0.6
/** A far end returns less than half of the voice; what is louder is somebody. */
const MOST_ECHO = 0.5
/** Quieter windows (−58 dBFS) teach nothing and are no speech either. */
const QUIET_RMS = 40

/**
 * Tells our own voice that comes back from the far end (a speaker next to its microphone, a hybrid) from somebody who speaks.
 * It learns after how long the voice returns, by the likeness of what comes in to what was sent; nothing is subtracted.
 */
export class EchoGuard {
  readonly #sent = new Float32Array(RING)
  #sentCount = 0
  /** Samples since the last one that was not silence. */
  #silentFor = RING
  readonly #heard = new Float32Array(COMPARED)
  readonly #products = new Float64Array(LONGEST_LAG + 1)
  readonly #energies = new Float64Array(LONGEST_LAG + 1)
  #energy = 0
  #lag: number | undefined

  /** A frame as it goes out. */
  sent(frame: Int16Array): void {
    for (let at = 0; at + DECIMATION <= frame.length; at += DECIMATION) {
      const value = mean(frame, at)
      this.#sent[this.#sentCount++ & MASK] = value
      this.#silentFor = value === 0 ? this.#silentFor + 1 : 0
    }
  }

  /** Whether a window that ends `behindSamples` before the last frame sent is nothing but our own voice. */
  isEcho(window: Int16Array, behindSamples: number): boolean {
    const fresh = Math.floor(window.length / DECIMATION)
    this.#heard.copyWithin(0, fresh)
    for (let i = 0; i < fresh; i++) this.#heard[COMPARED - fresh + i] = mean(window, i * DECIMATION)
    if (this.#silentFor > LONGEST_LAG || energyOf(this.#heard, COMPARED - fresh) < fresh * QUIET_RMS ** 2) return false
    const end = this.#sentCount - Math.round(behindSamples / DECIMATION)
    this.#learn(end, fresh)
    return this.#lag !== undefined && this.#isReturned(end, this.#lag)
  }

  #learn(end: number, fresh: number): void {
    const from = COMPARED - fresh
    this.#energy = this.#energy * MEMORY + energyOf(this.#heard, from)
    let sentEnergy = 0
    for (let i = 0; i < fresh; i++) sentEnergy += this.#sent[(end - fresh + i) & MASK]! ** 2
    let best = KNOWN ** 2
    for (let lag = 0; lag <= LONGEST_LAG; lag++) {
      const start = end - fresh - lag
      let product = 0
      for (let i = 0; i < fresh; i++) product += this.#heard[from + i]! * this.#sent[(start + i) & MASK]!
      this.#products[lag] = this.#products[lag]! * MEMORY + product
      this.#energies[lag] = this.#energies[lag]! * MEMORY + sentEnergy
      const likeness = this.#products[lag]! ** 2 / (this.#energy * this.#energies[lag]! + 1)
      if (likeness > best) {
        best = likeness
        this.#lag = lag
      }
      sentEnergy += this.#sent[(start - 1) & MASK]! ** 2 - this.#sent[(end - 1 - lag) & MASK]! ** 2
    }
  }

  /** The frame's place may differ from the lag by a sample or two: the far end's clock is not ours. */
  #isReturned(end: number, lag: number): boolean {
    const heardEnergy = energyOf(this.#heard, 0)
    for (let near = Math.max(0, lag - 2); near <= lag + 2; near++) {
      let product = 0
      let sentEnergy = 0
      for (let i = 0; i < COMPARED; i++) {
        const sent = this.#sent[(end - COMPARED - near + i) & MASK]!
        product += this.#heard[i]! * sent
        sentEnergy += sent * sent
      }
      if (heardEnergy > sentEnergy * MOST_ECHO ** 2) continue
      if (product ** 2 >= ALIKE ** 2 * heardEnergy * sentEnergy) return true
    }
    return false
  }
}

function mean(pcm: Int16Array, at: number): number {
  let sum = 0
  for (let i = 0; i < DECIMATION; i++) sum += pcm[at + i]!
  return sum / DECIMATION
}

function energyOf(values: Float32Array, from: number): number {
  let sum = 0
  for (let i = from; i < values.length; i++) sum += values[i]! ** 2
  return sum
}
