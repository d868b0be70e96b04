import type { Expected, Hearing } from '../../domain/expected.js'
import { interpretWith, type Readers } from '../interpreter.js'
import type { ItemWords, Meaning } from '../tongue.js'
import { isPolite, saysNotKnown } from './answers.js'
import { readScale } from './scale.js'
import { slippedNumber, slippedYesNo } from './slips.js'
import { readTemperature } from './temperature.js'
import { readKilos } from './weight.js'
import { negatedBefore, plain } from './words.js'
import { readYesNo } from './yesno.js'

const READERS: Readers = {
  plain,
  negatedBefore,
  readScale,
  readTemperature,
  readYesNo,
  readKilos,
  isPolite,
  saysNotKnown,
  slippedNumber,
  slippedYesNo,
  plainWord: /^(?:oui|non|\d+)$/,
}

/** The value of a closed question in French; see {@link interpretWith}. */
export const interpret = (hearing: Hearing, expected: Expected, words: ItemWords = {}): Meaning | undefined =>
  interpretWith(READERS, hearing, expected, words)
