import { type Ms, ms } from '../domain/units.js'
import type { Ear } from './ear.js'

/** Nobody says anything after the answer: greet then (CLINICAL.md, The call, 1). */
const SILENT_ANSWER_MS = ms(2000)
/** A caller has the phone at the ear: the audio of both ends stands by then. */
const RECEIVED_MS = ms(300)
/**
 * The first words come within 1 s of the end of "Allô ?", recognised by then or not: a window and the way to the phone
 * through Asterisk take 150 to 350 ms of it (835 ms were measured at the phone with 620 here, 1,155 with 810). Recognition takes longer
 * where speech is read twice, so that more greetings come by this clock.
 */
const GREET_BY_MS = ms(620)
/** Beyond this a first utterance is waited out as a machine's greeting. */
const HUMAN_MS = ms(4000)
/** A television or a line that never falls silent is greeted all the same. */
const LATEST_MS = ms(25_000)

/** When to speak first. Advisory only: a human who speaks is never hung up on. */
export class Opening {
  private waiting = true
  private readonly silentAnswerMs: Ms

  /** Whoever calls us waits for our word. */
  constructor(received = false) {
    this.silentAnswerMs = received ? RECEIVED_MS : SILENT_ANSWER_MS
  }

  /** The callee's first turn was recognised: true when it opens the conversation. */
  turn(): boolean {
    const opens = this.waiting
    this.waiting = false
    return opens
  }

  /** Nobody was greeted yet. */
  get pending(): boolean {
    return this.waiting
  }

  /** Once, when it is time to greet without words recognised; how long the callee spoke. */
  window(nowMs: Ms, ear: Pick<Ear, 'quiet' | 'undecidedMs' | 'speechMs'>): { readonly lengthMs: Ms } | undefined {
    if (!this.waiting) return undefined
    const silent = ear.quiet && nowMs >= this.silentAnswerMs
    const late = ear.undecidedMs >= GREET_BY_MS && ear.speechMs <= HUMAN_MS
    if (!silent && !late && nowMs < LATEST_MS) return undefined
    this.waiting = false
    return { lengthMs: silent ? ms(0) : ear.speechMs }
  }
}
