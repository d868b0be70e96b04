import type { PeopleWords } from '../reading/people.js'

const KIN =
  'fille|fils|mari|epoux|epouse|femme|conjointe?|compagnon|compagne|soeur|frere|mere|pere|maman|papa|belle fille|beau fils|gendre|bru|belle soeur|beau frere|niece|neveu|petite fille|petit fils|voisine?|amie?|cousine?|tante|oncle|aide menagere|aide familiale|aide soignante|infirmiere?|infirmier a domicile|tuteur|tutrice|administrateur|administratrice|mandataire|kine'

/** What somebody who picks up says of themselves or of the person asked for. */
export const people: PeopleWords = {
  self: /\b(?:c est (?:bien )?(?:moi(?: meme)?|elle(?: meme)?|lui(?: meme)?)|(?:oui )?(?:elle|lui|moi) meme|je suis (?:bien )?(?:elle|lui|la personne)|vous (?:lui )?parlez (?:bien )?a (?:elle|lui) meme|(?:a|au) (?:l appareil|bout du fil)|en personne|c est (?:elle|lui) a l appareil|je vous ecoute|j ecoute|parlez|moi oui)\b/,
  handOver:
    /\b(?:(?:je )?(?:vous |te )?(?:la|le|l|lui|les) (?:passe|appelle|donne|cherche)|je vous (?:la|le|les) (?:passe|donne|mets)|vais (?:la|le|vous la|vous le) (?:chercher|passer|appeler|donner|prevenir)|(?:elle|il) (?:arrive|vient)|ne quittez pas|(?:un|deux) (?:petit )?(?:instants?|moments?|minutes?|secondes?)|une (?:petite )?(?:minute|seconde)|attend(?:ez|s)|je vais voir|patientez)\b/,
  caregiver: new RegExp(
    `\\b(?:(?:sa|son) (?:${KIN})\\b|(?:je suis|c est|ici|suis|moi c est|moi je suis) (?:bien )?(?:sa|son|la|le|l|leur|une?|ma|mon) ?(?:${KIN})\\b|(?:${KIN}) (?:de|d|a) (?:madame|monsieur|cette|\\w+)|repondre (?:pour|a (?:sa|la) place)|(?:a sa|a la) place|je m occupe d(?:e |)(?:elle|lui)|je suis (?:un |une |de la )?(?:proche|famille|parente?|aidante?))`,
  ),
  unavailable:
    /\b(?:(?:il|elle|madame|monsieur|maman|papa|mon \w+|ma \w+) (?:dort|se repose|est (?:sortie?|absente?|couchee?|au lit|occupee?|partie?|en train|au (?:travail|toilettes?|magasin|lit)|aux toilettes|sous la douche|dans (?:le|son) (?:bain|lit|jardin)|indisponible|chez|en (?:rendez|consultation|vacances|promenade|kine))|fait (?:la|une|sa) sieste|n est pas (?:la|ici|disponible|encore|rentree?|chez|a la maison|joignable)|est pas (?:la|ici|disponible|encore rentree?)|(?:ne )?(?:peut|sait|saurait) pas (?:vous )?(?:parler|repondre|venir|prendre)|mange|se lave|revient|rentre|sera (?:la|de retour))|pas (?:la|disponible|ici|encore rentree?) (?:pour le moment|maintenant|aujourd hui|actuellement|en ce moment)|^(?:non )?(?:pas la|absente?|il dort|elle dort)$|n est pas (?:la|ici|disponible)\b)/,
  notSelf:
    /\b(?:(?:ce n est|c est) pas (?:moi|elle|lui)|je ne suis pas (?:elle|lui|cette personne|madame|monsieur)|vous n etes pas (?:chez|avec))\b/,
  /** Masculine and feminine, spoken and written. */
  relations: [
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
  ],
  compound: /\b(?:belle|beau|petite?) (?:fille|fils|soeur|frere|mere|pere)\b/,
  noName: /^(?:madame|monsieur|van|den|der|des|dos|del)$/,
  she: /\b(?:elle|madame|ma (?:mere|femme|soeur|fille|maman)|maman|decedee|morte|mon epouse)\b/,
  he: /\b(?:il|monsieur|mon (?:pere|mari|frere|fils|papa)|papa)\b/,
}
