import type { Language } from '../domain/expected.js'

/** Why a nurse is rung. */
export interface NurseNeed {
  readonly why: 'emergency' | 'wish'
  readonly sign?: string
  readonly name?: string
  readonly words?: string
  /** The language of the words, where it is known. */
  readonly wordsIn?: Language
  readonly verified: boolean
  /** The patient has denied it since. */
  readonly denied?: boolean
}

/** What a nurse hears, in the hospital's language. */
export interface Announcer {
  readonly language: Language
  /** Fixed sentences: who calls and why. */
  first(need: NurseNeed): readonly string[]
  /** Sentences to be rendered while her phone rings: the patient's name. */
  live(need: NurseNeed): readonly string[]
  /** The patient's words as they were said, in a voice of their own language, and what leads to them. */
  quote(need: NurseNeed): { readonly lead: string; readonly words: string; readonly language: Language } | undefined
  /** Behind the first: who, the words, whether the patient waits on the line, and the keys. */
  rest(need: NurseNeed, present: boolean): readonly string[]
  readonly joining: string
  readonly taken: string
  readonly fixedSentences: readonly string[]
}
