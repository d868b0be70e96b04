import { plain } from './words.js'

const MACHINE_GREETING =
  /\b(?:messagerie|repondeur|boite vocale|laiss(?:ez|er)(?: (?:moi|nous|lui|un|votre|vos|le))* (?:message|coordonnees|nom)|apres le (?:bip|signal|ton|top)|(?:bip|signal) sonore|n est pas (?:joignable|disponible pour le moment|attribue|accessible)|(?:la personne|le correspondant|votre correspondant|l abonne|le numero) que vous (?:appelez|demandez|avez (?:compose|demande))|ne (?:peux|peut|pouvons) (?:pas )?(?:vous )?(?:repondre|prendre votre appel)(?: pour le moment| actuellement)?|actuellement (?:absente?s?|indisponibles?|pas joignables?)|je (?:vous )?rappellerai(?: des| le plus)|enregistr(?:ez|er) (?:votre|un) message|vous etes (?:bien )?sur (?:la |le )|appuyez sur)\b/

/** Unbroken speech longer than this on picking up is a machine more often than a person (CLINICAL.md, Answered). */
const LONG_GREETING_MS = 4000

/**
 * Whether a first utterance is an answering machine's. Phrases decide; length alone does not while its words are a human's:
 * a human who speaks is never hung up on, so a long greeting without a machine's phrase is a person's.
 */
export function isMachineGreeting(text: string, lengthMs: number): boolean {
  const folded = plain(text)
  if (!MACHINE_GREETING.test(folded)) return false
  return (
    lengthMs > LONG_GREETING_MS ||
    folded.split(' ').length >= 8 ||
    /\b(?:messagerie|repondeur|boite vocale|bip|joignable)\b/.test(folded)
  )
}
