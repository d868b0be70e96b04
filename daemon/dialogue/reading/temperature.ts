import type { ReadNumbers } from './numbers.js'
import type { NumberAnswer } from './scale.js'
import type { Words } from './words.js'

export interface TemperatureWords {
  readonly machine: RegExp
  /** All that stands between degrees and tenths ("38 degrees 5"). */
  readonly beforeTenths: RegExp
  /** A number before it counts something else. */
  readonly counted: RegExp
}

/** Outside it a reading is a slip of the tongue or of the recogniser. */
const PLAUSIBLE = { least: 34, most: 42 } as const

/** A body temperature in °C; Fahrenheit only where it is named, and turned into °C. The last one told is the value. */
export const temperatureBy =
  (language: TemperatureWords, words: Words, readNumbers: ReadNumbers) =>
  (text: string): NumberAnswer | undefined => {
    const told = words.wordsOf(text)
    const folded = told.join(' ')
    if (language.machine.test(folded)) return undefined
    const numbers = readNumbers(told)
    const fahrenheit = /\bfahrenheit\b|\d f\b/.test(folded)
    const read: number[] = []
    numbers.forEach((number, at) => {
      const next = numbers[at + 1]
      const gap = next ? told.slice(number.to, next.from).join(' ') : undefined
      const isTenth = next && Number.isInteger(next.value) && next.value >= 0 && next.value < 10
      const joined = language.beforeTenths.test(gap ?? '-') && !language.counted.test(told[next?.to ?? 0] ?? '')
      const tenths = Number.isInteger(number.value) && isTenth && joined ? next.value / 10 : 0
      const value = fahrenheit ? ((number.value + tenths - 32) * 5) / 9 : number.value + tenths
      if (value >= PLAUSIBLE.least && value < PLAUSIBLE.most + 1) read.push(Math.round(value * 10) / 10)
    })
    const value = read.at(-1)
    return value === undefined
      ? undefined
      : { value, earlier: read.slice(0, -1).filter(one => one !== value), mentioned: read }
  }
