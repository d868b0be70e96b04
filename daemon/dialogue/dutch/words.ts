import { wordsBy } from '../reading/words.js'

/** What is written or spoken short, and Flemish forms as the standard words that the patterns know. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  // "één" is a number where "een" is an article; before these nouns it counts nothing.
  [
    /(?<![\p{L}\d])één(?= (?:moment|momentje|ogenblik|ogenblikje|minuut|minuutje|seconde|secondje|ding)(?!\p{L}))/gu,
    'een',
  ],
  [/(?<![\p{L}\d])één(?![\p{L}\d])/gu, '1'],
  [/(?<!\p{L})anderhal(?:f|ve)(?!\p{L})/gu, '1.5'],
  [/(\p{L}{2,})[eë]n(?:een|één)?hal(?:f|ve)(?!\p{L})/gu, '$1 en half'],
  [/(\S+) graden en (?:een )?half(?!\p{L})/gu, '$1 en half graden'],
  [/(?<!\p{L})(ruikt|riekt) niet (?:zo )?(?:goed|fris|lekker)(?!\p{L})/gu, '$1 slecht'],
  [/(?<!\p{L})'t(?!\p{L})/gu, 'het'],
  [/(?<!\p{L})'k(?!\p{L})/gu, 'ik'],
  [/(?<!\p{L})('m|'em)(?!\p{L})/gu, 'hem'],
  [/(?<!\p{L})da's(?!\p{L})/gu, 'dat is'],
  [/(?<!\p{L})z'n(?!\p{L})/gu, 'zijn'],
  [/(?<!\p{L})m'n(?!\p{L})/gu, 'mijn'],
  [/(?<!\p{L})d'r(?!\p{L})/gu, 'er'],
  [/(?<!\p{L})(?:gij|ge|jij|gulle|gullie)(?!\p{L})/gu, 'u'],
  [/(?<!\p{L})zijt(?!\p{L})/gu, 'bent'],
  [/(?<!\p{L})zijde(?= (?:u|nu|een|de|het)(?!\p{L}))/gu, 'bent u'],
  [/(?<!\p{L})kunde(?!\p{L})/gu, 'kunt u'],
  [/(?<!\p{L})hebde(?!\p{L})/gu, 'hebt u'],
  [/(?<!\p{L})'?(?:ne|nen)(?!\p{L})/gu, 'een'],
  [/(?<!\p{L})(?:gene|genen|gen)(?!\p{L})/gu, 'geen'],
  [/(?<!\p{L})(?:nie|ni)(?!\p{L})/gu, 'niet'],
  [/(?<!\p{L})da(?!\p{L})/gu, 'dat'],
  [/(?<!\p{L})(?:mijne|mijnen)(?!\p{L})/gu, 'mijn'],
  [/(?<!\p{L})den(?!\p{L})/gu, 'de'],
  [/(?<!\p{L})(?:efkes|effe|effen|effekes|eventjes)(?!\p{L})/gu, 'even'],
  [/(?<!\p{L})(?:ekik|ikke)(?!\p{L})/gu, 'ik'],
  [/(?<!\p{L})teveel(?!\p{L})/gu, 'te veel'],
  [/(?<!\p{L})((?:maan|dins|woens|donder|vrij|zater|zon)dag) ?(?:morgen|ochtend)(?!\p{L})/gu, '$1 ochtend'],
  [/(?<!\p{L})((?:maan|dins|woens|donder|vrij|zater|zon)dag)(voormiddag|namiddag|middag|avond)(?!\p{L})/gu, '$1 $2'],
  [/(?<!\p{L})((?:over)?morgen)(vroeg|voormiddag|namiddag|middag|avond|ochtend)(?!\p{L})/gu, '$1 $2'],
  [/(\d{1,2})[.:](\d\d) ?(?:uur|u)(?!\p{L})/gu, '$1 uur $2'],
  [/(?<!\d)(\d{1,2}):(\d\d)(?!\d)/gu, '$1 uur $2'],
  [/(\d{1,2}) ?u(?:ur)? ?(?=\d\d(?!\d))/gu, '$1 uur '],
  [/(\d{1,2}) ?u(?!\p{L})/gu, '$1 uur'],
  [/(?<!\d)(\d{1,2})(?:ste|de|e)(?!\p{L})/gu, '$1'],
]

/** Dutch folded: "'t Is 38,5, 's avonds" → "het is 38.5 , s avonds". */
export const words = wordsBy({
  rewrite: lower => FORMS.reduce((text, [found, means]) => text.replace(found, means), lower.normalize('NFC')),
  degrees: 'graden',
  to: 'tot',
  outOf: 'op',
  // \"Het blijft maar bloeden\": as a particle it parts nothing.
  breaks:
    / ?, ?|\bmaar (?=(?:ik|u|het|de|dat|ze|zij|hij|we|wij|er|die|dan|nu|wel|geen|soms|toch|als|mijn|haar|zijn|s|vandaag|gisteren|sinds|daarna|sindsdien)\b)|\bbehalve\b|\balleen\b/,
  negation: /\b(?:niet|geen|nooit|zonder|noch|nergens|niks|niets)(?: \w+){0,3}$/,
})
