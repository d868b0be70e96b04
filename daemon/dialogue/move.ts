import type { Hearing } from '../domain/expected.js'
import type { Disposition } from '../domain/outcome.js'
import type { Ms } from '../domain/units.js'
import type { Stage } from './state.js'

/** One turn of the patient as the stages see it: by voice or by keys. */
export interface Told {
  readonly hearing: Hearing
  readonly startMs: Ms
  readonly endMs: Ms
  readonly keys?: string
}

/** What a stage decides; `step` carries it out. `lead` is said before what follows. */
export type Move =
  | { readonly to: 'ask'; readonly stage: Stage; readonly how?: How; readonly lead?: readonly string[] }
  /** The next item, or the closing. */
  | { readonly to: 'next'; readonly lead?: readonly string[] }
  | { readonly to: 'end'; readonly disposition: Disposition; readonly sentences: readonly string[] }
  /** Nothing to say: go on waiting. */
  | { readonly to: 'listen'; readonly stage: Stage; readonly thinkMs?: number; readonly lead?: readonly string[] }
  /** What was said holds no answer to this stage. */
  | { readonly to: 'miss' }
  /** Back to a stage that was put aside: what was heard then may answer it. */
  | { readonly to: 'again'; readonly stage: Stage; readonly told: Told; readonly lead: readonly string[] }
  /** A danger sign is settled as an emergency: advice, then stay. */
  | { readonly to: 'advise'; readonly sign: string; readonly lead?: readonly string[] }
  /** Goes on where the voice stopped. */
  | { readonly to: 'resume'; readonly lead?: readonly string[] }

export type How = 'ask' | 'rephrase' | 'keypad'
