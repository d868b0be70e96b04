import type { Hearing, Language } from '../domain/expected.js'
import type { AnswerValue, Disposition, Identity, LinkId, TaskKind } from '../domain/outcome.js'
import type { Ms } from '../domain/units.js'
import type { Told } from './move.js'
import type { AlertFact, CallContext, ItemAnswer, Overlap } from './port.js'

/** How often the question at hand met silence, was not understood, or was asked again. */
export interface Ladder {
  readonly silences: number
  readonly misses: number
  readonly repeats: number
  /** Speech without a word in it was answered once: noise in the room is not, again and again. */
  readonly unheard?: true
}
export const FIRST_STEP: Ladder = { silences: 0, misses: 0, repeats: 0 }

/** Questions that stand outside the protocol. */
export type CommonQuestion = 'person' | 'handover' | 'nearby' | 'caregiver' | 'consent' | 'caller' | 'message'

/** What is being waited for; each state carries only what is true in it. */
export type Stage =
  | { readonly name: 'opening' }
  | ({ readonly name: CommonQuestion } & Ladder)
  /** `callers`: which candidates a caller may be. */
  | ({ readonly name: 'birth-date'; readonly wrong: number; readonly callers?: readonly number[] } & Ladder)
  /** A caller was verified, and the store is asked for a call that is due. */
  | { readonly name: 'claiming' }
  | ({ readonly name: 'better-time'; readonly why: 'patient-unavailable' | 'caregiver-not-listed' | 'later' } & Ladder)
  | ({
      readonly name: 'item'
      readonly linkId: LinkId
      /** The value that was doubtful at the first hearing. */
      readonly doubted?: AnswerValue
      /** The patient was invited to go on ("Je vous écoute"). */
      readonly invited?: boolean
    } & Ladder)
  | ({
      readonly name: 'read-back'
      readonly linkId: LinkId
      /** 'value': the read-back was denied and the right value is asked for. */
      readonly asks: 'confirmation' | 'value'
      readonly pending: ItemAnswer
      /** The value was told before its question was asked. */
      readonly ahead?: boolean
      /** Guessed from the sound: without a confirmation it was not understood. */
      readonly guess?: boolean
      readonly corrections: number
    } & Ladder)
  | ({
      readonly name: 'red-flag'
      readonly sign: string
      readonly key: string
      readonly resume: Stage
      /** What was heard with the sign in it: it may answer the question too. */
      readonly heard: Hearing
      readonly startMs: number
      readonly endMs: number
    } & Ladder)
  | ({
      readonly name: 'transferring'
      readonly why: 'emergency' | 'wish'
      readonly sign?: string
      readonly key: string
      readonly resume: Stage
      readonly told?: Told
      /** A nurse has said yes and waits to be joined. */
      readonly accepted: boolean
      readonly comforts: number
    } & Ladder)
  | ({ readonly name: 'offer-transfer'; readonly resume: Stage } & Ladder)
  | ({ readonly name: 'advised'; readonly sign: string; readonly turns: number } & Ladder)
  | ({ readonly name: 'offer-nurse'; readonly resume: Stage } & Ladder)
  /** Another language is offered, in place of the question at hand. */
  | ({ readonly name: 'offer-language'; readonly language: Language; readonly resume: Stage } & Ladder)
  /** It was accepted and is being got ready. */
  | ({ readonly name: 'changing-language'; readonly language: Language; readonly resume: Stage } & Ladder)
  | ({ readonly name: 'closing'; readonly additions: number; readonly asks: 'nothing' | 'remark' } & Ladder)
  | { readonly name: 'ended'; readonly disposition: Disposition }

/** A piece of speech on its way to the patient, as far as it has not been heard. */
export interface Piece {
  readonly sayId: string
  readonly linkId: LinkId
  readonly sentences: readonly string[]
  readonly overlap: Overlap
  readonly purpose: 'greeting' | 'question' | 'read-back' | 'explanation' | 'red-flag' | 'closing'
}

/** Everything a conversation is: JSON, so that a call can be resumed and a step replayed. */
export interface State {
  readonly context: CallContext
  readonly stage: Stage
  readonly says: number
  readonly turns: number
  /** Whether anything was heard after the greeting. */
  readonly spoke: boolean
  readonly identity: Identity
  readonly byCaregiver: boolean
  readonly caregiverName?: string
  /** As a caller said it. */
  readonly callerName?: string
  /** A call that came in has become a due call. */
  readonly continues?: boolean
  /** Answers of an earlier call were taken over. */
  readonly resumed?: boolean
  readonly asked: readonly LinkId[]
  readonly closingBegan: boolean
  readonly answers: Readonly<Record<LinkId, ItemAnswer>>
  /** Values of later items told in an earlier answer. */
  readonly ahead: Readonly<Record<LinkId, { readonly hearing: Hearing; readonly startMs: Ms; readonly endMs: Ms }>>
  /** Items with a pending answer that was told before its question: confirmed when their turn comes. */
  readonly toldAhead: readonly LinkId[]
  readonly alerts: Readonly<Record<string, AlertFact>>
  readonly tasks: readonly TaskKind[]
  readonly skipped: readonly LinkId[]
  readonly tempo: number
  readonly gainDb: number
  readonly playing: readonly Piece[]
  /** What was left of the closing when something came up. */
  readonly aside: readonly Piece[]
  /** Items skipped in silence one after the other. */
  readonly silentItems: number
  readonly teamAsked: number
  /** Who asked for a person was put through once; not a second time in the same call. */
  readonly transferTried?: boolean
  /** Another language that was spoken, and how often in a row without being understood. */
  readonly foreign?: { readonly language: Language; readonly times: number } | undefined
  readonly languageOffered?: boolean
  /** The caller wanted this language: the one of a record is not offered against it. */
  readonly languageChosen?: true
  /** In which the AI notice was said. */
  readonly noticed: readonly Language[]
}

export const openState = (context: CallContext): State => ({
  context,
  stage: { name: 'opening' },
  says: 0,
  turns: 0,
  spoke: false,
  identity: 'not-reached',
  byCaregiver: false,
  asked: [],
  closingBegan: false,
  answers: {},
  ahead: {},
  toldAhead: [],
  alerts: {},
  tasks: [],
  skipped: [],
  tempo: context.tempo ?? 1,
  gainDb: context.gainDb ?? 0,
  playing: [],
  aside: [],
  silentItems: 0,
  teamAsked: 0,
  noticed: [],
})

/** Identity is settled: the record may be used. */
export const isSettled = (state: State): boolean =>
  state.identity === 'verified' || state.identity === 'caregiver-verified'

export const ladderOf = (stage: Stage): Ladder => ('silences' in stage ? stage : FIRST_STEP)
