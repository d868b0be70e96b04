import { Temporal } from 'temporal-polyfill'
import type { Discharge } from '../../domain/discharge.js'
import type { Language } from '../../domain/expected.js'
import { Failure } from '../../domain/failure.js'
import type { Columns } from '../../store/port.js'

/** Headings of a file of discharges, in the hospital's languages and as HL7 calls them. */
export const DISCHARGE_COLUMNS = {
  patient: ['patient id', 'patient number', 'mrn', 'numéro patient', 'n° patient', 'dossier', 'patiëntnummer', 'pid-3'],
  authority: ['autorité', 'système', 'system', 'assigning authority'],
  familyName: ['nom', 'nom de famille', 'name', 'last name', 'naam', 'achternaam'],
  givenName: ['prénom', 'first name', 'voornaam'],
  birthDate: ['date de naissance', 'naissance', 'date of birth', 'dob', 'geboortedatum'],
  sex: ['sexe', 'genre', 'gender', 'geslacht'],
  language: ['langue', 'taal'],
  phones: ['téléphone', 'téléphones', 'phone', 'téléphone 1', 'phone 1', 'telefoon', 'gsm', 'mobile'],
  phones2: ['téléphone 2', 'phone 2', 'telefoon 2', 'gsm 2'],
  phones3: ['téléphone 3', 'phone 3', 'telefoon 3'],
  caregivers: ['proches', 'aidants', 'caregiver', 'aidant', 'mantelzorgers', 'mantelzorger'],
  stay: ['visit', 'visite', 'séjour', 'numéro séjour', 'n° séjour', 'encounter', 'verblijf', 'opname', 'pv1-19'],
  site: ['hôpital', 'hospital', 'campus'],
  ward: ['service', 'unité', 'unit', 'afdeling', 'dienst'],
  dischargedAt: ['sortie', 'date de sortie', 'discharge', 'discharge date', 'ontslag', 'ontslagdatum'],
  reason: ['motif', 'raison', 'reden'],
  procedures: ['procedure', 'intervention', 'interventions', 'ingreep'],
  diagnoses: ['diagnosis', 'diagnostic', 'diagnostics', 'diagnose'],
  kind: ['type', "type d'admission", 'class', 'classe'],
  disposition: ['destination', 'bestemming'],
  protocol: ['protocole', 'questionnaire', 'vragenlijst'],
} as const satisfies Columns<string>
export type DischargeField = keyof typeof DISCHARGE_COLUMNS
type Field = DischargeField
type Cells = Readonly<Partial<Record<Field, string>>>

const SEXES: Readonly<Record<string, 'f' | 'm' | 'x'>> = {
  ...{ f: 'f', femme: 'f', féminin: 'f', female: 'f', v: 'f', vrouw: 'f', w: 'f' },
  ...{ m: 'm', h: 'm', homme: 'm', masculin: 'm', male: 'm', man: 'm' },
  ...{ x: 'x', autre: 'x', other: 'x' },
}
const LANGUAGES: Readonly<Record<string, Language>> = {
  ...{ fr: 'fr', français: 'fr', francais: 'fr', french: 'fr', frans: 'fr' },
  ...{ nl: 'nl', néerlandais: 'nl', neerlandais: 'nl', dutch: 'nl', nederlands: 'nl' },
  ...{ en: 'en', anglais: 'en', english: 'en', engels: 'en' },
}

/** A discharge of one row. Throws Failure discharge/incomplete with the column. */
export function dischargeOf(cells: Cells, authority: string): Discharge {
  const whose = cells.authority ?? authority
  const sex = coded(SEXES, cells.sex, 'sex')
  const language = coded(LANGUAGES, cells.language, 'language')
  const phones = (['phones', 'phones2', 'phones3'] as const).flatMap(field => listed(cells, field, /[,;|]/))
  const { site, reason, kind, disposition, protocol } = cells
  return {
    patient: {
      id: { authority: whose, number: needed(cells, 'patient') },
      familyName: needed(cells, 'familyName'),
      givenName: needed(cells, 'givenName'),
      birthDate: dayOf(needed(cells, 'birthDate'), 'birthDate').toString(),
      ...(sex !== undefined && { sex }),
      ...(language !== undefined && { language }),
      ...(phones.length > 0 && { phones: phones.map(number => ({ number })) }),
      ...(cells.caregivers !== undefined && { caregivers: listed(cells, 'caregivers', /[;|]/).map(caregiverOf) }),
    },
    stay: {
      id: { authority: whose, number: needed(cells, 'stay') },
      ward: needed(cells, 'ward'),
      dischargedAt: momentOf(needed(cells, 'dischargedAt'), 'dischargedAt'),
      procedures: listed(cells, 'procedures', /[,;|]/),
      diagnoses: listed(cells, 'diagnoses', /[,;|]/),
      ...(site !== undefined && { site }),
      ...(reason !== undefined && { reason }),
      ...(kind !== undefined && { kind }),
      ...(disposition !== undefined && { disposition }),
      ...(protocol !== undefined && { protocol }),
    },
  }
}

function needed(cells: Cells, field: Field): string {
  return cells[field] ?? wrong(field)
}

function coded<Value>(
  codes: Readonly<Record<string, Value>>,
  cell: string | undefined,
  field: Field,
): Value | undefined {
  if (cell === undefined) return undefined
  return codes[cell.toLowerCase()] ?? wrong(field)
}

/** Of a CSV: separated; of NDJSON: also a JSON list of texts. */
function listed(cells: Cells, field: Field, separator: RegExp): readonly string[] {
  const cell = cells[field]
  if (cell === undefined) return []
  const parts = cell.startsWith('[') ? listOf(cell, field) : cell.split(separator)
  return parts.map(part => part.trim()).filter(part => part !== '')
}

function listOf(cell: string, field: Field): readonly string[] {
  const list = jsonOf(cell, field)
  return Array.isArray(list) ? list.map(one => (typeof one === 'string' ? one : JSON.stringify(one))) : wrong(field)
}

function jsonOf(text: string, field: Field): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return wrong(field)
  }
}

/** "Paulette Quintard (fille)"; in NDJSON also {"name": …, "relation": …}. */
function caregiverOf(text: string): { readonly name: string; readonly relation: string } {
  if (text.startsWith('{')) {
    const { name, relation } = jsonOf(text, 'caregivers') as Readonly<Record<string, unknown>>
    return typeof name === 'string' && typeof relation === 'string' ? { name, relation } : wrong('caregivers')
  }
  const [, name, relation] = /^(.+?)\s*\(([^()]+)\)$/.exec(text) ?? wrong('caregivers')
  return { name: name ?? '', relation: relation ?? '' }
}

/** ISO 8601, or as Belgium writes dates: the day first. */
const WRITTEN = /^(?:(\d{4})-(\d\d)-(\d\d)|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}))(?:[T ](.+))?$/
const CLOCK = /^(\d{1,2})[:hH](\d\d)?(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/
/** Of a discharge without a time. */
const NOON = { hour: 12 }

function dayOf(text: string, field: Field): Temporal.PlainDate {
  const [, isoYear, isoMonth, isoDay, day, month, year] = WRITTEN.exec(text) ?? wrong(field)
  const date = { year: Number(isoYear ?? year), month: Number(isoMonth ?? month), day: Number(isoDay ?? day) }
  try {
    return Temporal.PlainDate.from(date, { overflow: 'reject' })
  } catch {
    return wrong(field)
  }
}

/** An instant; without an offset on Brussels' clock. */
function momentOf(text: string, field: Field): Date {
  const date = dayOf(text, field)
  const clock = WRITTEN.exec(text)?.[7]
  const [, hour, minute, second, offset] = clock === undefined ? [] : (CLOCK.exec(clock) ?? wrong(field))
  try {
    const time =
      hour === undefined ? NOON : { hour: Number(hour), minute: Number(minute ?? 0), second: Number(second ?? 0) }
    const wall = date.toPlainDateTime(Temporal.PlainTime.from(time, { overflow: 'reject' }))
    const zone = offset === undefined ? 'Europe/Brussels' : offset === 'Z' ? 'UTC' : offset
    return new Date(wall.toZonedDateTime(zone).epochMilliseconds)
  } catch {
    return wrong(field)
  }
}

function wrong(field: Field): never {
  throw new Failure('discharge/incomplete', { field })
}
