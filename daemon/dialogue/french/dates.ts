import { birthDatesBy } from '../reading/dates.js'
import { readNumbers } from './numbers.js'
import { words } from './words.js'

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

const asNumber = (told: readonly string[]): readonly string[] =>
  told.map(word => (/^(?:premier|1er|1ere|premiere)$/.test(word) ? '1' : word))

/** See {@link birthDatesBy}: "dix-neuf cent quarante", "le premier mars". */
export const readBirthDates = birthDatesBy({ months: MONTHS, asNumber }, words, readNumbers)
