import type { Expected, Hearing } from '../../domain/expected.js'
import type { AnswerValue } from '../../domain/outcome.js'
import type { NumberAnswer, ReadScale } from '../reading/scale.js'
import type { Words } from '../reading/words.js'
import type { ReadYesNo } from '../reading/yesno.js'
import type { ItemWords, Meaning } from '../tongue.js'

export interface Readers {
  readonly words: Words
  readonly readScale: ReadScale
  readonly readYesNo: ReadYesNo
  readonly readTemperature: (text: string) => NumberAnswer | undefined
  readonly isPolite: (text: string) => boolean
  readonly saysNotKnown: (text: string) => boolean
  /** What a short utterance sounds like when a number, or a yes or no, was asked for. */
  readonly slippedNumber: (folded: string) => number | undefined
  readonly slippedYesNo: (folded: string) => boolean | undefined
  /** Written out as one plain word: the recogniser had nothing else in mind. */
  readonly plainWord: RegExp
}

/** Longer speech is not one number or word, whatever a closed score says. */
const SHORT_WORDS = 4
/** Below it the transcript itself is a guess; measured on the French corpus, no other being at hand. */
const FAINT = 0.3
const GUESS_MARGIN = 1.2

/** The value of a closed question: words first where the scored candidates do not contradict, then a sure score, then a slip. */
export const interpretBy =
  (readers: Readers) =>
  (hearing: Hearing, expected: Expected, words: ItemWords = {}): Meaning | undefined => {
    if (hearing.noSpeech > 0.9 && hearing.confidence < FAINT) return undefined
    const folded = readers.words.plain(hearing.text)
    const isShort = folded.split(' ').length <= SHORT_WORDS
    const best = closedBest(hearing, expected)
    const read = readText(readers, hearing.text, expected, words)
    if (read) {
      const agrees = best === undefined || read.mentioned.includes(best)
      if (!agrees && hearing.sure && isShort) return { value: best, earlier: [], doubtful: true }
      const faint = hearing.confidence < FAINT
      const doubtful = agrees ? faint && hearing.sure !== true : faint || (isShort && !readers.plainWord.test(folded))
      return { value: read.value, earlier: read.earlier, doubtful }
    }
    const nothing = hearing.text !== '' && readers.isPolite(hearing.text)
    if (!isShort || nothing || readers.saysNotKnown(hearing.text)) return undefined
    if (best !== undefined && hearing.sure) return { value: best, earlier: [], doubtful: false }
    const slip = readSlip(readers, folded, expected)
    if (slip !== undefined) return { value: slip, earlier: [], doubtful: best !== slip }
    return best !== undefined && (hearing.margin ?? 0) >= GUESS_MARGIN
      ? { value: best, earlier: [], doubtful: true, guess: true }
      : undefined
  }

function closedBest(hearing: Hearing, expected: Expected): number | boolean | undefined {
  const value = hearing.scored?.[0]?.value
  const fits =
    (expected.kind === 'yes-no' && typeof value === 'boolean') ||
    ((expected.kind === 'number' || expected.kind === 'temperature') && typeof value === 'number')
  return fits ? value : undefined
}

interface Read {
  readonly value: number | boolean
  readonly earlier: readonly number[]
  readonly mentioned: readonly AnswerValue[]
}

function readText(readers: Readers, text: string, expected: Expected, words: ItemWords): Read | undefined {
  switch (expected.kind) {
    case 'number':
      return readers.readScale(text, expected.min, expected.max, words.zero)
    case 'temperature':
      return readers.readTemperature(text)
    case 'yes-no': {
      const degrees = words.temperatureFrom === undefined ? undefined : readers.readTemperature(text)
      const hot = degrees && degrees.value >= (words.temperatureFrom ?? Number.POSITIVE_INFINITY)
      const said = hot ? true : (readers.readYesNo(text, words) ?? (degrees ? false : undefined))
      return said === undefined ? undefined : { value: said, earlier: [], mentioned: [said] }
    }
    case 'date':
    case 'choice':
    case 'free':
      return undefined
  }
}

function readSlip(readers: Readers, folded: string, expected: Expected): number | boolean | undefined {
  if (expected.kind === 'yes-no') return readers.slippedYesNo(folded)
  if (expected.kind !== 'number') return undefined
  const value = readers.slippedNumber(folded)
  return value !== undefined && value >= expected.min && value <= expected.max ? value : undefined
}
