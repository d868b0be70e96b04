import type { Expected, Hearing } from '../../domain/expected.js'
import type { AnswerValue } from '../../domain/outcome.js'
import { readChoice } from '../choice.js'
import type { ItemWords, Meaning } from '../tongue.js'
import type { NumberAnswer, ReadScale } from './scale.js'
import type { Words } from './words.js'
import type { ReadYesNo } from './yesno.js'

/** How one language reads the values of closed questions. */
export interface Readers {
  readonly words: Words
  readonly readScale: ReadScale
  readonly readYesNo: ReadYesNo
  readonly readTemperature: (text: string) => NumberAnswer | undefined
  /** Kilos gained, where the language reads them. */
  readonly readKilos?: ((text: string) => number | undefined) | undefined
  readonly isPolite: (text: string) => boolean
  readonly saysNotKnown: (text: string) => boolean
  /** What a short utterance sounds like when a number, or a yes or no, was asked for. */
  readonly slippedNumber: (folded: string) => number | undefined
  readonly slippedYesNo: (folded: string) => boolean | undefined
  /** What the end of a longer, hesitating utterance sounds like when a number was asked for. */
  readonly slippedLast?: ((folded: string) => number | undefined) | undefined
  /** Written out as one plain word: the recogniser had nothing else in mind. */
  readonly plainWord: RegExp
  /** An amount of something else ("un peu de sang"), which is no degree of what was asked; global. */
  readonly amountOf?: RegExp | undefined
}

/** A closed score stands in for the text only when the utterance is this short: longer speech is not one number or word. */
const SHORT_WORDS = 4
/** Below this the transcript itself is a guess (mean token probability; French corpus: right answers lie above 0.45). */
const FAINT = 0.3
/** Below this its words do not even tell how much was said: "six" in babble becomes a sentence. */
const NO_TRANSCRIPT = 0.25
/** An unclear transcript of a few words more may be a score and its tail ("rui sur 10 je tramage"): good for a guess. */
const UNCLEAR = 0.5
const UNCLEAR_WORDS = 7
/** A slip counts as heard where the scores say so this clearly: "visse" is "six" as often as "dix". */
const SLIP_MARGIN = 1
/** Best candidate this far ahead: a guess, never taken unasked. French corpus (figures in docs/quality.md): two in three are right from here on. */
const GUESS_MARGIN = 0.4

/**
 * The value of a closed question: words that say it win when the scored candidates do not contradict; else a sure score;
 * else a slip of the recogniser on a short utterance. Undefined when nothing may be taken as an answer.
 */
export const interpretBy =
  (readers: Readers) =>
  (hearing: Hearing, expected: Expected, item: ItemWords = {}): Meaning | undefined => {
    if (hearing.noSpeech > 0.9 && hearing.confidence < FAINT) return undefined
    const folded = readers.words.plain(hearing.text)
    const words = folded.split(' ').length
    const isShort = words <= SHORT_WORDS
    const isUnclear = hearing.confidence < (words <= UNCLEAR_WORDS ? UNCLEAR : NO_TRANSCRIPT)
    const best = closedBest(hearing, expected)
    const read = readText(readers, hearing.text, expected, item)
    if (read) {
      const agrees = best === undefined || read.mentioned.includes(best)
      if (!agrees && hearing.sure && isShort) return { value: best, earlier: [], doubtful: true }
      const faint = hearing.confidence < FAINT
      // A sure score that says the same outweighs a faint transcript: a single word's is always faint (bench/understanding.ts).
      const doubtful = agrees ? faint && hearing.sure !== true : faint || (isShort && !readers.plainWord.test(folded))
      return { value: read.value, earlier: read.earlier, doubtful }
    }
    const nothing = hearing.text !== '' && readers.isPolite(hearing.text)
    if (nothing || readers.saysNotKnown(hearing.text)) return undefined
    const last = isShort ? undefined : readLast(readers, folded, expected)
    if (last !== undefined) return { value: last, earlier: [], doubtful: true, guess: true }
    if (!(isShort || isUnclear)) return undefined
    if (best !== undefined && hearing.sure && isShort) return { value: best, earlier: [], doubtful: false }
    const slip = readSlip(readers, folded, expected)
    if (slip !== undefined && isShort)
      return { value: slip, earlier: [], doubtful: best !== slip || (hearing.margin ?? 0) < SLIP_MARGIN }
    return best !== undefined && ((hearing.margin ?? 0) >= GUESS_MARGIN || slip === best)
      ? { value: best, earlier: [], doubtful: true, guess: true }
      : undefined
  }

function closedBest(hearing: Hearing, expected: Expected): AnswerValue | undefined {
  const value = hearing.scored?.[0]?.value
  const fits =
    (expected.kind === 'yes-no' && typeof value === 'boolean') ||
    (expected.kind === 'choice' && typeof value === 'string') ||
    ((expected.kind === 'number' || expected.kind === 'temperature') && typeof value === 'number')
  return fits ? value : undefined
}

interface Read {
  readonly value: AnswerValue
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
      const kilos = words.kilosFrom === undefined ? undefined : readers.readKilos?.(text)
      const heavy = kilos === undefined ? undefined : kilos >= (words.kilosFrom ?? Number.POSITIVE_INFINITY)
      const said = hot ? true : (heavy ?? readers.readYesNo(text, words) ?? (degrees ? false : undefined))
      return said === undefined ? undefined : { value: said, earlier: [], mentioned: [said] }
    }
    case 'choice': {
      const { amountOf } = readers
      const folded = readers.words.plain(text)
      const told = amountOf === undefined ? folded : folded.replace(amountOf, '… ')
      const code = readChoice(told, words.options ?? {}, readers.words.negatedBefore)
      return code === undefined ? undefined : { value: code, earlier: [], mentioned: [code] }
    }
    case 'date':
    case 'free':
      return undefined
  }
}

function readSlip(readers: Readers, folded: string, expected: Expected): number | boolean | undefined {
  if (expected.kind === 'yes-no') return readers.slippedYesNo(folded)
  return expected.kind === 'number' ? within(expected, readers.slippedNumber(folded)) : undefined
}

const readLast = (readers: Readers, folded: string, expected: Expected): number | undefined =>
  expected.kind === 'number' ? within(expected, readers.slippedLast?.(folded)) : undefined

const within = ({ min, max }: { min: number; max: number }, value: number | undefined): number | undefined =>
  value !== undefined && value >= min && value <= max ? value : undefined
