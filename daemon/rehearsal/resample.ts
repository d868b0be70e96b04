import { LINE_HZ } from '../domain/units.js'
import type { Sound } from './wav.js'

/** Zero crossings of the sinc on each side: −80 dB stopband with the window below. */
const CROSSINGS = 32
/** Kaiser window shape for about 80 dB (Oppenheim and Schafer, Discrete-Time Signal Processing, section 7.5.3). */
const BETA = 8
/** Passband edge as a part of the line's half rate: 3.7 kHz, above the telephone's 3.4 kHz. */
const EDGE = 0.925

/**
 * Any rate to the line's 8 kHz, 16 bits, by a windowed sinc. A sound already at 8 kHz keeps its samples bit for bit.
 * Quadratic cost is no concern: clips are seconds long and read once.
 */
export function toLineRate(sound: Sound): Int16Array {
  const ratio = sound.rateHz / LINE_HZ
  if (ratio === 1) return Int16Array.from(sound.values, toSample)
  const cutoff = EDGE / ratio
  const reach = CROSSINGS / cutoff
  const output = new Int16Array(Math.round(sound.values.length / ratio))
  for (let i = 0; i < output.length; i++) output[i] = toSample(valueAt(sound.values, i * ratio, cutoff, reach))
  return output
}

function valueAt(values: Float32Array, centre: number, cutoff: number, reach: number): number {
  const first = Math.max(0, Math.ceil(centre - reach))
  const last = Math.min(values.length - 1, Math.floor(centre + reach))
  let sum = 0
  for (let j = first; j <= last; j++) {
    const distance = j - centre
    sum += values[j]! * cutoff * sinc(cutoff * distance) * kaiser(distance / reach)
  }
  return sum
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

/** The window by its distance from the centre, 0…1; a table because the series costs fifteen terms a tap. */
const TABLE = 8192
const WINDOW = Float64Array.from({ length: TABLE + 1 }, (_, i) => {
  const x = i / TABLE
  return bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA)
})
const kaiser = (x: number): number => WINDOW[Math.round(Math.abs(x) * TABLE)] ?? 0

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel(x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; term > 1e-9 * sum; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

const toSample = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768)))
