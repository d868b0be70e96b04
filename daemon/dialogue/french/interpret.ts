import type { Expected, Hearing } from '../../domain/expected.js'
import type { AnswerValue } from '../../domain/outcome.js'
import type { ItemWords, Meaning } from '../tongue.js'
import { isPolite, saysNotKnown } from './answers.js'
import { readScale } from './scale.js'
import { slippedNumber, slippedYesNo } from './slips.js'
import { readTemperature } from './temperature.js'
import { readKilos } from './weight.js'
import { plain } from './words.js'
import { readYesNo } from './yesno.js'

/** A closed score stands in for the text only when the utterance is this short: longer speech is not one number. */
const SHORT_WORDS = 4
/** Below this the transcript itself is a guess (mean token probability; corpus: right answers lie above 0.45). */
const FAINT = 0.3

/** Best candidate this far ahead: worth asking once more. Corpus: 1–2.5 is right four times in five, above 2.5 it is sure. */
const GUESS_MARGIN = 1.2

type Read = {
  readonly value: number | boolean
  readonly earlier: readonly number[]
  readonly mentioned: readonly AnswerValue[]
}

/**
 * The value of a closed question: words that say it win when the scored candidates do not contradict; else a sure score;
 * else a slip of the recogniser on a short utterance. Undefined when nothing may be taken as an answer.
 */
export function interpret(hearing: Hearing, expected: Expected, words: ItemWords = {}): Meaning | undefined {
  if (hearing.noSpeech > 0.9 && hearing.confidence < FAINT) return undefined
  const best = closedBest(hearing, expected)
  const read = readText(hearing.text, expected, words)
  if (read) {
    const agrees = best === undefined || read.mentioned.includes(best)
    if (agrees || !hearing.sure || !isShort(hearing.text))
      return {
        value: read.value,
        earlier: read.earlier,
        doubtful: agrees
          ? isFaint(hearing)
          : hearing.confidence < FAINT || (isShort(hearing.text) && !isPlainWord(hearing.text)),
      }
    return { value: best, earlier: [], doubtful: true }
  }
  if (!isShort(hearing.text) || (hearing.text !== '' && isPolite(hearing.text)) || saysNotKnown(hearing.text))
    return undefined
  const slip = readSlip(hearing.text, expected)
  if (best !== undefined && hearing.sure) return { value: best, earlier: [], doubtful: false }
  if (slip === undefined && best !== undefined && (hearing.margin ?? 0) >= GUESS_MARGIN)
    return { value: best, earlier: [], doubtful: true, guess: true }
  if (slip === undefined) return undefined
  return { value: slip, earlier: [], doubtful: best !== slip }
}

/** A sure score that says the same outweighs a faint transcript: a single word's is always faint (bench/understanding.ts). */
const isFaint = (hearing: Hearing): boolean => hearing.confidence < FAINT && hearing.sure !== true

const isShort = (text: string): boolean => plain(text).split(' ').length <= SHORT_WORDS

/** Written out as one plain word: the recogniser had nothing else in mind. */
const isPlainWord = (text: string): boolean => /^(?:oui|non|\d+)$/.test(plain(text))

function closedBest(hearing: Hearing, expected: Expected): number | boolean | undefined {
  const value = hearing.scored?.[0]?.value
  const fits =
    (expected.kind === 'yes-no' && typeof value === 'boolean') ||
    ((expected.kind === 'number' || expected.kind === 'temperature') && typeof value === 'number')
  return fits ? value : undefined
}

function readText(text: string, expected: Expected, words: ItemWords): Read | undefined {
  switch (expected.kind) {
    case 'number':
      return readScale(text, expected.min, expected.max, words.zero)
    case 'temperature':
      return readTemperature(text)
    case 'yes-no': {
      const degrees = words.temperatureFrom === undefined ? undefined : readTemperature(text)
      const hot = degrees && degrees.value >= (words.temperatureFrom ?? Number.POSITIVE_INFINITY)
      const kilos = words.kilosFrom === undefined ? undefined : readKilos(text)
      const heavy = kilos === undefined ? undefined : kilos >= (words.kilosFrom ?? Number.POSITIVE_INFINITY)
      const said = hot ? true : (heavy ?? readYesNo(text, words) ?? (degrees ? false : undefined))
      return said === undefined ? undefined : { value: said, earlier: [], mentioned: [said] }
    }
    case 'date':
    case 'choice':
    case 'free':
      return undefined
  }
}

function readSlip(text: string, expected: Expected): number | boolean | undefined {
  if (expected.kind === 'number') return slippedNumber(text, expected.min, expected.max)
  return expected.kind === 'yes-no' ? slippedYesNo(text) : undefined
}
