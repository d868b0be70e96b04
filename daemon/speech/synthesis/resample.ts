import { LINE_HZ } from '../../domain/units.js'

/** G.712 asks for a flat band up to 3,400 Hz; everything from half the line's rate on would fold back as noise. */
const PASS_HZ = 3400
const STOP_HZ = LINE_HZ / 2
const STOP_DB = 70

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b))

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel0(x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

interface Filter {
  readonly up: number
  readonly down: number
  readonly halfWidth: number
  /** One row of taps per phase; each row sums to 1. */
  readonly phases: readonly Float64Array[]
}

const filters = new Map<number, Filter>()

/** Kaiser's design: length and beta from the stop band's depth and the width of the slope. */
function filterFor(rateHz: number): Filter {
  const known = filters.get(rateHz)
  if (known) return known
  const common = greatestDivisor(rateHz, LINE_HZ)
  const up = LINE_HZ / common
  const down = rateHz / common
  const slope = (2 * Math.PI * (STOP_HZ - PASS_HZ)) / rateHz
  const halfWidth = Math.ceil((STOP_DB - 8) / (2.285 * slope) / 2)
  const beta = 0.1102 * (STOP_DB - 8.7)
  const cutoff = (PASS_HZ + STOP_HZ) / rateHz
  const phases = Array.from({ length: up }, (_, phase) => {
    const taps = Float64Array.from({ length: 2 * halfWidth + 1 }, (_, i) => {
      const x = i - halfWidth - phase / up
      const inside = 1 - (x / (halfWidth + 1)) ** 2
      const sinc = x === 0 ? cutoff : Math.sin(Math.PI * cutoff * x) / (Math.PI * x)
      return inside > 0 ? (sinc * bessel0(beta * Math.sqrt(inside))) / bessel0(beta) : 0
    })
    const sum = taps.reduce((a, b) => a + b, 0)
    return taps.map(tap => tap / sum)
  })
  const filter = { up, down, halfWidth, phases }
  filters.set(rateHz, filter)
  return filter
}

/** Any whole rate above 8 kHz down to the line's: flat to 3.4 kHz, 70 dB down from 4 kHz. Linear phase, no delay. */
export function toLineRate(audio: Float32Array, rateHz: number): Float32Array {
  const line = new LineRate(rateHz)
  return line.push(audio, true)
}

/** `toLineRate` of sound that comes in pieces: what comes out is the same to the bit. */
export class LineRate {
  readonly #filter: Filter
  /** The end of what came, as far back as the next sample looks. */
  #kept: Float32Array = new Float32Array(0)
  /** Where `#kept` begins, in samples that came. */
  #keptAt = 0
  #given = 0

  constructor(rateHz: number) {
    this.#filter = filterFor(rateHz)
  }

  /** Gives what no later sound has a say in; with `last` all of it. */
  push(audio: Float32Array, last = false): Float32Array {
    const { up, down, halfWidth, phases } = this.#filter
    const kept = new Float32Array(this.#kept.length + audio.length)
    kept.set(this.#kept)
    kept.set(audio, this.#kept.length)
    const came = this.#keptAt + kept.length
    const ready = last ? Math.floor((came * up) / down) : Math.floor(((came - 1 - halfWidth) * up) / down) + 1
    const out = new Float32Array(Math.max(0, ready - this.#given))
    for (let i = 0; i < out.length; i++) {
      const n = this.#given + i
      const start = Math.floor((n * down) / up) - halfWidth
      const taps = phases[(n * down) % up]!
      const end = Math.min(taps.length, came - start)
      let sum = 0
      for (let k = Math.max(0, -start); k < end; k++) sum += taps[k]! * kept[start + k - this.#keptAt]!
      out[i] = sum
    }
    this.#given += out.length
    const from = Math.max(this.#keptAt, Math.floor((this.#given * down) / up) - halfWidth)
    this.#kept = kept.subarray(from - this.#keptAt)
    this.#keptAt = from
    return out
  }
}

/** Second-order Butterworth high-pass, in place: below this a telephone carries nothing but would count in the level. */
export const dropRumble = (audio: Float32Array, edgeHz = 150): Float32Array => new RumbleFilter(edgeHz).push(audio)

/** `dropRumble` of sound that comes in pieces. */
export class RumbleFilter {
  readonly #norm: number
  readonly #a1: number
  readonly #a2: number
  #past: readonly [number, number, number, number] = [0, 0, 0, 0]

  constructor(edgeHz = 150) {
    const w = Math.tan((Math.PI * edgeHz) / LINE_HZ)
    this.#norm = 1 / (1 + Math.SQRT2 * w + w * w)
    this.#a1 = 2 * (w * w - 1) * this.#norm
    this.#a2 = (1 - Math.SQRT2 * w + w * w) * this.#norm
  }

  push(audio: Float32Array): Float32Array {
    let [x1, x2, y1, y2] = this.#past
    for (let i = 0; i < audio.length; i++) {
      const x = audio[i]!
      const y = this.#norm * (x - 2 * x1 + x2) - this.#a1 * y1 - this.#a2 * y2
      ;[x2, x1, y2, y1] = [x1, x, y1, y]
      audio[i] = y
    }
    this.#past = [x1, x2, y1, y2]
    return audio
  }
}
