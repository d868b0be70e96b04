import type { Act, CallContext, Dialogue, Heard } from '../dialogue/port.js'
import type { Language } from '../domain/expected.js'
import { type Ms, ms } from '../domain/units.js'
import type { MediaLeg } from '../media/port.js'
import type { FileSeal } from '../sealing/port.js'
import type { Prompts, Recogniser } from '../speech/port.js'
import type { CallLog, CallObserver } from './port.js'
import type { Records } from './records.js'
import type { SpeakIn } from './talk.js'
import type { Transfer } from './transfer.js'

/** Where a call is recorded, and how it is sealed. */
export interface RecordingPlace {
  readonly path: string
  readonly seal?: FileSeal
}

/** All that one answered call is made of. */
export interface ConversationParts {
  readonly leg: MediaLeg
  readonly dialogue: Dialogue
  readonly context: CallContext
  readonly recogniser: Recogniser
  readonly prompts: Prompts
  readonly records: Records
  readonly observer: CallObserver
  readonly log: CallLog
  readonly recording: RecordingPlace
  readonly tempo: number
  readonly gainDb: number
  /** Work in flight is counted here, so that virtual time can wait for it. */
  readonly busy: <T>(work: Promise<T>) => Promise<T>
  readonly hangUp: () => void
  /** Another language for the rest of the call. */
  readonly speakIn: SpeakIn
  /** A call that came in: takes over what is due to the caller who was verified as this candidate. */
  readonly claim?:
    | ((candidate: number, language: Language) => Promise<Omit<Heard & { type: 'claimed' }, 'type' | 'atMs'>>)
    | undefined
  readonly transfer: Pick<Transfer, 'start' | 'stop' | 'join'>
}

/** CLINICAL.md, When to call: a call in progress longer than this is closed politely. */
export const LONGEST_MS = ms(600_000)
/** Nothing from the far end for so long: the line is gone, whatever the PBX says. */
export const STARVED_MS = ms(15_000)

/** Alerts and tasks are tried again until they are committed, whatever failed before them; an end stays an end. */
export const MUST_GO_ON: ReadonlySet<Act['type']> = new Set(['alert', 'task', 'hang-up', 'transfer', 'leave'])

/** When what was heard was over, ms since the answer. */
export const momentOf = (heard: Heard, nowMs: Ms): Ms =>
  'endMs' in heard ? heard.endMs : 'atMs' in heard ? heard.atMs : nowMs
