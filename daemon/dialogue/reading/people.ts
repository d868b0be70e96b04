import type { Callee } from '../tongue.js'
import type { Words } from './words.js'

export interface PeopleWords {
  readonly self: RegExp
  readonly handOver: RegExp
  readonly caregiver: RegExp
  readonly unavailable: RegExp
  readonly notSelf: RegExp
  /** Relations that mean the same; a list may be kept in another language. */
  readonly relations: readonly (readonly string[])[]
  /** A longer relation is not its shorter part ("daughter in law"). */
  readonly compound: RegExp
  /** Titles and particles that are no name. */
  readonly noName: RegExp
  readonly she: RegExp
  readonly he: RegExp
}

/** Relations as the record may hold them, whatever the language of the call. */
const LISTED: readonly (readonly string[])[] = [
  ['daughter', 'fille', 'dochter'],
  ['son', 'fils', 'zoon'],
  ['husband', 'mari', 'epoux', 'echtgenoot', 'man'],
  ['wife', 'femme', 'epouse', 'echtgenote', 'vrouw'],
  ['partner', 'partenaire', 'conjoint', 'conjointe', 'compagnon', 'compagne', 'spouse'],
  ['sister', 'soeur', 'zus', 'zuster'],
  ['brother', 'frere', 'broer'],
  ['mother', 'mere', 'moeder'],
  ['father', 'pere', 'vader'],
  ['neighbour', 'neighbor', 'voisin', 'voisine', 'buur', 'buurvrouw', 'buurman'],
  ['friend', 'ami', 'amie', 'vriend', 'vriendin'],
  ['nurse', 'infirmier', 'infirmiere', 'verpleegster', 'verpleegkundige', 'verpleger', 'thuisverpleegster'],
  ['daughter in law', 'belle fille', 'schoondochter'],
  ['son in law', 'beau fils', 'gendre', 'schoonzoon'],
  ['niece', 'nicht'],
  ['nephew', 'neveu', 'neef'],
  ['grandson', 'petit fils', 'kleinzoon'],
  ['granddaughter', 'petite fille', 'kleindochter'],
]

const says = (folded: string, phrase: string): boolean => ` ${folded} `.includes(` ${phrase} `)

/** Who the callee says to be; null where nothing of it is said (a plain yes or no is judged by the yes/no reader). */
export const readCalleeBy =
  (people: PeopleWords, words: Words) =>
  (text: string): Callee | null => {
    const folded = words.plain(text)
    if (people.notSelf.test(folded)) return 'not-self'
    if (people.caregiver.test(folded)) return 'caregiver'
    if (people.unavailable.test(folded)) return 'unavailable'
    if (people.handOver.test(folded)) return 'hand-over'
    return people.self.test(folded) ? 'self' : null
  }

/** True when a relation of the list is the one that was said; a longer one is not its shorter part. */
export const namesRelationBy =
  (people: PeopleWords, words: Words) =>
  (text: string, relation: string): boolean => {
    const folded = words.plain(text)
    const wanted = words.plain(relation)
    const listed = LISTED.find(group => group.includes(wanted)) ?? [wanted]
    const group =
      people.relations.find(same => same.includes(wanted)) ??
      people.relations.find(same => same.some(word => listed.includes(word))) ??
      listed
    const compound = people.compound.exec(folded)?.[0]
    if (compound && !group.includes(compound)) return false
    return group.some(word => says(folded, word))
  }

/** True when at least one whole word of the name, above two letters, was said. */
export const namesPersonBy =
  (people: PeopleWords, words: Words) =>
  (text: string, name: string): boolean => {
    const folded = words.plain(text)
    return words
      .plain(name)
      .split(' ')
      .filter(word => word.length > 2 && !people.noName.test(word))
      .some(word => says(folded, word))
  }

/** The gender that a report of a death or an absence gives the person, where it does. */
export const toldGenderBy =
  (people: PeopleWords, words: Words) =>
  (text: string): 'f' | 'm' | null => {
    const folded = words.plain(text)
    if (people.she.test(folded)) return 'f'
    return people.he.test(folded) ? 'm' : null
  }
