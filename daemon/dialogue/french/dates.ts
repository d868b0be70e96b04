import { readBirthDatesWith } from '../reading/dates.js'
import { readNumbers } from './numbers.js'
import { wordsOf } from './words.js'

const MONTHS: Readonly<Record<string, number>> = {
  janvier: 1,
  fevrier: 2,
  mars: 3,
  avril: 4,
  mai: 5,
  juin: 6,
  juillet: 7,
  aout: 8,
  out: 8,
  septembre: 9,
  octobre: 10,
  novembre: 11,
  decembre: 12,
}

const words = (text: string): readonly string[] =>
  wordsOf(text).map(word =>
    /^(?:premier|1er|1ere|premiere)$/.test(word) ? '1' : word === 'ne' || word === 'nee' ? 'x' : word,
  )

/** See {@link readBirthDatesWith}: "dix-neuf cent quarante", "le premier mars". */
export const readBirthDates = (text: string, nowYear: number): readonly string[] =>
  readBirthDatesWith({ words, readNumbers, months: MONTHS }, text, nowYear)
