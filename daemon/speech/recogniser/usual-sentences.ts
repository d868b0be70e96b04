import type { Language } from '../../domain/expected.js'

/** A sentence as most people say it, without the full stop that ends it. */
export interface Usual {
  readonly text: string
  /** Sentences of one meaning do not compete; undefined: it means nothing that is looked for, and competes with all that do. */
  readonly meaning: string | undefined
}

/**
 * Danger signs and requests of CLINICAL.md and who may be there, for a recogniser that has not understood. The dialogue reads them as it reads
 * anything that was said; what is in no list of its own (signs, requests, callees) is of no use here.
 */
const FRENCH: Readonly<Record<string, readonly string[]>> = {
  chest: [
    "J'ai mal dans la poitrine",
    "J'ai mal à la poitrine",
    "J'ai une douleur dans la poitrine",
    'Ça serre dans la poitrine',
  ],
  breath: [
    "J'ai du mal à respirer",
    "Je n'arrive plus à respirer",
    'Je respire mal',
    'Je suis essoufflé',
    'Je suis très essoufflée',
    'Je suis essoufflé au repos',
    'Je suis essoufflé même au repos',
    "J'étouffe",
  ],
  bleeding: [
    'Je saigne',
    'Je saigne beaucoup',
    'Ça saigne beaucoup',
    'Le pansement est plein de sang',
    'Je vomis du sang',
    'Il y a du sang dans les selles',
  ],
  stroke: [
    "Je n'arrive plus à bouger le bras",
    "Je n'arrive plus à bouger le bras gauche",
    "Je n'arrive plus à bouger la jambe",
    "Je n'arrive plus à parler",
    'Mon visage est paralysé',
    "J'ai la bouche de travers",
  ],
  faint: ['Je suis tombée dans les pommes', "J'ai perdu connaissance"],
  suicidal: ["J'ai envie de mourir", "J'ai envie d'en finir", 'Je veux en finir', "J'ai des idées noires"],
  leg: [
    'Ma jambe est gonflée',
    'Ma jambe est rouge et gonflée',
    'Ma jambe est gonflée et très rouge',
    'Mon mollet est gonflé',
  ],
  wound: ['La plaie coule', 'La plaie est très rouge', 'Il y a du pus'],
  shivers: ["J'ai des frissons"],
  vomiting: ['Je vomis tout le temps'],
  urine: ["Je n'arrive plus à uriner"],
  repeat: [
    'Vous pouvez répéter',
    "Vous pouvez répéter, s'il vous plaît",
    'Pouvez-vous répéter la question',
    "Vous pouvez répéter la question, s'il vous plaît",
    "Je n'ai pas entendu",
    "Pardon, je n'ai pas entendu",
    "Je n'ai pas compris",
  ],
  louder: ['Parlez plus fort', 'Je vous entends mal', 'Je vous entends mal, parlez plus fort'],
  slower: ['Plus lentement', 'Parlez plus lentement', 'Moins vite', "Moins vite, s'il vous plaît"],
  person: [
    'Je voudrais parler à une infirmière',
    'Je veux parler à une infirmière',
    'Je voudrais parler à un médecin',
    'Je veux parler à un médecin',
    "Je veux parler à quelqu'un",
  ],
  machine: ['Je ne veux pas parler à une machine'],
  later: [
    'Rappelez plus tard',
    "Je n'ai pas le temps, rappelez plus tard",
    'Rappelez demain',
    'Rappelez demain matin',
    'Rappelez-moi demain matin',
    "Je n'ai pas le temps",
    'Vous pouvez rappeler ce soir',
  ],
  'opt-out': [
    "Ne m'appelez plus",
    'Je ne veux plus être appelé',
    'Je ne veux plus recevoir vos appels',
    'Ne rappelez plus',
  ],
  'wrong-number': ['Vous vous trompez de numéro', "Il n'y a personne de ce nom ici", "C'est un faux numéro"],
  relative: [
    'Je suis sa fille',
    'Je suis son fils',
    "C'est sa fille",
    "C'est son mari",
    "Non, c'est son mari",
    "C'est sa femme",
  ],
  away: ['Elle dort', 'Elle dort pour le moment', "Il n'est pas là", "Elle n'est pas là"],
}

/** What sounds near or is said often. */
const FRENCH_NOTHING: readonly string[] = [
  "Je n'ai pas mal à la poitrine",
  "Je n'ai pas mal",
  'Ça ne saigne pas',
  'Je ne saigne pas',
  'Je respire bien',
  'Non, pas du tout',
  'Oui, ça va',
  'Ça va bien',
  'Ça va',
  'Ça va beaucoup mieux',
  'Tout va bien',
  'Je ne sais pas',
  "C'est difficile à dire",
  'Non merci',
  'Oui, merci',
  "J'ai un peu mal",
  "J'ai très mal",
  'Je dors mal',
  'Pas terrible, je dors mal',
  'Je prends tout',
  'Presque plus rien',
  'Bonjour',
  'Allô',
  'Je suis encore fatigué',
  'Je marche un peu',
  'Je mange bien',
  "J'ai bien dormi",
  'Oui, bien sûr',
  "C'est bien moi",
  "D'accord",
  'Au revoir',
]

const usual = (said: typeof FRENCH, nothing: readonly string[]): readonly Usual[] => [
  ...Object.entries(said).flatMap(([meaning, texts]) => texts.map(text => ({ text, meaning }))),
  ...nothing.map(text => ({ text, meaning: undefined })),
]

/** Dutch and English have none: nothing was measured in them. */
export const USUAL: Readonly<Record<Language, readonly Usual[]>> = {
  fr: usual(FRENCH, FRENCH_NOTHING),
  nl: [],
  en: [],
}
