import type { Language } from '../../domain/expected.js'

/** How people say the whole numbers 0–20, written as Whisper writes them. Index is the value; the first form is the usual one. */
export const NUMBER_WORDS: Readonly<Record<Language, readonly (readonly string[])[]>> = {
  fr: [
    ['zéro'],
    ['un'],
    ['deux'],
    ['trois'],
    ['quatre'],
    ['cinq'],
    ['six'],
    ['sept'],
    ['huit'],
    ['neuf'],
    ['dix'],
    ['onze'],
    ['douze'],
    ['treize'],
    ['quatorze'],
    ['quinze'],
    ['seize'],
    ['dix-sept'],
    ['dix-huit'],
    ['dix-neuf'],
    ['vingt'],
  ],
  nl: [
    ['nul'],
    ['een', 'één'],
    ['twee'],
    ['drie'],
    ['vier'],
    ['vijf'],
    ['zes'],
    ['zeven'],
    ['acht'],
    ['negen'],
    ['tien'],
  ],
  en: [
    ['zero', 'nought'],
    ['one'],
    ['two'],
    ['three'],
    ['four'],
    ['five'],
    ['six'],
    ['seven'],
    ['eight'],
    ['nine'],
    ['ten'],
  ],
}

/** What follows a score: "sept sur dix", "7 sur 10". */
export const OUT_OF: Readonly<Record<Language, readonly [word: string, digits: string]>> = {
  fr: ['sur dix', 'sur 10'],
  nl: ['op tien', 'op 10'],
  en: ['out of ten', 'out of 10'],
}

/** What people put before a score. */
export const BEFORE_SCORE: Readonly<Record<Language, readonly string[]>> = {
  fr: ['environ', 'disons', 'à peu près', 'peut-être', 'je dirais', 'un petit', 'plutôt', 'au moins', "c'est", 'entre'],
  nl: ['ongeveer', 'misschien', 'zeg maar'],
  en: ['about', 'maybe', "I'd say", 'around', 'a small'],
}

/** Two neighbouring scores said together; the higher one counts. */
export const RANGES: Readonly<Record<Language, readonly ((lower: string, upper: string) => string)[]>> = {
  fr: [(a, b) => `${a} ou ${b}`, (a, b) => `entre ${a} et ${b}`, (a, b) => `${a}-${b}`, (a, b) => `${a} à ${b}`],
  nl: [(a, b) => `${a} of ${b}`, (a, b) => `tussen ${a} en ${b}`],
  en: [(a, b) => `${a} or ${b}`, (a, b) => `between ${a} and ${b}`],
}

export const YES_WORDS: Readonly<Record<Language, readonly string[]>> = {
  fr: [
    'oui',
    'oui oui',
    'oui, bien sûr',
    'ben oui',
    'mais oui',
    'ah oui',
    "d'accord, oui",
    'tout à fait',
    "c'est ça",
    "c'est bien moi",
    'si',
    'si, si',
    'exactement',
    'bien sûr',
    'absolument',
    'voilà',
    'ouais',
  ],
  nl: ['ja', 'jawel', 'ja hoor', 'natuurlijk', 'inderdaad', 'klopt'],
  en: ['yes', 'yeah', 'yes I do', 'of course', 'sure', "that's right"],
}

export const NO_WORDS: Readonly<Record<Language, readonly string[]>> = {
  fr: [
    'non',
    'non non',
    'ah non',
    'ben non',
    'mais non',
    'non, pas du tout',
    'ah non, pas du tout',
    'pas du tout',
    'non merci',
    'pas vraiment',
    'je ne crois pas',
    'jamais',
    'aucun',
    'aucune',
    'rien du tout',
  ],
  nl: ['nee', 'neen', 'nee hoor', 'helemaal niet', 'niet echt', 'nooit'],
  en: ['no', 'nope', 'not really', 'not at all', 'never', "I don't think so"],
}

/** Compete with numbers alone ("euh" in noise is near "deux"); before a yes they are part of it ("ben oui"). */
export const FILLERS: Readonly<Record<Language, readonly string[]>> = {
  fr: ['euh', 'heu'],
  nl: ['eh', 'uh'],
  en: ['um', 'uh'],
}

/** Short things said instead of an answer. They compete with the values, so that a "pardon ?" is not the nearest number. */
export const INSTEAD: Readonly<Record<Language, readonly string[]>> = {
  fr: [
    'je ne sais pas',
    'pardon',
    'comment',
    'répétez',
    'bonjour',
    'allô',
    'attendez',
    'merci',
    'au revoir',
    'ça va',
    'hum hum',
    'très mal',
    'très très mal',
    'un peu',
    'pas mal du tout',
    'aucune douleur',
    'presque rien',
    'oui, je vous écoute',
  ],
  nl: ['ik weet het niet', 'pardon', 'wat zegt u', 'hallo', 'wacht even', 'dank u'],
  en: ["I don't know", 'sorry', 'pardon', 'hello', 'wait', 'thank you', 'a little'],
}

/** Tens said before a temperature's decimals. */
export const TEMPERATURE_WORDS: Readonly<Record<Language, Readonly<Record<number, string>>>> = {
  fr: {
    35: 'trente-cinq',
    36: 'trente-six',
    37: 'trente-sept',
    38: 'trente-huit',
    39: 'trente-neuf',
    40: 'quarante',
    41: 'quarante et un',
  },
  nl: {},
  en: {},
}

/** Values that noise makes of others, said alone: the hiss that begins "six" drowns, and "dix" is heard; "euh" is "deux". Never sure then. */
export const MADE_BY_NOISE: Readonly<Record<Language, readonly number[]>> = { fr: [2, 10], nl: [], en: [] }
