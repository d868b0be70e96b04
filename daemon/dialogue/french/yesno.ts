import type { ItemWords } from '../tongue.js'
import { MACHINE_WORDS } from './scale.js'
import { fold, negatedBefore, phraseAt, plain } from './words.js'

const YES_START =
  /^(?:(?:ah|eh bien|ben|bah|bein|euh|heu|hein|mais|et|alors|d accord|bon|oh|enfin|bonjour|allo|merci) )*(?:(?:oui|ouais|ouaip|oue|yes|voui)\b|si si\b|si$|si bien sur|si tout|absolument(?! pas)|certainement(?! pas)|assurement(?! pas)|forcement(?! pas)|evidemment(?! pas)|bien sur(?! que non)|bien entendu|tout a fait|exact\w*|effectivement|parfaitement|affirmatif|volontiers|c est (?:bien )?(?:ca|cela|exact|juste|correct|moi)\b|c est vrai|voila\b|correct\b|(?:c est )?(?:moi|elle|lui) ?meme|tout juste|oke?\b|okay|en effet|justement|avec plaisir|sans probleme|pas de (?:probleme|souci)|aucun probleme|je (?:pense|crois|suppose|dirais) (?:bien )?que (?:oui|si)|(?:bien )?sur que (?:oui|si)|je (?:pense|crois) bien|je (?:le )?veux bien|ca me va|allez y|vas y|(?:je suis |suis )d accord|entendu|toujours$|plutot oui|un peu oui|presque toujours|la plupart du temps|comme toujours|naturellement|j en ai\b(?! (?:pas|plus|assez|marre))|mm oui|hum oui|mmh oui)/
const NO_START =
  /^(?:(?:ah|eh bien|ben|bah|bein|euh|heu|hein|mais|et|alors|bon|oh|enfin|bonjour|allo|merci) )*(?:(?:non|nan|nenni|naan|no)\b|pas du tout|pas vraiment|pas specialement|pas particulierement|pas tellement|pas tout a fait|pas encore|pas trop|pas toujours|pas exactement|pas que je sache|pas ces|pas aujourd hui|pas maintenant|jamais|aucun(?:e)?\b(?! (?:idee|probleme|souci))|absolument pas|certainement pas|surtout pas|vraiment pas|bien sur que non|sur que non|je (?:ne )?(?:crois|pense|suppose) pas|je (?:pense|crois|dirais) que non|plutot non|negatif|rien (?:du tout|de special|d autre|de plus|a signaler)|rien$|c est tout$|ca ira|plus maintenant|plus du tout|moins non|meme pas|point du tout|du tout$|je n en ai (?:pas|plus)|j en ai (?:pas|plus)\b|jamais de la vie|je ne (?:veux|prefere) pas$|je prefere (?:pas|que non|ne pas)$)/

/** Says that one listens or is polite, not that something is so. */
const BACKCHANNEL =
  /^(?:(?:oui|ouais|ah|ben|bon) )*(?:je (?:vous )?ecoute|j ecoute|d accord|hum+|hmm*|mm+|mhm|hm|hum hum|mm hm|ah bon|ah|merci(?: bien| beaucoup| a vous)?|tres bien|bonjour|bonsoir|allo|s il vous plait|bien|bon|euh|heu|je vois|je comprends)(?: (?:oui je vous ecoute|je vous ecoute|merci|d accord|bonjour|madame|monsieur|mademoiselle|bien|hum|hm|mm))*$/

/** True or false where the words say so; undefined for anything else, and for a yes and a no in one breath. */
export function readYesNo(text: string, words: ItemWords = {}): boolean | undefined {
  const folded = plain(text)
  if (folded === '' || MACHINE_WORDS.test(folded)) return undefined
  if (/^(?:oui|ouais|si)(?: (?:oui|merci|madame|monsieur|docteur|beaucoup|bien))*$/.test(folded)) return true
  if (BACKCHANNEL.test(folded)) {
    if (words.agreeing && /\b(?:d accord|tres bien)\b/.test(folded)) return true
    if (words.listening && /^(?:oui|ouais)\b|ecoute/.test(folded)) return true
    return undefined
  }
  const told = readTold(fold(text), words)
  if (told.length > 0) return told.length === 1 ? told[0] : undefined
  const yes = YES_START.test(folded)
  const no = NO_START.test(folded)
  if (yes && /\b(?:oui|si) (?:mais )?(?:et |enfin )?non\b|\boui ou non\b/.test(folded)) return undefined
  if (no && /\bnon (?:enfin |mais |et |euh )?(?:si|oui)\b/.test(folded)) return undefined
  if (yes !== no) return yes
  const tail = /\b(oui|non)$/.exec(folded)?.[1]
  return folded.split(' ').length <= 6 && tail && !/\b(?:ou|dis pas|que) (?:oui|non)$/.test(folded)
    ? tail === 'oui'
    : undefined
}

/** What is told in the item's own words; "pas" before a phrase turns it over; both at once contradict each other. */
function readTold(folded: string, words: ItemWords): readonly boolean[] {
  const found = [
    ...(words.yes ?? []).map(phrase => ({ phrase, means: true, at: phraseAt(folded, phrase) })),
    ...(words.no ?? []).map(phrase => ({ phrase, means: false, at: phraseAt(folded, phrase) })),
  ]
    .filter(one => one.at >= 0)
    .sort((a, b) => b.phrase.length - a.phrase.length)
  // The longest phrase at a place hides shorter ones: "pas tout pris" is not "tout pris".
  const kept: typeof found = []
  for (const one of found)
    if (!kept.some(longer => one.at >= longer.at && one.at < longer.at + longer.phrase.length)) kept.push(one)
  const says = kept.map(one => {
    const clause =
      folded
        .slice(0, one.at)
        .split(/ ?, ?|\bmais\b/)
        .at(-1) ?? ''
    return negatedBefore(clause) ? !one.means : one.means
  })
  return [...new Set(says)]
}
