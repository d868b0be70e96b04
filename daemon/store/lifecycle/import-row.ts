import type { CountryCode } from 'libphonenumber-js/max'
import type { Language } from '../../domain/expected.js'
import { nationalNumberBirth, nationalNumberFault } from '../../domain/national-number.js'
import { normalisePhone } from '../phone.js'
import type { Patient } from '../port.js'
import { type ImportField, NEEDED } from './import-columns.js'

/** Why a field of a row is refused. Codes only: a report is read by more people than the file. */
export type FieldRefusal =
  | 'missing'
  | 'not-a-date'
  | 'no-such-date'
  | 'in-the-future'
  | 'before-1900'
  | 'too-long'
  | 'unprintable'
  | 'unknown-value'
  | 'not-a-number'
  | 'premium'
  | 'emergency'
  | 'foreign'
  | 'not-a-national-number'
  | 'check-digits'
  | 'not-the-birth-date'
  | 'never-rung'

export type RowRefusals = Partial<Record<ImportField, FieldRefusal>>
type Cells = Readonly<Partial<Record<ImportField, string>>>

export interface RowRules {
  /** YYYY-MM-DD in Brussels. */
  readonly today: string
  /** Where numbers without a country code are. */
  readonly country: CountryCode
}

const MOST_CHARACTERS = 200
const PHONES = ['mobile', 'phone', 'phone2', 'phone3'] as const satisfies readonly ImportField[]
/** A line break is printable nowhere in a name, and NUL ends a text in C. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u

const SEXES: Readonly<Record<string, 'f' | 'm' | 'x'>> = {
  ...{ f: 'f', féminin: 'f', femme: 'f', v: 'f', vrouw: 'f', vrouwelijk: 'f', female: 'f', w: 'f' },
  ...{ m: 'm', masculin: 'm', homme: 'm', h: 'm', man: 'm', mannelijk: 'm', male: 'm' },
  ...{ x: 'x', u: 'x', autre: 'x', andere: 'x', other: 'x' },
}
const LANGUAGES: Readonly<Record<string, Language>> = {
  ...{ fr: 'fr', fra: 'fr', fre: 'fr', français: 'fr', frans: 'fr', french: 'fr' },
  ...{ nl: 'nl', nld: 'nl', dut: 'nl', néerlandais: 'nl', nederlands: 'nl', dutch: 'nl' },
  ...{ en: 'en', eng: 'en', anglais: 'en', engels: 'en', english: 'en' },
}

/** The patient that a row tells of, or what is wrong with it, field by field, all at once. */
export function readRow(
  cells: Cells,
  rules: RowRules,
): { readonly patient: Omit<Patient, 'id'> } | { readonly refused: RowRefusals } {
  const refused: RowRefusals = {}
  for (const [field, text] of Object.entries(cells) as [ImportField, string][]) {
    if (text.length > MOST_CHARACTERS) refused[field] = 'too-long'
    else if (UNPRINTABLE.test(text)) refused[field] = 'unprintable'
  }
  for (const field of NEEDED) if (cells[field] === undefined) refused[field] = 'missing'
  const birthDate = dateOf(cells.birthDate, rules.today, refused)
  const sex = oneOf(SEXES, 'sex', cells, refused)
  const language = oneOf(LANGUAGES, 'language', cells, refused) ?? 'fr'
  nationalNumber(cells.nationalNumber, birthDate, refused)
  const phones = phonesOf(cells, rules.country, refused)
  if (Object.keys(refused).length > 0) return { refused }
  const { givenName = '', familyName = '', title, spokenName, caregiver, relation } = cells
  return {
    patient: {
      ...{ givenName, familyName, birthDate: birthDate ?? '', language, tempo: 1, gainDb: 0, phones },
      ...(sex !== undefined && { sex }),
      ...(title !== undefined && { title }),
      ...(spokenName !== undefined && { spokenName }),
      ...(cells.nationalNumber !== undefined && { nationalNumber: cells.nationalNumber }),
      caregivers: caregiver === undefined ? [] : [{ name: caregiver, relation: relation ?? '' }],
    },
  }
}

/** YYYY-MM-DD of a date written with the year or the day first. The month is never first: nobody in Belgium writes it so. */
function dateOf(text: string | undefined, today: string, refused: RowRefusals): string | undefined {
  if (text === undefined || refused.birthDate !== undefined) return undefined
  const parts =
    /^(?<year>\d{4})[-/.]?(?<month>\d{2})[-/.]?(?<day>\d{2})(?:[T ]00:00(?::00)?)?$/.exec(text)?.groups ??
    /^(?<day>\d{1,2})[-/. ](?<month>\d{1,2})[-/. ](?<year>\d{4})(?: 00:00(?::00)?)?$/.exec(text)?.groups
  if (parts === undefined) {
    refused.birthDate = 'not-a-date'
    return undefined
  }
  const { year = '', month = '', day = '' } = parts
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${date}T00:00:00Z`)
  const real = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date)
  if (!real) refused.birthDate = 'no-such-date'
  else if (date > today) refused.birthDate = 'in-the-future'
  else if (date < '1900') refused.birthDate = 'before-1900'
  return refused.birthDate === undefined ? date : undefined
}

function oneOf<Value>(
  known: Readonly<Record<string, Value>>,
  field: ImportField,
  cells: Cells,
  refused: RowRefusals,
): Value | undefined {
  const text = cells[field]
  if (text === undefined) return undefined
  const value = Object.hasOwn(known, text.toLowerCase()) ? known[text.toLowerCase()] : undefined
  if (value === undefined) refused[field] ??= 'unknown-value'
  return value
}

function nationalNumber(text: string | undefined, birthDate: string | undefined, refused: RowRefusals): void {
  if (text === undefined || refused.nationalNumber !== undefined) return
  const fault = nationalNumberFault(text)
  const born = nationalNumberBirth(text)
  if (fault !== undefined) refused.nationalNumber = fault
  else if (born !== undefined && birthDate !== undefined && born !== birthDate)
    refused.nationalNumber = 'not-the-birth-date'
}

/** In the order to be tried: the mobile first, each number once. */
function phonesOf(cells: Cells, country: CountryCode, refused: RowRefusals): Patient['phones'] {
  const numbers = new Set<string>()
  for (const field of PHONES) {
    const text = cells[field]
    if (text === undefined || refused[field] !== undefined) continue
    const read = normalisePhone(text, country)
    if ('refused' in read) refused[field] = read.refused
    else numbers.add(read.e164)
  }
  const wrong = PHONES.some(field => refused[field] !== undefined)
  if (numbers.size === 0 && !wrong) refused.phone = 'missing'
  return [...numbers].map(number => ({ number }))
}
