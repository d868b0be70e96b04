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
  const { up, down, halfWidth, phases } = filterFor(rateHz)
  const out = new Float32Array(Math.floor((audio.length * up) / down))
  for (let n = 0; n < out.length; n++) {
    const centre = Math.floor((n * down) / up)
    const taps = phases[(n * down) % up]!
    const first = Math.max(0, halfWidth - centre)
    const end = Math.min(taps.length, audio.length - centre + halfWidth)
    let sum = 0
    for (let i = first; i < end; i++) sum += taps[i]! * audio[centre + i - halfWidth]!
    out[n] = sum
  }
  return out
}

/** Second-order Butterworth high-pass, in place: below this a telephone carries nothing but would count in the level. */
export function dropRumble(audio: Float32Array, edgeHz = 150): Float32Array {
  const w = Math.tan((Math.PI * edgeHz) / LINE_HZ)
  const norm = 1 / (1 + Math.SQRT2 * w + w * w)
  const a1 = 2 * (w * w - 1) * norm
  const a2 = (1 - Math.SQRT2 * w + w * w) * norm
  let [x1, x2, y1, y2] = [0, 0, 0, 0]
  for (let i = 0; i < audio.length; i++) {
    const x = audio[i]!
    const y = norm * (x - 2 * x1 + x2) - a1 * y1 - a2 * y2
    ;[x2, x1, y2, y1] = [x1, x, y1, y]
    audio[i] = y
  }
  return audio
}
