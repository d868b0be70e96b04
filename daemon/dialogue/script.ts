import type { LinkId } from '../domain/outcome.js'
import type { CallContext } from './port.js'
import type { Common, Item, Protocol, Wording } from './schema.js'
import type { Tongue } from './tongue.js'

/** The texts and rules of one call: a questionnaire and the common wordings. */
export interface Script {
  readonly protocol: Protocol
  readonly common: Common
  /** How the language of `common` is understood and spoken. */
  readonly tongue: Tongue
  /** How the other languages are understood: a danger sign counts in each. */
  readonly otherTongues: readonly Tongue[]
  /** Rehearsals and tests: `startAt` goes straight to the item, the identity taken for settled. */
  readonly startAtSkipsIdentity: boolean
}

/** An item's wording in the call's language; a protocol is refused for a language in which an item has none. */
export const wordingOf = (script: Script, item: Item): Wording =>
  item.wording[script.tongue.language] ?? item.wording.fr

export const itemOf = (script: Script, linkId: LinkId): Item => {
  const found = script.protocol.items.find(item => item.linkId === linkId)
  return found ?? script.protocol.items[0]!
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
export function nameSaid(person: CallContext['person'], tongue: Tongue): string {
  const title = person.title ?? tongue.titleFor(person.sex)
  const name = person.spokenName ?? `${person.givenName} ${person.familyName}`
  return title && !name.startsWith(title) ? `${title} ${name}` : name
}

/** Puts the hospital's facts into common wordings. */
export const forHospital = (
  sentences: readonly string[],
  hospital: CallContext['hospital'],
  tongue: Tongue,
): readonly string[] =>
  sentences.map(sentence =>
    sentence
      .replaceAll('{hospital}', tongue.hospitalSaid(hospital.name))
      .replaceAll('{ward}', phoneSaid(hospital.wardNumber))
      .replaceAll('{switchboard}', phoneSaid(hospital.switchboard))
      .replaceAll('{hours}', hospital.hours?.[tongue.language] ?? ''),
  )
