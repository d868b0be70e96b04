import type { Callee } from '../tongue.js'
import { fold, plain } from './words.js'

/** What somebody who picks up says of themselves or of the person asked for. */

const SELF =
  /\b(?:c est (?:bien )?(?:moi(?: meme)?|elle(?: meme)?|lui(?: meme)?)|(?:oui )?(?:elle|lui|moi) meme|je suis (?:bien )?(?:elle|lui|la personne)|vous (?:lui )?parlez (?:bien )?a (?:elle|lui) meme|(?:a|au) (?:l appareil|bout du fil)|en personne|c est (?:elle|lui) a l appareil|je vous ecoute|j ecoute|parlez|moi oui)\b/
const HAND_OVER =
  /\b(?:(?:je )?(?:vous |te )?(?:la|le|l|lui|les) (?:passe|appelle|donne|cherche)|je vous (?:la|le|les) (?:passe|donne|mets)|vais (?:la|le|vous la|vous le) (?:chercher|passer|appeler|donner|prevenir)|(?:elle|il) (?:arrive|vient)|ne quittez pas|(?:un|deux) (?:petit )?(?:instants?|moments?|minutes?|secondes?)|une (?:petite )?(?:minute|seconde)|attend(?:ez|s)|je vais voir|patientez)\b/
const KIN =
  'fille|fils|mari|epoux|epouse|femme|conjointe?|compagnon|compagne|soeur|frere|mere|pere|maman|papa|belle fille|beau fils|gendre|bru|belle soeur|beau frere|niece|neveu|petite fille|petit fils|voisine?|amie?|cousine?|tante|oncle|aide menagere|aide familiale|aide soignante|infirmiere?|infirmier a domicile|tuteur|tutrice|administrateur|administratrice|mandataire|kine'
const CAREGIVER = new RegExp(
  `\\b(?:(?:sa|son) (?:${KIN})\\b|(?:je suis|c est|ici|suis|moi c est|moi je suis) (?:bien )?(?:sa|son|la|le|l|leur|une?|ma|mon) ?(?:${KIN})\\b|(?:${KIN}) (?:de|d|a) (?:madame|monsieur|cette|\\w+)|repondre (?:pour|a (?:sa|la) place)|(?:a sa|a la) place|je m occupe d(?:e |)(?:elle|lui)|je suis (?:un |une |de la )?(?:proche|famille|parente?|aidante?))`,
)
const UNAVAILABLE =
  /\b(?:(?:il|elle|madame|monsieur|maman|papa|mon \w+|ma \w+) (?:dort|se repose|est (?:sortie?|absente?|couchee?|au lit|occupee?|partie?|en train|au (?:travail|toilettes?|magasin|lit)|aux toilettes|sous la douche|dans (?:le|son) (?:bain|lit|jardin)|indisponible|chez|en (?:rendez|consultation|vacances|promenade|kine))|fait (?:la|une|sa) sieste|n est pas (?:la|ici|disponible|encore|rentree?|chez|a la maison|joignable)|est pas (?:la|ici|disponible|encore rentree?)|(?:ne )?(?:peut|sait|saurait) pas (?:vous )?(?:parler|repondre|venir|prendre)|mange|se lave|revient|rentre|sera (?:la|de retour))|pas (?:la|disponible|ici|encore rentree?) (?:pour le moment|maintenant|aujourd hui|actuellement|en ce moment)|^(?:non )?(?:pas la|absente?|il dort|elle dort)$|n est pas (?:la|ici|disponible)\b)/
const NOT_SELF =
  /\b(?:(?:ce n est|c est) pas (?:moi|elle|lui)|je ne suis pas (?:elle|lui|cette personne|madame|monsieur)|vous n etes pas (?:chez|avec))\b/

/** Who the callee says to be; null where nothing of it is said (a plain "oui" or "non" is judged by readYesNo). */
export function readCallee(text: string): Callee | null {
  const folded = plain(text)
  if (NOT_SELF.test(folded)) return 'not-self'
  if (CAREGIVER.test(folded)) return 'caregiver'
  if (UNAVAILABLE.test(folded)) return 'unavailable'
  if (HAND_OVER.test(folded)) return 'hand-over'
  return SELF.test(folded) ? 'self' : null
}

/** A list may have been kept in English; nobody says these on a French call ("son frère" is no son). */
const FROM_ENGLISH: Readonly<Record<string, string>> = {
  daughter: 'fille',
  son: 'fils',
  husband: 'mari',
  wife: 'femme',
  spouse: 'conjoint',
  partner: 'partenaire',
  sister: 'soeur',
  brother: 'frere',
  mother: 'mere',
  father: 'pere',
  neighbour: 'voisin',
  friend: 'ami',
  nurse: 'infirmier',
}

/** Relations that mean the same, masculine and feminine, spoken and written. */
const RELATIONS: readonly (readonly string[])[] = [
  ['fille'],
  ['fils'],
  ['mari', 'epoux', 'conjoint', 'compagnon', 'partenaire'],
  ['femme', 'epouse', 'conjointe', 'compagne', 'partenaire'],
  ['soeur'],
  ['frere'],
  ['mere', 'maman'],
  ['pere', 'papa'],
  ['belle fille', 'bru'],
  ['beau fils', 'gendre'],
  ['belle soeur'],
  ['beau frere'],
  ['niece'],
  ['neveu'],
  ['petite fille'],
  ['petit fils'],
  ['voisin', 'voisine'],
  ['ami', 'amie'],
  ['infirmier', 'infirmiere', 'infirmier a domicile', 'infirmiere a domicile'],
  ['aide menagere', 'aide familiale', 'aide soignante'],
  ['cousin', 'cousine'],
  ['tante'],
  ['oncle'],
  ['tuteur', 'tutrice', 'administrateur', 'administratrice', 'mandataire'],
]

const says = (folded: string, phrase: string): boolean => ` ${folded} `.includes(` ${phrase} `)

/** True when a relation of the list is the one that was said; a longer one ("belle-fille") is not its shorter part. */
export function namesRelation(text: string, relation: string): boolean {
  const folded = plain(text)
  const wanted = FROM_ENGLISH[plain(relation)] ?? plain(relation)
  const group = RELATIONS.find(words => words.includes(wanted)) ?? [wanted]
  const compound = /\b(?:belle|beau|petite?) (?:fille|fils|soeur|frere|mere|pere)\b/.exec(folded)?.[0]
  if (compound && !group.includes(compound)) return false
  return group.some(word => says(folded, word))
}

/** True when the given name or the family name said is the one on the list: at least one whole word of it, above two letters. */
export function namesPerson(text: string, name: string): boolean {
  const folded = plain(text)
  return plain(name)
    .split(' ')
    .filter(word => word.length > 2 && !/^(?:madame|monsieur|van|den|der|des|dos|del)$/.test(word))
    .some(word => says(folded, word))
}

/** The gender that a report of a death or an absence gives the person, where it does: "elle", "ma mère" … */
export function toldGender(text: string): 'f' | 'm' | null {
  const folded = fold(text)
  if (/\b(?:elle|madame|ma (?:mere|femme|soeur|fille|maman)|maman|decedee|morte|mon epouse)\b/.test(folded)) return 'f'
  return /\b(?:il|monsieur|mon (?:pere|mari|frere|fils|papa)|papa)\b/.test(folded) ? 'm' : null
}
