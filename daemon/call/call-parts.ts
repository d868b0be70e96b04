import type { CallContext, Dialogue } from '../dialogue/port.js'
import type { Language } from '../domain/expected.js'
import type { CallId } from '../domain/ids.js'
import type { Prompts, Recogniser } from '../speech/port.js'
import type { Store } from '../store/port.js'
import type { Leg, Telephony } from '../telephony/port.js'
import type { ConversationParts, RecordingPlace } from './conversation-parts.js'
import type { NurseSetting } from './nurses.js'
import type { CallLog, CallObserver } from './port.js'
import type { Records } from './records.js'

/** What calls of one language are spoken with. */
export interface Spoken {
  readonly prompts: Prompts
  /** By the id of their questionnaire: those that are worded in the language. */
  readonly dialogues: ReadonlyMap<string, Dialogue>
  /** The others, for their last words only: that somebody who speaks it will call back. */
  readonly partings?: ReadonlyMap<string, Dialogue>
}

export interface CallParts {
  readonly telephony: Telephony
  readonly recogniser: Recogniser
  readonly prompts: Prompts
  readonly store: Store
  readonly log: CallLog
  readonly dialogues: ReadonlyMap<string, Dialogue>
  /** The patient's language, loaded at the first call that needs it. Throws Failure call/language where it cannot be spoken. */
  readonly spoken: (language: Language) => Promise<Spoken>
  readonly hospital: CallContext['hospital']
  /** Wall clock of the hospital. */
  readonly local: () => { readonly nowLocal: string; readonly nightWeekendOrHoliday: boolean }
  readonly now: () => Date
  readonly newId: () => string
  readonly recording: (callId: CallId) => RecordingPlace
  readonly ringMs: number
  readonly codec?: 'alaw' | 'ulaw'
  readonly extra?: Partial<Pick<CallContext, 'startAt' | 'nurseAvailable'>>
  readonly transfer: NurseSetting
  readonly busy?: <T>(work: Promise<T>) => Promise<T>
  /** Told whenever a call begins or ends: the recogniser shares its threads by it. */
  readonly onLive?: (count: number) => void
  /** Calls at once before one that comes in is turned away. Default 10. */
  readonly mostCalls?: number
}

/** A call from its dial, or its arrival, on. */
export interface FollowedCall {
  readonly dialogue: Dialogue
  readonly prompts: Prompts
  readonly context: CallContext
  readonly callId: CallId
  readonly records: Records
  readonly leg: Leg
  readonly observer: CallObserver
  readonly tempo: number
  readonly gainDb: number
  readonly speakIn: ConversationParts['speakIn']
  readonly claim?: ConversationParts['claim']
}
