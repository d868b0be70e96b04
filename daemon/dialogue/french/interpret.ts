import { interpretBy } from '../reading/interpret.js'
import { isPolite, saysNotKnown } from './answers.js'
import { readScale } from './scale.js'
import { slippedNumber, slippedYesNo } from './slips.js'
import { readTemperature } from './temperature.js'
import { readKilos } from './weight.js'
import { words } from './words.js'
import { readYesNo } from './yesno.js'

/** The value of a closed question in French; see {@link interpretBy}. */
export const interpret = interpretBy({
  words,
  readScale,
  readTemperature,
  readYesNo,
  readKilos,
  isPolite,
  saysNotKnown,
  slippedNumber,
  slippedYesNo,
  plainWord: /^(?:oui|non|\d+)$/,
})
