import type { Expected, Language, Scored } from '../../domain/expected.js'
import {
  BEFORE_SCORE,
  FILLERS,
  INSTEAD,
  NEVER_TO_A_SCALE,
  NO_WORDS,
  NOTHING_AT_ALL,
  NUMBER_WORDS,
  OUT_OF,
  RANGES,
  TEMPERATURE_JOINTS,
  TEMPERATURE_WORDS,
  YES_WORDS,
} from './words.js'

/** One way to say one answer; `value` undefined: said instead of an answer. With "…" at its end the patient may go on. */
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
  return NUMBER_WORDS[language].flatMap((words, value) => {
    if (value < min || value > max) return []
    const bare = [...words, `${value}`]
    const forms = max === 10 ? scores(language, value, bare, min) : bare
    return formsOf(value, forms)
  })
}

/** A score out of ten: bare, with its scale (then the patient may go on), led in, or as the higher end of a range. */
function scores(language: Language, value: number, bare: readonly string[], min: number): string[] {
  const [scaleWords, scaleDigits] = OUT_OF[language]
  const scaled = bare.map((word, i) => `${word} ${i < bare.length - 1 ? scaleWords : scaleDigits}`)
  const led = BEFORE_SCORE[language].flatMap(lead => [...bare, ...scaled].map(words => `${lead} ${words}`))
  const below = value > min ? [NUMBER_WORDS[language][value - 1]![0]!, `${value - 1}`] : []
  const ranges = below.flatMap((lower, i) => {
    const upper = i === 0 ? bare[0]! : `${value}`
    return RANGES[language].map(range => range(lower, upper))
  })
  // "Un, presque rien", "huit sur dix, j'ai très mal": whatever goes on behind the score is its own.
  const opening = [...bare.map(word => `${word},…`), ...scaled.map(words => `${words}…`)]
  return [...bare, ...scaled, ...opening, ...led, ...ranges]
}

/** Only the question says whether such words are a 0; else they compete with the numbers. */
const nothingAtAll = (language: Language, zero: readonly string[]): Candidate[] =>
  NOTHING_AT_ALL[language].flatMap(words => formsOf(zero.includes(words) ? 0 : undefined, [words]))

/** 35.0 to 41.9 °C by tenths, as said in Belgium: "38,5", "trente-huit cinq" (which Whisper writes "385"), "achtendertig en half". */
function temperatures(language: Language): Candidate[] {
  const found: Candidate[] = []
  const said = TEMPERATURE_JOINTS[language]
  for (let degrees = 35; degrees <= 41; degrees++) {
    const words = TEMPERATURE_WORDS[language][degrees]
    found.push(...formsOf(degrees, [`${degrees}`, `${degrees} ${said.degrees}`, ...(words ? [words] : [])]))
    for (let tenths = 1; tenths <= 9; tenths++) {
      const tenthsWord = NUMBER_WORDS[language][tenths]?.[0] ?? `${tenths}`
      const spoken = words ? [`${words} ${tenthsWord}`, `${words} ${said.point} ${tenthsWord}`] : []
      const half = words && tenths === 5 ? [`${words} ${said.half}`, `${degrees} ${said.half}`] : []
      const digits = [',', '.', ' ', '-', ''].map(mark => `${degrees}${mark}${tenths}`)
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
  const yesNoInstead = formsOf(undefined, [...YES_WORDS[language], ...NO_WORDS[language]])
  const fillers = formsOf(undefined, FILLERS[language])
  const numbersInstead = numbers(language, 0, 10).map(({ text }) => ({ value: undefined, text }))
  switch (expected.kind) {
    case 'number':
      if (expected.max > LARGEST_NUMBER) return []
      return [
        ...numbers(language, expected.min, expected.max),
        ...nothingAtAll(language, expected.zero ?? []),
        ...instead,
        ...fillers,
        ...yesNoInstead.filter(({ text }) => !NEVER_TO_A_SCALE[language].includes(text.trim().toLowerCase())),
      ]
    case 'yes-no':
      return [
        ...formsOf(true, YES_WORDS[language]),
        ...formsOf(false, NO_WORDS[language]),
        ...instead,
        ...numbersInstead,
      ]
    case 'temperature':
      return [...temperatures(language), ...instead, ...fillers, ...yesNoInstead]
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

/**
 * The candidates of one word as they read when the answer is heard twice over: "huit, huit", "8 8". Longer ones are not heard so.
 */
export function saidTwiceOf(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.flatMap(({ value, text }) => {
    const word = text.trim()
    if (!/^[\p{Ll}\d]+$/u.test(word)) return []
    return [`${text}, ${word}`, `${text} ${word}`].map(twice => ({ value, text: twice }))
  })
}
