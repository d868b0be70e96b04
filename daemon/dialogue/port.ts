import type { Expected, Hearing, Language } from '../domain/expected.js'
import type {
  AlertConfirmation,
  AlertRule,
  AnswerValue,
  Disposition,
  Identity,
  ItemStatus,
  LinkId,
  TaskKind,
  Urgency,
} from '../domain/outcome.js'
import type { Ms } from '../domain/units.js'

export type { Announcer, NurseNeed } from './nurse-need.js'

export interface Caregiver {
  readonly name: string
  readonly relation: string
}

/** What the dialogue may know of the patient. Nothing of it is used before the identity is settled, but name and title. */
export interface Person {
  readonly givenName: string
  readonly familyName: string
  /** YYYY-MM-DD */
  readonly birthDate: string
  readonly sex?: 'f' | 'm' | 'x'
  /** "Madame", "Monsieur"; neutral wording when absent and sex unknown. */
  readonly title?: string
  /** How the name is said, where it differs from how it is written. */
  readonly spokenName?: string
  readonly caregivers: readonly Caregiver[]
}

export interface CallContext {
  readonly language: Language
  readonly person: Person
  readonly hospital: {
    readonly name: string
    readonly wardNumber: string
    readonly switchboard: string
    /** When people answer, as each language says it behind "Nous répondons"; not said in one that has none. */
    readonly hours?: Partial<Readonly<Record<Language, string>>>
  }
  /** Wall clock in Europe/Brussels at the answer: which doctor the closing names, date arithmetic. ISO without zone. */
  readonly nowLocal: string
  readonly nightWeekendOrHoliday: boolean
  /** Answers of an earlier call for the same due call, which broke off: this one goes on behind them. */
  readonly earlier?: readonly ItemAnswer[]
  /** We are being called, perhaps by one of these; `person` is nobody until the date of birth has told who. */
  readonly received?: { readonly candidates: readonly Person[] }
  /** Begin at this item (tests). */
  readonly startAt?: LinkId
  /** How this patient asked to be spoken to in earlier calls. */
  readonly tempo?: number
  readonly gainDb?: number
  /** A nurse can take a transfer now: who asks for a person is offered one. */
  readonly nurseAvailable?: boolean
  /** There are nurses' numbers to ring for an emergency, at any hour. */
  readonly nurseRings?: boolean
}

/** What the dialogue is told, one at a time. Times are ms since the answer. */
export type Heard =
  /** Line open and the callee's first utterance over (its text and length; '' where nothing was said or recognised): greet now. */
  | {
      readonly type: 'opened'
      readonly text: string
      /** The same in the language that it was clearly spoken in. */
      readonly otherText?: string
      readonly lengthMs: Ms
      readonly atMs: Ms
    }
  /** One whole turn of the patient. `underSay`: spoken while a piece that could not be cut was playing: only red flags count. */
  | {
      readonly type: 'utterance'
      readonly hearing: Hearing
      readonly startMs: Ms
      readonly endMs: Ms
      readonly underSay?: boolean
    }
  /** A whole key entry as `keysComplete` judged it. */
  | { readonly type: 'keys'; readonly keys: string; readonly atMs: Ms }
  /** Nothing for the `thinkMs` of the last listen, counted from the end of the voice. */
  | { readonly type: 'silence'; readonly atMs: Ms }
  /** The voice ended, or was cut by the patient after `heardMs`. */
  | {
      readonly type: 'said'
      readonly sayId: string
      readonly heardMs: Ms
      readonly wholeMs: Ms
      readonly cut: boolean
      readonly atMs: Ms
    }
  | { readonly type: 'recording'; readonly startMs: Ms }
  /** The answer to `claim`: the call that is due to the caller, by its protocol; absent where there is none. */
  | {
      readonly type: 'claimed'
      readonly protocol?: string
      readonly earlier?: readonly ItemAnswer[]
      /** The patient's. */
      readonly language?: Language
      readonly tempo?: number
      readonly gainDb?: number
      readonly atMs: Ms
    }
  | { readonly type: 'hung-up'; readonly atMs: Ms }
  /**
   * The answer to a `language` that was accepted. `spoken` is told to the dialogue of that language, which takes over the state;
   * `not-spoken` too, for its last words, where the language has a voice but the questionnaire no wording in it.
   */
  | {
      readonly type: 'language'
      readonly language: Language
      readonly outcome: 'spoken' | 'not-spoken'
      readonly atMs: Ms
    }
  | { readonly type: 'failure'; readonly part: 'recogniser' | 'voice' | 'store' | 'line'; readonly atMs: Ms }
  /** How the transfer stands: a phone rings, a nurse accepts, the patient and she hear each other, nobody takes it. */
  | { readonly type: 'transfer'; readonly outcome: TransferOutcome; readonly atMs: Ms }
  /** Ten minutes (CLINICAL.md): close politely. */
  | { readonly type: 'too-long'; readonly atMs: Ms }

export type TransferOutcome = 'ringing' | 'accepted' | 'joined' | 'nobody'

/**
 * How the patient may talk over a piece: `never` (AI disclosure, consent, red flag), `duck` (explanation: duck, then stop),
 * `stop` (question: stop at once).
 */
export type Overlap = 'never' | 'duck' | 'stop'

export interface ItemAnswer {
  readonly linkId: LinkId
  readonly question: string
  readonly status: ItemStatus
  readonly value?: AnswerValue
  /** The patient's words, or the keys. */
  readonly text?: string
  readonly confidence?: number
  readonly startMs?: Ms
  readonly endMs?: Ms
  /** Stored before the read-back; confirmed, unclear, unanswered, hang-up or crash make it final with its alert. */
  readonly pending?: boolean
  readonly readBack?: 'confirmed' | 'corrected' | 'unclear' | 'unanswered'
  readonly byKeypad?: boolean
  readonly byCaregiver?: boolean
  /** What this value alerts for unless it is corrected: raised by the store if the call ends before it is settled. */
  readonly pendingAlerts?: readonly AlertFact[]
  /** Values said before and corrected ("hier huit, aujourd'hui quatre"; withdrawn pending values). */
  readonly earlier?: readonly { readonly value: AnswerValue; readonly text: string }[]
}

export interface AlertFact {
  /** Stable within the call: raising the same key again raises the urgency, never a second alert, never lower. */
  readonly key: string
  readonly rule: AlertRule
  readonly ruleVersion: string
  readonly urgency: Urgency
  readonly linkId?: LinkId
  readonly question?: string
  /** The patient's words. */
  readonly words?: string
  readonly confidence?: number
  /** Ms since the answer; the caller turns it into a second of the recording, null without one. */
  readonly atMs?: Ms
  /** Shown beside the alert: confirmed, denied, unclear, silence, hung-up, not yet asked. */
  readonly confirmation?: AlertConfirmation
}

/** What is to be done, in this order; each is finished (an alert: committed) before the next begins. */
export type Act =
  | {
      readonly type: 'say'
      readonly sayId: string
      readonly linkId: LinkId
      readonly sentences: readonly string[]
      readonly overlap: Overlap /** this piece is the goodbye or a question … for the transcript */
      readonly purpose: 'greeting' | 'question' | 'read-back' | 'explanation' | 'red-flag' | 'closing'
    }
  /** After the say before it: wait for the patient. At most one in a list, the last but for nothing. */
  | {
      readonly type: 'listen'
      readonly linkId: LinkId
      readonly expected: Expected
      readonly thinkMs: Ms
      /** The answer is likelier in this language than in the one that is spoken. */
      readonly language?: Language
    }
  | { readonly type: 'identity'; readonly identity: Identity }
  | {
      readonly type: 'consent'
      readonly kind: 'ai-notice' | 'recording' | 'automated-call'
      readonly given: boolean
      readonly textVersion: string
    }
  /** A caller was verified as this candidate: take over a call that is due; answered by `claimed`. */
  | { readonly type: 'claim'; readonly candidate: number }
  | { readonly type: 'start-recording' }
  | { readonly type: 'answer'; readonly answer: ItemAnswer }
  | { readonly type: 'alert'; readonly alert: AlertFact }
  | {
      readonly type: 'task'
      readonly kind: TaskKind
      readonly note?: string /** local ISO time the patient named */
      readonly notBefore?: string
    }
  /** Kept for the call and, where the patient was verified, for the next ones. */
  | { readonly type: 'prosody'; readonly tempo: number; readonly gainDb: number }
  /** Another language for the rest of the call: `offered`, to be got ready; `accepted`, answered by `language`. */
  | { readonly type: 'language'; readonly language: Language; readonly step: 'offered' | 'accepted' }
  /** The patient, verified, speaks it: of the next calls too. */
  | { readonly type: 'keep-language'; readonly language: Language }
  | { readonly type: 'opt-out'; readonly scope: 'patient' | 'number' }
  /** Rings the nurses, whether the patient is still there or not; `transfer` is heard for each step. */
  | {
      readonly type: 'transfer'
      readonly key: string
      readonly why: 'emergency' | 'wish'
      readonly sign?: string
      /** The patient's, in the language in which they were heard. */
      readonly words?: string
      readonly wordsIn: Language
      /** The identity is settled. */
      readonly verified: boolean
    }
  /** The patient took it back: no further nurse is rung. */
  | { readonly type: 'transfer-stop'; readonly key: string }
  /** Once all is said: the patient and the nurse who accepted hear each other. */
  | { readonly type: 'join' }
  /** The agent leaves; the line stays with the patient and the nurse. */
  | { readonly type: 'leave'; readonly disposition: Disposition }
  /** Score and band where the protocol has one. */
  | { readonly type: 'score'; readonly score: number; readonly complete: boolean; readonly band: string }
  | { readonly type: 'hang-up'; readonly disposition: Disposition }

/**
 * How whole an answer is: a closed question answered (`complete`), free speech whose sentence is closed (`finished`), no whole
 * answer yet (`open`), a closed question without its answer (`hesitating`), words that ask for more ("euh", "c'est": `searching`).
 */
export type Judgement = 'complete' | 'finished' | 'open' | 'hesitating' | 'searching'

/** A questionnaire as a call uses it. */
export interface ProtocolUsed {
  readonly id: string
  /** The file's version and a digest of all its wording and rules ("1.1.0+9f86d081884c"): what was edited in place differs. */
  readonly version: string
  /** JSON of the questionnaire and the common wordings. */
  readonly text: string
}

/** Opaque to everybody else; JSON-serialisable, so a call can be resumed and a step replayed. */
export interface DialogueStep<State> {
  readonly state: State
  readonly acts: readonly Act[]
}

export interface Dialogue<State = unknown> {
  /** The state before anything was heard; the first `step` is `opened`. */
  open(context: CallContext): State
  /** Pure: no clock, no I/O, same input → same output. Never throws. */
  step(state: State, heard: Heard): DialogueStep<State>
  /** Whether keys so far are a whole answer to what is being listened for, or how long to wait for one more. */
  keysComplete(state: State, keys: string): { readonly complete: boolean; readonly waitMs: Ms }
  /** What a hang-up now would be (completed after the closing began, partial after the first question, interrupted …). */
  dispositionNow(state: State): Disposition
  /** Is this hearing a whole answer to what is being listened for? Decides how long the end of a turn is waited for. */
  judge(state: State, hearing: Hearing): Judgement
  /** Every item of the protocol, for "not asked" in reports. */
  readonly linkIds: readonly LinkId[]
  readonly protocol: ProtocolUsed
  /** Every sentence that any call with this protocol and language can need, names aside: rendered at set-up. */
  fixedSentences(language: Language, hospital: CallContext['hospital']): readonly string[]
  /** The sentences that depend on this person (names): rendered before the call starts. */
  personSentences(context: CallContext): readonly string[]
  /** What a caller hears whose call cannot be taken. */
  turnedAway(hospital: CallContext['hospital']): {
    readonly full: readonly string[]
    readonly failed: readonly string[]
  }
  /** Carrier texts of closed questions. */
  carriers(language: Language): readonly string[]
}
