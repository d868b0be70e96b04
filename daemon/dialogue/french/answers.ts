import { plain } from './words.js'

const NOT_KNOWN =
  /\b(?:(?:je )?(?:ne |n )?sais (?:pas|plus)(?: trop| du tout| bien)?$|(?:je )?(?:ne |n )?sais (?:pas|plus)\b(?! (?:uriner|respirer|bouger|lever|parler|manger|dormir|marcher|faire|prendre|ce que c est))|aucune idee|(?:j )?en sais (?:rien|trop rien)|pas la moindre idee|(?:c est )?difficile a dire|pas facile a dire|(?:je )?(?:ne )?(?:me )?(?:souviens|rappelle) (?:pas|plus)|je ne saurais (?:pas )?(?:vous )?dire|je l ignore|comment (?:voulez vous que je sache|savoir)|je peux pas (?:vous )?dire|pas capable de (?:vous )?dire|aucune notion)\b/
const REFUSAL =
  /\b(?:(?:je )?ne (?:vous )?(?:le |la |l )?(?:dirai|repondrai) pas|(?:je )?(?:ne )?(?:veux|souhaite|desire) pas (?:vous )?(?:le |la |y |en )?(?:dire|repondre|donner|parler)|je refuse|ca ne vous regarde pas|ca vous regarde pas|(?:je )?prefere (?:ne )?pas (?:vous )?(?:le |la |y )?(?:dire|repondre|donner|parler)|pas envie de (?:repondre|vous repondre|le dire)|question suivante|passez (?:a la )?(?:suite|suivante|question)|c est (?:prive|personnel)|je ne donne pas (?:ma|cette|ce genre)|pas par telephone)\b/

export const saysNotKnown = (text: string): boolean => NOT_KNOWN.test(plain(text))
export const refusesToAnswer = (text: string): boolean => REFUSAL.test(plain(text))

/** A closer, a greeting or a filler alone answers nothing ("merci bien"). */
export const isPolite = (text: string): boolean =>
  /^(?:(?:merci|merci (?:bien|beaucoup)|bonjour|bonsoir|allo|d accord|ok|oui je vous ecoute|je vous ecoute|hum|hm|mm+|euh|heu|ah|ben|bon|bien|tres bien|ah bon|voila|madame|monsieur|bonne journee|s il vous plait|je vois)(?: |$))+$/.test(
    plain(text),
  ) || plain(text) === ''

/** The patient is still looking for words: the end of the turn is waited for longer. */
export const isHesitating = (text: string): boolean =>
  /(?:…|\.\.\.|-)\s*$/.test(text.trim()) ||
  /(?:^|\b)(?:euh+|heu+|hum+|hmm+|ben|bah|attend(?:ez|s|e|re)|alors|c est|je|j|disons|entre|peut etre|et|ou|mais|parce que|depuis|environ|le|la|les|un petit|(?<!bien |suis |pas |c est |pour |tout |coup )sur|de|du|que|avec|pour|voyons|comment dire|je dirais)$/.test(
    plain(text),
  )
