import { temperatureBy } from '../reading/temperature.js'
import { readNumbers } from './numbers.js'
import { MACHINE_WORDS } from './scale.js'
import { words } from './words.js'

/** °C as Belgians say it: "trente-huit cinq", "38 et demi", "quarante de fièvre"; see {@link temperatureBy}. */
export const readTemperature = temperatureBy(
  { machine: MACHINE_WORDS, counted: /^(?:jours?|heures?|fois)$/, beforeTenths: /^(?:degres?)?(?: ?et)?$/ },
  words,
  readNumbers,
)
