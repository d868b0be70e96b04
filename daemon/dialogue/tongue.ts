import type { Expected, Hearing, Language } from '../domain/expected.js'
import type { AnswerValue } from '../domain/outcome.js'
import type { Options } from './choice.js'

/** What one hearing means for the question that was asked. `doubtful`: to be read back or asked again before it counts. */
export interface Meaning {
  readonly value: AnswerValue
  readonly doubtful: boolean
  /** Only the closed scores say so, and not surely: said twice, it is read back where that can be asked. */
  readonly guess?: true
  readonly earlier: readonly number[]
}

/** Phrases, as `plain` folds them, that mean something for one item only. */
export interface ItemWords {
  readonly zero?: readonly string[] | undefined
  readonly yes?: readonly string[] | undefined
  readonly no?: readonly string[] | undefined
  /** The question asks for agreement ("Êtes-vous d'accord ?", "C'est bien ça ?"). */
  readonly agreeing?: boolean | undefined
  /** "Oui, je vous écoute" is a yes here. */
  readonly listening?: boolean | undefined
  /** A temperature from here on is a yes. */
  readonly temperatureFrom?: number | undefined
  /** So many kilos gained, or more, are a yes. */
  readonly kilosFrom?: number | undefined
  /** What means each option of a choice. */
  readonly options?: Options | undefined
}

/** What anybody may ask for at any moment (CLINICAL.md, Requests). */
export type Request =
  | 'opted-out'
  | 'wrong-number'
  | 'deceased'
  | 'readmitted'
  | 'refuses-machine'
  | 'wants-person'
  | 'later'
  | 'bye'
  | 'slower'
  | 'louder'
  | 'rephrase'
  | 'repeat'
  | 'wait'
  | 'advice'
  | 'off-topic'

/** Weak requests wait for an answer: "attendez… peut-être quatre" is four. */
export const WEAK: ReadonlySet<Request> = new Set([
  'slower',
  'louder',
  'rephrase',
  'repeat',
  'wait',
  'advice',
  'off-topic',
])

/** Who picked up, as far as the words tell. */
export type Callee = 'self' | 'hand-over' | 'caregiver' | 'unavailable' | 'not-self'

/** The two closed lists of danger signs (CLINICAL.md, Red flags). */
export const SIGN_LISTS = {
  emergency: [
    'suicidal',
    'breathing',
    'chest-pain',
    'bleeding',
    'stroke',
    'seizure',
    'fainting',
    'confusion',
    'overdose',
    'allergy',
    'unbearable-pain',
  ],
  urgent: ['shivering', 'leg', 'wound', 'vomiting', 'fall', 'no-urine'],
} as const
export type SignList = keyof typeof SIGN_LISTS
export interface DangerSign {
  readonly name: string
  readonly list: SignList
}

export const signNamed = (name: string): DangerSign => ({
  name,
  list: (SIGN_LISTS.urgent as readonly string[]).includes(name) ? 'urgent' : 'emergency',
})

/**
 * How one language is understood and spoken: pure functions of what was heard. Each takes the recogniser's text as it came,
 * and tells nothing rather than guess.
 */
export interface Tongue {
  readonly language: Language
  /** Lower case, no accents or marks: the form in which a protocol's own words are written. */
  plain(text: string): string
  /** Where a folded phrase stands as whole words in folded text, −1 when it does not. */
  phraseAt(folded: string, phrase: string): number
  interpret(hearing: Hearing, expected: Expected, words?: ItemWords): Meaning | undefined
  readYesNo(text: string, words?: ItemWords): boolean | undefined
  /** °C, as people read it from a thermometer. */
  readTemperature(text: string): { readonly value: number } | undefined
  /** Every calendar date the words can mean, YYYY-MM-DD, the likeliest first. */
  readBirthDates(text: string, nowYear: number): readonly string[]
  /** The moment named for another call, local ISO time. */
  readMoment(text: string, nowLocal: string): string | undefined
  /** The weightiest request in what was said. */
  findRequest(text: string): Request | null
  /** The first danger sign, emergencies first; `afterWhere`: it was asked where it hurts. */
  findSign(text: string, afterWhere?: boolean): DangerSign | null
  readCallee(text: string): Callee | null
  namesPerson(text: string, name: string): boolean
  namesRelation(text: string, relation: string): boolean
  /** The grammatical gender in which somebody is spoken of. */
  toldGender(text: string): 'f' | 'm' | null
  isMachineGreeting(text: string, lengthMs: number): boolean
  /** A closer, a greeting or a filler alone answers nothing. */
  isPolite(text: string): boolean
  /** Polite, and a thank-you that closes. */
  thanks(text: string): boolean
  /** Ends in words that ask for more, or in a filler. */
  isHesitating(text: string): boolean
  /** Ends in "euh", "attendez", "comment dire". */
  endsInFiller(text: string): boolean
  saysNotKnown(text: string): boolean
  refusesToAnswer(text: string): boolean
  /** Wants to add something ("encore une question"). */
  wantsToAdd(text: string): boolean
  /** Says that the speaker is the one who … ("je suis à l'hôpital"). */
  speaksOfSelf(text: string): boolean
  /** Yes and no in one word, for keys that mean them. */
  readonly yesNoWords: readonly [yes: string, no: string]
  /** Phrases that deny or confirm a danger sign behind "C'est bien ça ?", and that refuse a recording. */
  readonly denials: readonly string[]
  readonly confirmations: readonly string[]
  readonly recordingRefusals: readonly string[]
  /** "l'hôpital EpiCURA": the hospital as it is said in a sentence. */
  hospitalSaid(name: string): string
  /** The title by the record's sex, where it holds none. */
  titleFor(sex: 'f' | 'm' | 'x' | undefined): string | undefined
  /** A value as it is written for the voice: 38.5 → "38,5". */
  valueSaid(value: number | boolean | string): string
}

/** A hearing without its closed scores: they belong to the question that was asked, the words to any. */
export const wordsOnly = ({ text, confidence, noSpeech, tookMs }: Hearing): Hearing => ({
  text,
  confidence,
  noSpeech,
  tookMs,
})
