import type { LinkId } from '../domain/outcome.js'
import type { KeptAudio } from '../media/port.js'

/** One thing the patient said or keyed, with the pause inside it; ms since the answer. */
export interface SpokenByPatient {
  readonly playId: string
  readonly kind: 'opening' | 'answer' | 'interruption'
  readonly linkId: LinkId
  startMs: number
  /** End of the clip, its silent tail included; the last sound lies before it. */
  endMs: number
  readonly keys: string
}

/** One stretch of the agent's voice that the patient took for a prompt; ms since the answer. */
export interface HeardPrompt {
  readonly linkId: LinkId
  readonly startMs: number
  endMs: number
}

/** What happened at the patient's end. */
export interface PatientStory {
  /** False when the phone was busy, rejected or not answered. */
  readonly answered: boolean
  readonly utterances: readonly SpokenByPatient[]
  readonly prompts: readonly HeardPrompt[]
  /** Both directions since the answer; undefined when the line does not keep them or was never open. */
  readonly audio: KeptAudio | undefined
}
