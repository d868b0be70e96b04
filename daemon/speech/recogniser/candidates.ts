import type { Expected, Language, Scored } from '../../domain/expected.js'
import { BEFORE_SCORE, INSTEAD, NO_WORDS, NUMBER_WORDS, OUT_OF, TEMPERATURE_WORDS, YES_WORDS } from './words.js'

/** One way to say one answer; `value` undefined: said instead of an answer. */
export interface Candidate {
  readonly value: Scored['value'] | undefined
  /** With the blank that begins a word in Whisper's vocabulary. */
  readonly text: string
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** Whisper begins a sentence with a capital, and goes on after a carrier without. */
function formsOf(value: Candidate['value'], words: readonly string[]): Candidate[] {
  return words.flatMap(text => [...new Set([text, capital(text)])].map(form => ({ value, text: ` ${form}` })))
}

/** Past this the tree holds too many near neighbours: the greedy text is read instead. */
const LARGEST_NUMBER = 20

function numbers(language: Language, min: number, max: number): Candidate[] {
  const [wordsOutOf, digitsOutOf] = OUT_OF[language]
  return NUMBER_WORDS[language].flatMap((words, value) => {
    if (value < min || value > max) return []
    const spoken = words.flatMap(word => (max === 10 ? [word, `${word} ${wordsOutOf}`] : [word]))
    const digits = max === 10 ? [`${value}`, `${value} ${digitsOutOf}`] : [`${value}`]
    const bare = [...words, `${value}`]
    const led = max === 10 ? BEFORE_SCORE[language].flatMap(lead => bare.map(word => `${lead} ${word}`)) : []
    return formsOf(value, [...spoken, ...digits, ...led])
  })
}

/** 35.0 to 41.9 °C by tenths, as said in Belgium: "38,5", "trente-huit cinq", "trente-huit et demi". */
function temperatures(language: Language): Candidate[] {
  const found: Candidate[] = []
  for (let degrees = 35; degrees <= 41; degrees++) {
    const words = TEMPERATURE_WORDS[language][degrees]
    found.push(...formsOf(degrees, [`${degrees}`, `${degrees} degrés`, ...(words ? [words] : [])]))
    for (let tenths = 1; tenths <= 9; tenths++) {
      const tenthsWord = NUMBER_WORDS[language][tenths]?.[0] ?? `${tenths}`
      const spoken = words ? [`${words} ${tenthsWord}`, `${words} virgule ${tenthsWord}`] : []
      const half = words && tenths === 5 ? [`${words} et demi`, `${degrees} et demi`] : []
      const digits = [`${degrees},${tenths}`, `${degrees}.${tenths}`, `${degrees} ${tenths}`, `${degrees}-${tenths}`]
      found.push(...formsOf(degrees + tenths / 10, [...digits, ...spoken, ...half]))
    }
  }
  return found
}

/**
 * Everything a closed question may be answered with, and what may be said instead. Empty: nothing to score, the transcript is
 * all there is (free speech, dates, large numbers).
 */
export function candidatesOf(expected: Expected, language: Language): readonly Candidate[] {
  const instead = formsOf(undefined, INSTEAD[language])
  const yesNoInstead = formsOf(undefined, [YES_WORDS[language][0]!, NO_WORDS[language][0]!])
  switch (expected.kind) {
    case 'number':
      if (expected.max > LARGEST_NUMBER) return []
      return [...numbers(language, expected.min, expected.max), ...instead, ...yesNoInstead]
    case 'yes-no':
      return [...formsOf(true, YES_WORDS[language]), ...formsOf(false, NO_WORDS[language]), ...instead]
    case 'temperature':
      return [...temperatures(language), ...instead, ...yesNoInstead]
    case 'choice':
      return [
        ...expected.options.flatMap(option => formsOf(option.code, option.words)),
        ...instead,
        ...yesNoInstead,
      ].filter((candidate, index, all) => all.findIndex(({ text }) => text === candidate.text) === index)
    case 'date':
    case 'free':
      return []
  }
}
