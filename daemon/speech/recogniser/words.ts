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
    ['elf'],
    ['twaalf'],
    ['dertien'],
    ['veertien'],
    ['vijftien'],
    ['zestien'],
    ['zeventien'],
    ['achttien'],
    ['negentien'],
    ['twintig'],
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
  fr: [
    ...[
      'environ',
      'disons',
      'à peu près',
      'peut-être',
      'je dirais',
      'un petit',
      'plutôt',
      'au moins',
      "c'est",
      'entre',
    ],
    ...['facilement', 'on va dire', 'je vais dire', 'presque', 'bien', 'ben', 'vers', 'un bon', 'un gros', 'autour de'],
    ...['ça fait', "c'est un", 'pas plus de', 'maximum', 'la moitié,', 'la moitié', "aujourd'hui", 'oh', 'allez,'],
  ],
  nl: ['ongeveer', 'misschien', 'zeg maar', 'een', 'een dikke', 'een kleine', 'ik zou zeggen', 'toch', 'tussen'],
  en: ['about', 'maybe', "I'd say", 'around', 'a small'],
}

/** What may be a score of nothing and has no number in it. */
export const NOTHING_AT_ALL: Readonly<Record<Language, readonly string[]>> = {
  fr: ['pas mal du tout', 'aucune douleur'],
  nl: [],
  en: [],
}

/** Two neighbouring scores said together; the higher one counts. */
export const RANGES: Readonly<Record<Language, readonly ((lower: string, upper: string) => string)[]>> = {
  fr: [(a, b) => `${a} ou ${b}`, (a, b) => `entre ${a} et ${b}`, (a, b) => `${a}-${b}`, (a, b) => `${a} à ${b}`],
  nl: [(a, b) => `${a} of ${b}`, (a, b) => `tussen ${a} en ${b}`, (a, b) => `${a}-${b}`, (a, b) => `${a} à ${b}`],
  en: [(a, b) => `${a} or ${b}`, (a, b) => `between ${a} and ${b}`],
}

/** Of yes and no, what nobody says to a scale and what sounds like a number ("six"). */
export const NEVER_TO_A_SCALE: Readonly<Record<Language, readonly string[]>> = { fr: ['si', 'si, si'], nl: [], en: [] }

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
  nl: [
    'ja',
    'ja ja',
    'jawel',
    'ja hoor',
    'ja, natuurlijk',
    'ja, graag',
    'ja, dat klopt',
    'ja, dat ben ik',
    'natuurlijk',
    'zeker',
    'inderdaad',
    'klopt',
    'dat klopt',
  ],
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
  nl: [
    'nee',
    'neen',
    'nee nee',
    'nee hoor',
    'nee, dank u',
    'nee, helemaal niet',
    'helemaal niet',
    'toch niet',
    'niet echt',
    'nooit',
    'geen',
    'niets',
  ],
  en: ['no', 'nope', 'not really', 'not at all', 'never', "I don't think so"],
}

/** Compete with numbers alone ("euh" in noise is near "deux"); before a yes they are part of it ("ben oui"). */
export const FILLERS: Readonly<Record<Language, readonly string[]>> = {
  // "Hum hum" is written as it sounds, and was taken for a one.
  fr: ['euh', 'heu', 'hum', 'un un', 'un, un', 'an-an'],
  nl: ['eh', 'uh', 'euh'],
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
    'presque rien',
    'pas mal',
    'oui, je vous écoute',
  ],
  nl: [
    'ik weet het niet',
    'pardon',
    'wablief',
    'wat zegt u',
    'hallo',
    'goeiedag',
    'wacht even',
    'dank u',
    'tot ziens',
    'een beetje',
    'heel veel',
    'geen pijn',
    'ja, ik luister',
  ],
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
  nl: {
    35: 'vijfendertig',
    36: 'zesendertig',
    37: 'zevenendertig',
    38: 'achtendertig',
    39: 'negenendertig',
    40: 'veertig',
    41: 'eenenveertig',
  },
  en: {
    35: 'thirty-five',
    36: 'thirty-six',
    37: 'thirty-seven',
    38: 'thirty-eight',
    39: 'thirty-nine',
    40: 'forty',
    41: 'forty-one',
  },
}

/** What joins degrees to tenths, and a half to either. */
export const TEMPERATURE_JOINTS: Readonly<
  Record<Language, { readonly degrees: string; readonly point: string; readonly half: string }>
> = {
  fr: { degrees: 'degrés', point: 'virgule', half: 'et demi' },
  nl: { degrees: 'graden', point: 'komma', half: 'en half' },
  en: { degrees: 'degrees', point: 'point', half: 'and a half' },
}

/** Values that noise makes of others, said alone: the hiss that begins "six" drowns, and "dix" is heard; "euh" is "deux". Never sure then. */
export const MADE_BY_NOISE: Readonly<Record<Language, readonly number[]>> = { fr: [2, 10], nl: [], en: [] }
