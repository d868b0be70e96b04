import type { NumberAnswer } from '../interpreter.js'
import { readTemperatureWith } from '../reading/temperature.js'
import { readNumbers } from './numbers.js'
import { MACHINE_WORDS } from './scale.js'
import { wordsOf } from './words.js'

/** °C as Belgians say it; see {@link readTemperatureWith}. */
export const readTemperature = (text: string): NumberAnswer | undefined =>
  readTemperatureWith(
    {
      wordsOf,
      readNumbers,
      machine: MACHINE_WORDS,
      counted: /^(?:jours?|heures?|fois)$/,
      beforeTenths: /^(?:degres?)?(?: ?et)?$/,
    },
    text,
  )
