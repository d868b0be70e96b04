import type { NumberAnswer } from '../interpreter.js'
import type { ScaleGrammar } from './scale.js'

/** How a language tells a temperature; every pattern sees folded words. */
export interface TemperatureGrammar extends Pick<ScaleGrammar, 'wordsOf' | 'readNumbers' | 'machine' | 'counted'> {
  /** All that stands between degrees and tenths ("38 degrees 5"). */
  readonly beforeTenths: RegExp
}

/** Outside it a reading is a slip of the tongue or of the recogniser. */
const PLAUSIBLE = { least: 34, most: 42 } as const

/** A body temperature: "trente-huit cinq", "38,5", "38 et demi", "quarante de fièvre". The last one told is the value. */
export function readTemperatureWith(grammar: TemperatureGrammar, text: string): NumberAnswer | undefined {
  const words = grammar.wordsOf(text)
  if (grammar.machine.test(words.join(' '))) return undefined
  const numbers = grammar.readNumbers(words)
  const read: number[] = []
  numbers.forEach((number, at) => {
    const next = numbers[at + 1]
    if (number.value < PLAUSIBLE.least || number.value > PLAUSIBLE.most) return
    const gap = next ? words.slice(number.to, next.from).join(' ') : undefined
    const tenths =
      Number.isInteger(number.value) &&
      next &&
      Number.isInteger(next.value) &&
      next.value < 10 &&
      next.value >= 0 &&
      grammar.beforeTenths.test(gap ?? '-') &&
      !grammar.counted.test(words[next.to] ?? '')
        ? next.value / 10
        : 0
    read.push(Math.round((number.value + tenths) * 10) / 10)
  })
  const value = read.at(-1)
  return value === undefined
    ? undefined
    : { value, earlier: read.slice(0, -1).filter(one => one !== value), mentioned: read }
}
