import type { Ms } from './units.js'

export type Language = 'fr' | 'nl' | 'en'

/** What a question may be answered with: the recogniser's candidates and the interpreter's grammar both start from it. */
export type Expected =
  | {
      readonly kind: 'number'
      readonly min: number
      readonly max: number
      /** What the answer completes, e.g. "Ma douleur est de". */
      readonly carrier?: string
      /** What this question takes for 0, folded ("aucune douleur"): "pas mal du tout" is no pain, and not the lowest mood. */
      readonly zero?: readonly string[]
    }
  | { readonly kind: 'yes-no'; readonly carrier?: string }
  | {
      readonly kind: 'date'
      /** What the answer completes, e.g. "La date de naissance est le". */
      readonly carrier?: string
      /** Dates on record (YYYY-MM-DD) that the answer may be: it is listened for these. */
      readonly known?: readonly string[]
    }
  | { readonly kind: 'temperature'; readonly carrier?: string }
  | {
      readonly kind: 'choice'
      readonly options: readonly { readonly code: string; readonly words: readonly string[] }[]
      readonly carrier?: string
    }
  | { readonly kind: 'free' }

/** One candidate of a closed question with its log-probability (natural, summed over tokens, closing included). */
export interface Scored {
  readonly value: number | boolean | string
  readonly logProbability: number
}

/** What the recogniser made of one utterance. Holds the patient's words: never logged. */
export interface Hearing {
  /** Greedy transcript, carrier removed; '' when nothing was said. */
  readonly text: string
  /** Mean token log-probability of the transcript as a probability 0–1. */
  readonly confidence: number
  /** Whisper's own "no speech" probability 0–1. */
  readonly noSpeech: number
  /** Closed questions: every candidate, best first; absent when the question is free. */
  readonly scored?: readonly Scored[]
  /** Log-probability distance between the best candidate and the best competitor (next value or free speech); larger is surer. */
  readonly margin?: number
  /** True when the margin passes the calibrated threshold: the value may be taken as heard. */
  readonly sure?: boolean
  /** What an uncertain transcript may have been instead, likeliest first. */
  readonly alternatives?: readonly string[]
  /** A danger sign, a request or who is there, as most people say it, that the sound fits nearly as well as an uncertain transcript. */
  readonly usual?: string
  /** Clearly spoken in another of our languages than the one that was listened for; absent for short speech. */
  readonly otherLanguage?: Language
  /** The same speech listened to in that language. */
  readonly otherText?: string
  /** Wall time of the recognition. */
  readonly tookMs: Ms
}

/** Nobody on the books is older, in years: a date of birth before that is heard wrongly. */
export const OLDEST_YEARS = 115
