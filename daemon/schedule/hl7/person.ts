import type { AdmittedPatient, ExternalId } from '../../domain/discharge.js'
import type { Language } from '../../domain/expected.js'
import { type Message, only, required, type Segment } from './message.js'
import { relationOf } from './relations.js'
import { dateOf } from './times.js'

/** What the hospital's system leaves to agreement. */
export interface Naming {
  /** Whose a number is that names no assigning authority. */
  readonly authority: string
  /** Types (HL7 table 0203) that are the hospital's own number of a patient, the best first. */
  readonly patientIdTypes: readonly string[]
}

/** HL7 table 0296 leaves the codes open: those of ISO 639, two and three letters, and the words that are met. */
const LANGUAGES: Readonly<Record<string, Language>> = {
  ...{ FR: 'fr', FRA: 'fr', FRE: 'fr', FRENCH: 'fr', F: 'fr' },
  ...{ NL: 'nl', NLD: 'nl', DUT: 'nl', DUTCH: 'nl', VLS: 'nl', N: 'nl' },
  ...{ EN: 'en', ENG: 'en', ENGLISH: 'en', E: 'en' },
}
/** HL7 table 0001; ambiguous, other and not applicable are x, unknown is nothing. */
const SEXES: Readonly<Record<string, 'f' | 'm' | 'x'>> = { F: 'f', M: 'm', O: 'x', A: 'x', N: 'x', X: 'x' }

/** The hospital's own number: of the types agreed, else one that has no type. Throws Failure hl7/field. */
export function patientId(segment: Segment, field: number, naming: Naming): ExternalId {
  const numbers = Array.from({ length: segment.repetitions(field) }, (_, at) => ({
    number: segment.text(field, 1, at),
    authority: segment.text(field, 4, at) ?? naming.authority,
    type: segment.text(field, 5, at),
  }))
  const ranked = [...naming.patientIdTypes, undefined].map(type => numbers.find(one => one.type === type && one.number))
  const found = ranked.find(one => one !== undefined)
  return {
    authority: found?.authority ?? naming.authority,
    number: required(found?.number, `${segment.name}-${field}`),
  }
}

/** Everybody whom a message names by a number of the hospital's, also one of which nothing else can be read. */
export const namedIn = ({ segments }: Message, naming: Naming): readonly ExternalId[] =>
  segments.flatMap(segment => {
    const field = { PID: 3, MRG: 1 }[segment.name]
    if (field === undefined) return []
    try {
      return [patientId(segment, field, naming)]
    } catch {
      return []
    }
  })

/** The patient of a PID segment and the NK1 segments behind it. Throws Failure hl7/field, hl7/segment. */
export function patientOf(segments: readonly Segment[], naming: Naming): AdmittedPatient {
  const pid = only(segments, 'PID')
  const names = Array.from({ length: Math.max(1, pid.repetitions(5)) }, (_, at) => at)
  /** XPN.7: the legal name where there are several. */
  const name = names.find(at => pid.text(5, 7, at) === 'L') ?? 0
  const sex = SEXES[pid.text(8)?.toUpperCase() ?? '']
  const language = LANGUAGES[pid.text(15)?.toUpperCase().slice(0, 7) ?? '']
  const phones = phonesOf(pid)
  const caregivers = caregiversOf(segments)
  return {
    id: patientId(pid, 3, naming),
    familyName: required(pid.text(5, 1, name), 'PID-5.1'),
    givenName: required(pid.text(5, 2, name), 'PID-5.2'),
    birthDate: dateOf(required(pid.text(7), 'PID-7'), 'PID-7'),
    ...(sex === undefined ? {} : { sex }),
    ...(language === undefined ? {} : { language }),
    ...(phones === undefined ? {} : { phones }),
    ...(caregivers === undefined ? {} : { caregivers }),
  }
}

/** PID-13 and, from version 2.7 on, PID-40; the number at work (PID-14) is nobody's business. Absent where nothing is said. */
function phonesOf(pid: Segment): AdmittedPatient['phones'] {
  if (![13, 40].some(field => pid.has(field))) return undefined
  const numbers = [13, 40].flatMap(field =>
    Array.from({ length: pid.repetitions(field) }, (_, at) => phoneOf(pid, field, at)),
  )
  return [...new Set(numbers.filter(number => number !== undefined))].map(number => ({ number }))
}

/** HL7 tables 0201 and 0202: what no voice answers, and what rings at work. */
const NO_VOICE = new Set(['FX', 'MD', 'BP', 'INTERNET', 'X.400', 'TDD', 'TTY', 'SAT'])
const NOT_HOME = new Set(['NET', 'WPN'])

/** XTN: the number in parts (5 to 7) or as it is dialled (12, else 1). */
function phoneOf(pid: Segment, field: number, at: number): string | undefined {
  const part = (component: number): string | undefined => pid.text(field, component, at)
  if (NO_VOICE.has(part(3)?.toUpperCase() ?? '') || NOT_HOME.has(part(2)?.toUpperCase() ?? '')) return undefined
  const [country, area, local] = [part(5), part(6) ?? '', part(7)]
  if (local === undefined) return part(12) ?? part(1)
  if (country !== undefined) return `+${country.replace(/^(?:\+|00)/, '')}${area.replace(/^0/, '')}${local}`
  return /^0/.test(`${area}${local}`) ? `${area}${local}` : `0${area}${local}`
}

/** Who may answer for the patient: name and relation. One without either is of no use on the phone. */
function caregiversOf(segments: readonly Segment[]): AdmittedPatient['caregivers'] {
  const next = segments.filter(({ name }) => name === 'NK1')
  if (next.length === 0) return undefined
  return next.flatMap(nk1 => {
    const name = [nk1.text(2, 2), nk1.text(2, 1)].filter(part => part !== undefined).join(' ')
    const relation = relationOf(nk1.text(3, 1), nk1.text(3, 2))
    return name === '' || relation === undefined ? [] : [{ name, relation }]
  })
}
