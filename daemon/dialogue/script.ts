import type { LinkId } from '../domain/outcome.js'
import type { CallContext } from './port.js'
import type { Common, Item, Protocol } from './schema.js'

/** The texts and rules of one call: a questionnaire and the common wordings. */
export interface Script {
  readonly protocol: Protocol
  readonly common: Common
  /** Rehearsals and tests: `startAt` goes straight to the item, the identity taken for settled. */
  readonly startAtSkipsIdentity: boolean
}

export const itemOf = (script: Script, linkId: LinkId): Item => {
  const found = script.protocol.items.find(item => item.linkId === linkId)
  return found ?? script.protocol.items[0]!
}

/** "l'hôpital EpiCURA", "la Clinique Saint-Jean", "le CHU de Liège": the hospital as it is said in a sentence. */
export function hospitalSaid(name: string): string {
  if (/^(?:l['’]|la |le |les )/i.test(name)) return name
  if (/^(?:h[oô]pital|institut)/i.test(name)) return `l'${name.charAt(0).toLowerCase()}${name.slice(1)}`
  if (/^(?:cliniques)/i.test(name)) return `les ${name}`
  if (/^(?:clinique|maison)/i.test(name)) return `la ${name}`
  return /^(?:CHU|CHR|CHwapi|centre|grand)/i.test(name) ? `le ${name}` : `l'hôpital ${name}`
}

/** A Belgian number in groups, as it is read out: "+3265123456" → "065 12 34 56". */
export function phoneSaid(number: string): string {
  const digits = number.replace(/[^\d+]/g, '').replace(/^(?:\+|00)32/, '0')
  if (!/^0\d{8,9}$/.test(digits)) return number.trim()
  const head =
    digits.length === 10
      ? 4
      : digits.startsWith('02') || digits.startsWith('03') || digits.startsWith('04') || digits.startsWith('09')
        ? 2
        : 3
  const groups = digits.slice(head).match(/\d{1,2}(?=(?:\d{2})*$)/g) ?? []
  return [digits.slice(0, head), ...groups].join(' ')
}

/** "Madame Jeanne Lambert", or the name alone where neither title nor sex is known. */
export function nameSaid(person: CallContext['person']): string {
  const title = person.title ?? (person.sex === 'f' ? 'Madame' : person.sex === 'm' ? 'Monsieur' : undefined)
  const name = person.spokenName ?? `${person.givenName} ${person.familyName}`
  return title && !name.startsWith(title) ? `${title} ${name}` : name
}

/** Puts the hospital's facts into common wordings. */
export const forHospital = (sentences: readonly string[], hospital: CallContext['hospital']): readonly string[] =>
  sentences.map(sentence =>
    sentence
      .replaceAll('{hospital}', hospitalSaid(hospital.name))
      .replaceAll('{ward}', phoneSaid(hospital.wardNumber))
      .replaceAll('{switchboard}', phoneSaid(hospital.switchboard)),
  )

/** A value as it is written for the voice: 8 → "8", 38.5 → "38,5". */
export const valueSaid = (value: number | boolean | string): string => String(value).replace('.', ',')
