import type { YesNoWords } from '../reading/yesno.js'
import { MACHINE_WORDS } from './scale.js'
import { mendNegation } from './slips.js'

const YES_START =
  /^(?:(?:ah|eh bien|ben|bah|bein|euh|heu|hein|mais|et|alors|d accord|bon|oh|enfin|bonjour|allo|merci) )*(?:(?:oui|ouais|ouaip|oue|yes|voui)\b|si si\b|si$|si bien sur|si tout|absolument(?! pas)|certainement(?! pas)|assurement(?! pas)|forcement(?! pas)|evidemment(?! pas)|bien sur(?! que non)|bien entendu|tout a fait|exact\w*|effectivement|parfaitement|affirmatif|volontiers|c est (?:bien )?(?:ca|cela|exact|juste|correct|moi)\b|c est vrai|voila\b|correct\b|(?:c est )?(?:moi|elle|lui) ?meme|tout juste|oke?\b|okay|en effet|justement|avec plaisir|sans probleme|pas de (?:probleme|souci)|aucun probleme|je (?:pense|crois|suppose|dirais) (?:bien )?que (?:oui|si)|(?:bien )?sur que (?:oui|si)|je (?:pense|crois) bien|je (?:le )?veux bien|ca me va|allez y|vas y|(?:je suis |suis )d accord|entendu|toujours$|plutot oui|un peu oui|presque toujours|la plupart du temps|comme toujours|naturellement|j en ai\b(?! (?:pas|plus|assez|marre))|mm oui|hum oui|mmh oui)/
const NO_START =
  /^(?:(?:ah|eh bien|ben|bah|bein|euh|heu|hein|mais|et|alors|bon|oh|enfin|bonjour|allo|merci) )*(?:(?:non|nan|nenni|naan|no)\b|pas du tout|pas vraiment|pas specialement|pas particulierement|pas tellement|pas tout a fait|pas encore|pas trop|pas toujours|pas exactement|pas que je sache|pas ces|pas aujourd hui|pas maintenant|jamais|aucun(?:e)?\b(?! (?:idee|probleme|souci))|absolument pas|certainement pas|surtout pas|vraiment pas|bien sur que non|sur que non|je (?:ne )?(?:crois|pense|suppose) pas|je (?:pense|crois|dirais) que non|plutot non|negatif|rien (?:du tout|de special|d autre|de plus|a signaler)|rien$|c est tout$|ca ira|plus maintenant|plus du tout|moins non|meme pas|point du tout|du tout$|je n en ai (?:pas|plus)|j en ai (?:pas|plus)\b|jamais de la vie|je ne (?:veux|prefere) pas$|je prefere (?:pas|que non|ne pas)$)/

const BACKCHANNEL =
  /^(?:(?:oui|ouais|ah|ben|bon) )*(?:je (?:vous )?ecoute|j ecoute|d accord|hum+|hmm*|mm+|mhm|hm|hum hum|mm hm|ah bon|ah|merci(?: bien| beaucoup| a vous)?|tres bien|bonjour|bonsoir|allo|s il vous plait|bien|bon|euh|heu|je vois|je comprends)(?: (?:oui je vous ecoute|je vous ecoute|merci|d accord|bonjour|madame|monsieur|mademoiselle|bien|hum|hm|mm))*$/

export const yesNo: YesNoWords = {
  machine: MACHINE_WORDS,
  bareYes: /^(?:oui|ouais|si)(?: (?:oui|merci|madame|monsieur|docteur|beaucoup|bien))*$/,
  backchannel: BACKCHANNEL,
  agrees: /\b(?:d accord|tres bien)\b/,
  listens: /^(?:oui|ouais)\b|ecoute/,
  yesStart: YES_START,
  noStart: NO_START,
  yesButNo: /\b(?:oui|si) (?:mais )?(?:et |enfin )?non\b|\boui ou non\b/,
  noButYes: /\bnon (?:enfin |mais |et |euh )?(?:si|oui)\b/,
  tail: /(?<!\b(?:ou|dis pas|que) )\b(oui|non)$/,
  tailYes: /^oui$/,
  more: /^(?!.*\b(?:ne|n|pas|jamais|aucune?|ni|sans|rien|non)\b).*\bplus$/,
  mend: mendNegation,
}
