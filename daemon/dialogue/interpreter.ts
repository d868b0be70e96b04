import type { Expected, Hearing } from '../domain/expected.js'
import type { AnswerValue } from '../domain/outcome.js'
import { readChoice } from './choice.js'
import type { NumberAnswer } from './reading/scale.js'
import type { ItemWords, Meaning } from './tongue.js'

/** How one language reads the values of closed questions. */
export interface Readers {
  readonly plain: (text: string) => string
  readonly readScale: (text: string, min: number, max: number, zero?: readonly string[]) => NumberAnswer | undefined
  readonly readTemperature: (text: string) => NumberAnswer | undefined
  /** Whether a negation stands shortly before the end of folded words. */
  readonly negatedBefore: (before: string) => boolean
  readonly readYesNo: (text: string, words?: ItemWords) => boolean | undefined
  /** Kilos gained, where the language reads them. */
  readonly readKilos?: (text: string) => number | undefined
  readonly isPolite: (text: string) => boolean
  readonly saysNotKnown: (text: string) => boolean
  /** What a short utterance sounds like when a number, or yes or no, was asked for. */
  readonly slippedNumber: (text: string, min: number, max: number) => number | undefined
  readonly slippedYesNo: (text: string) => boolean | undefined
  /** Written out as one plain word: the recogniser had nothing else in mind. */
  readonly plainWord: RegExp
}

/** A closed score stands in for the text only when the utterance is this short: longer speech is not one number. */
const SHORT_WORDS = 4
/** Below this the transcript itself is a guess (mean token probability; corpus: right answers lie above 0.45). */
const FAINT = 0.3

/** Best candidate this far ahead: worth asking once more. Corpus: 1–2.5 is right four times in five, above 2.5 it is sure. */
const GUESS_MARGIN = 1.2

type Read = {
  readonly value: AnswerValue
  readonly earlier: readonly number[]
  readonly mentioned: readonly AnswerValue[]
}

/**
 * The value of a closed question: words that say it win when the scored candidates do not contradict; else a sure score;
 * else a slip of the recogniser on a short utterance. Undefined when nothing may be taken as an answer.
 */
export function interpretWith(
  readers: Readers,
  hearing: Hearing,
  expected: Expected,
  words: ItemWords = {},
): Meaning | undefined {
  const isShort = (text: string): boolean => readers.plain(text).split(' ').length <= SHORT_WORDS
  if (hearing.noSpeech > 0.9 && hearing.confidence < FAINT) return undefined
  const best = closedBest(hearing, expected)
  const read = readText(readers, hearing.text, expected, words)
  if (read) {
    const agrees = best === undefined || read.mentioned.includes(best)
    if (agrees || !hearing.sure || !isShort(hearing.text))
      return {
        value: read.value,
        earlier: read.earlier,
        doubtful: agrees
          ? isFaint(hearing)
          : hearing.confidence < FAINT ||
            (isShort(hearing.text) && !readers.plainWord.test(readers.plain(hearing.text))),
      }
    return { value: best, earlier: [], doubtful: true }
  }
  const polite = hearing.text !== '' && readers.isPolite(hearing.text)
  if (!isShort(hearing.text) || polite || readers.saysNotKnown(hearing.text)) return undefined
  const slip = readSlip(readers, hearing.text, expected)
  if (best !== undefined && hearing.sure) return { value: best, earlier: [], doubtful: false }
  if (slip === undefined && best !== undefined && (hearing.margin ?? 0) >= GUESS_MARGIN)
    return { value: best, earlier: [], doubtful: true, guess: true }
  if (slip === undefined) return undefined
  return { value: slip, earlier: [], doubtful: best !== slip }
}

/** A sure score that says the same outweighs a faint transcript: a single word's is always faint (bench/understanding.ts). */
const isFaint = (hearing: Hearing): boolean => hearing.confidence < FAINT && hearing.sure !== true

function closedBest(hearing: Hearing, expected: Expected): AnswerValue | undefined {
  const value = hearing.scored?.[0]?.value
  const fits =
    (expected.kind === 'yes-no' && typeof value === 'boolean') ||
    (expected.kind === 'choice' && typeof value === 'string') ||
    ((expected.kind === 'number' || expected.kind === 'temperature') && typeof value === 'number')
  return fits ? value : undefined
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
      const code = readChoice(readers.plain(text), words.options ?? {}, readers.negatedBefore)
      return code === undefined ? undefined : { value: code, earlier: [], mentioned: [code] }
    }
    case 'date':
    case 'free':
      return undefined
  }
}

function readSlip(readers: Readers, text: string, expected: Expected): number | boolean | undefined {
  if (expected.kind === 'number') return readers.slippedNumber(text, expected.min, expected.max)
  return expected.kind === 'yes-no' ? readers.slippedYesNo(text) : undefined
}
