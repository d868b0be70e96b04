import { readNumbers } from './numbers.js'
import { wordsOf } from './words.js'

const KILO = /^(?:kilos?|kg|kilogrammes?)$/
const GRAM = /^(?:grammes?|g|gr)$/
const LOST = /\b(?:perdu|perds|maigri|en moins|de moins|fondu|descendue?)\b/
const GAINED = /\b(?:pris|prends|prise|grossi|de plus|en plus|augmente|gagne|plus lourde?|monte)\b/

/**
 * How many kilos were gained (lost: negative) in what was said: "deux kilos", "un kilo et demi", "cinq cents grammes",
 * "de septante à septante-deux kilos". Undefined for a weight itself ("je pèse septante kilos") and where no weight is told.
 */
export function readKilos(text: string): number | undefined {
  const words = wordsOf(text)
  const told = words.join(' ')
  const weights = weightsIn(words)
  const [first, second] = weights
  if (first === undefined) return undefined
  if (second !== undefined && first.kilos >= LEAST_BODY && second.kilos >= LEAST_BODY)
    return rounded(second.kilos - first.kilos)
  const change = Math.max(...weights.map(weight => weight.kilos))
  if (change >= LEAST_BODY) return undefined
  if (/\b(?:pas|rien) (?:pris|grossi)\b/.test(told)) return undefined
  return LOST.test(told) && !GAINED.test(told) ? -change : change
}

/** Lighter than this is a change, heavier a body. */
const LEAST_BODY = 30
const rounded = (kilos: number): number => Math.round(kilos * 10) / 10

function weightsIn(words: readonly string[]): readonly { readonly kilos: number }[] {
  const numbers = readNumbers(words)
  const found: { kilos: number }[] = []
  words.forEach((word, at) => {
    const before = numbers.find(number => number.to === at)
    const amount = before?.value ?? (/^une?$/.test(words[at - 1] ?? '') ? 1 : undefined)
    if (GRAM.test(word) && amount !== undefined) found.push({ kilos: amount / 1000 })
    if (/^(?:demi|demie)$/.test(word) && KILO.test(words[at + 1] ?? '')) found.push({ kilos: 0.5 })
    if (!KILO.test(word) || amount === undefined) return
    const behind = numbers.find(number => number.from === at + 1)
    const half = words[at + 1] === 'et' && /^demie?$/.test(words[at + 2] ?? '') ? 0.5 : 0
    const tenths = behind && behind.value < 10 && !KILO.test(words[behind.to] ?? '') ? behind.value / 10 : 0
    const from = numbers.find(
      number => number !== before && number.to <= (before?.from ?? at) && number.value >= LEAST_BODY,
    )
    if (from && amount >= LEAST_BODY && /^(?:a|et)$/.test(words.slice(from.to, before?.from).join(' ')))
      found.push({ kilos: from.value })
    found.push({ kilos: rounded(amount + half + tenths) })
  })
  return found
}
