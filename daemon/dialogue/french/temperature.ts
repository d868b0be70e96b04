import { readNumbers } from './numbers.js'
import type { NumberAnswer } from './scale.js'
import { MACHINE_WORDS } from './scale.js'
import { wordsOf } from './words.js'

/** Outside it a reading is a slip of the tongue or of the recogniser. */
const PLAUSIBLE = { least: 34, most: 42 } as const

/** A body temperature: "trente-huit cinq", "38,5", "38 et demi", "quarante de fièvre". The last one told is the value. */
export function readTemperature(text: string): NumberAnswer | undefined {
  const words = wordsOf(text)
  if (MACHINE_WORDS.test(words.join(' '))) return undefined
  const numbers = readNumbers(words)
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
      /^(?:degres?)?(?: ?et)?$/.test(gap ?? '-') &&
      !/^(?:jours?|heures?|fois)$/.test(words[next.to] ?? '')
        ? next.value / 10
        : 0
    read.push(Math.round((number.value + tenths) * 10) / 10)
  })
  const value = read.at(-1)
  return value === undefined
    ? undefined
    : { value, earlier: read.slice(0, -1).filter(one => one !== value), mentioned: read }
}
