import type { CallContext, Dialogue, Heard } from '../dialogue/port.js'
import type { MediaLeg } from '../media/port.js'
import type { Prompts, Recogniser } from '../speech/port.js'
import type { CallLog, CallObserver } from './port.js'
import type { Records } from './records.js'

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
  readonly recordingPath: string
  readonly tempo: number
  readonly gainDb: number
  /** Work in flight is counted here, so that virtual time can wait for it. */
  readonly busy: <T>(work: Promise<T>) => Promise<T>
  readonly hangUp: () => void
  /** A call that came in: takes over what is due to the caller who was verified as this candidate. */
  readonly claim?: ((candidate: number) => Promise<Omit<Heard & { type: 'claimed' }, 'type' | 'atMs'>>) | undefined
}
