import type { Judgement } from '../dialogue/port.js'
import { type Ms, ms } from '../domain/units.js'

/** When the ear takes a sound for speech, and silence for the end of a turn. */
export interface EarOptions {
  readonly startScore: number
  readonly stopScore: number
  /** From here on a single window may be the beginning of speech. */
  readonly stirScore: number
  /** Below this level a window is never speech, whatever Silero thinks of it (line hum, comfort noise). */
  readonly floorDbfs: number
  readonly onsetWindows: number
  /** First short silence at which recognition starts on speculation. */
  readonly speculateMs: Ms
  /** Silence that ends a turn, by what was heard in it so far. */
  readonly endMs: Readonly<Record<Judgement, Ms>>
  /** A turn longer than `afterMs` without a pause waits this long instead (an answering machine's greeting has pauses). */
  readonly longTurn?: { readonly afterMs: Ms; readonly endMs: Ms }
  readonly maxTurnMs: Ms
  readonly preRollWindows: number
}

/** So much silence, and whoever spoke has stopped: what comes behind it is somebody who begins. */
export const REST_MS = ms(300)

/** Set from the corpus' pause clips (inner pauses of 0.6–1.5 s) and measured by bench turn-gap. */
export const TELEPHONE_EAR = {
  startScore: 0.5,
  stopScore: 0.35,
  stirScore: 0.2,
  floorDbfs: -50,
  onsetWindows: 2,
  // Four windows. With three "ah non, pas du tout" and "non merci" came back as other words (surgery-all-well): they need their tail.
  speculateMs: ms(120),
  endMs: { complete: ms(320), finished: ms(650), open: ms(1000), hesitating: ms(1550), searching: ms(1900) },
  maxTurnMs: ms(20_000),
  preRollWindows: 8,
} as const satisfies EarOptions

/**
 * For the callee's first words (CLINICAL.md, The call, 1): our first words come within 1 s of their end; more than 4 s of
 * unbroken speech is waited out to 2 s of silence.
 */
export const OPENING_EAR = {
  ...TELEPHONE_EAR,
  endMs: { complete: ms(450), finished: ms(450), open: ms(450), hesitating: ms(450), searching: ms(450) },
  longTurn: { afterMs: ms(4000), endMs: ms(2000) },
} as const satisfies EarOptions
