import type { LinkId } from '../domain/outcome.js'
import { db, durationMs, LINE_HZ, ms, samples } from '../domain/units.js'
import type { MediaEvent, MediaLeg } from '../media/port.js'
import { Answers } from './answers.js'
import { DEFAULT_AFTER_MS, type Interruption, type Rehearsal, type Utterance } from './format.js'
import { Listening, type Window } from './listening.js'
import type { HeardPrompt, SpokenByPatient } from './story.js'

/** What the call tells the patient, and all it tells: which item the words now heard belong to. */
export interface Asked {
  readonly linkId: LinkId
  /** The item whose answers are taken, where it differs (a confirming question). */
  readonly belongsTo?: LinkId | undefined
}

/** An RFC 4733 event and its pause, for knowing when the patient's hands are free again. */
const KEY_MS = 200
/** A voice that goes on for so long after an interruption does not yield: what it says is a prompt again. */
const YIELD_MS = 1000
/** A window is 32 ms: acting half of one early makes the mean error zero. */
const HALF_WINDOW_MS = 16

type Mouth =
  | { readonly name: 'quiet' }
  | { readonly name: 'speaking'; readonly spoken: SpokenByPatient; readonly untilMs: number }

export interface PatientParts {
  readonly rehearsal: Rehearsal
  readonly leg: MediaLeg
  readonly asked: () => Asked | undefined
  readonly hangUp: () => void
}

/**
 * The simulated patient on one answered call. It has no clock: every decision is taken on a window of what it hears, so it
 * plays the same part in real and in virtual time.
 */
export class SimulatedPatient {
  readonly utterances: SpokenByPatient[] = []
  readonly prompts: HeardPrompt[] = []
  private readonly parts: PatientParts
  private readonly answers: Answers
  private readonly listening = new Listening()
  private readonly interruptions: Interruption[]
  private readonly opening: Utterance[]
  private mouth: Mouth = { name: 'quiet' }
  /** Something was said to the patient that it has not answered yet. */
  private owes = false
  /** Until then the voice that was interrupted may sound on, in bursts too, without counting as a new prompt. */
  private yieldingUntilMs = Number.NEGATIVE_INFINITY
  private prompt: HeardPrompt | undefined
  /** Prompts heard so far, by item. */
  private readonly heardOf = new Map<LinkId, number>()
  private plays = 0

  constructor(parts: PatientParts) {
    this.parts = parts
    this.answers = new Answers(parts.rehearsal.answers)
    this.interruptions = [...parts.rehearsal.interrupt]
    this.opening = [...parts.rehearsal.opening]
  }

  /** The leg's events, from the answer on. */
  media(event: MediaEvent): void {
    if (event.type === 'window') this.window(event)
    if (event.type === 'play-started') this.started(event.playId, event.atMs)
    if (event.type === 'play-ended') this.press(event.playId)
  }

  private window(window: Window): void {
    const lengthMs = durationMs(window.pcm.length, LINE_HZ)
    this.hear(this.listening.window(window, lengthMs), window.startAtMs)
    if (this.mouth.name === 'speaking' && this.listening.nowMs >= this.mouth.untilMs) this.mouth = { name: 'quiet' }
    this.interruptOrLeave()
    if (this.mouth.name === 'quiet') this.answerWhenDue()
  }

  private hear(heard: 'onset' | 'voiced' | 'silent', atMs: number): void {
    if (heard === 'silent') return
    const linkId = this.parts.asked()?.linkId ?? 'greeting'
    const other = this.prompt?.linkId !== linkId
    if (other || (heard === 'onset' && !this.owes)) {
      this.prompt = { linkId, startMs: heard === 'onset' ? this.listening.onsetMs : atMs, endMs: atMs }
      this.prompts.push(this.prompt)
      this.heardOf.set(linkId, (this.heardOf.get(linkId) ?? 0) + 1)
    }
    if (this.prompt !== undefined) this.prompt.endMs = this.listening.lastVoicedMs
    if (other || this.listening.nowMs > this.yieldingUntilMs) this.owes = true
  }

  private interruptOrLeave(): void {
    const prompt = this.prompt
    if (prompt === undefined) return
    const passedMs = this.listening.nowMs - prompt.startMs + HALF_WINDOW_MS
    const isNow = ({ during, nth, atMs }: Pick<Interruption, 'during' | 'nth' | 'atMs'>) =>
      during === prompt.linkId && nth === this.heardOf.get(prompt.linkId) && passedMs >= atMs
    const leave = this.parts.rehearsal.hangUp
    if (leave !== undefined && isNow(leave)) return this.parts.hangUp()
    if (this.mouth.name === 'speaking') return
    const index = this.interruptions.findIndex(isNow)
    const due = this.interruptions[index]
    if (due === undefined) return
    this.interruptions.splice(index, 1)
    this.answers.interrupt(prompt.linkId)
    this.yieldingUntilMs = this.listening.nowMs + Math.max(YIELD_MS, lengthOf(due.clips, 0))
    this.speak({ clips: due.clips, thenMs: 0, afterMs: 0, keys: due.keys }, 'interruption', prompt.linkId)
  }

  private answerWhenDue(): void {
    const first = this.opening[0]
    if (first !== undefined) {
      if (this.waited(this.listening.nowMs, first.afterMs)) this.speak(this.opening.shift()!, 'opening', 'greeting')
      return
    }
    if (!this.owes || this.listening.sounding) return
    const asked = this.parts.asked()
    const linkId = asked?.belongsTo ?? asked?.linkId ?? 'greeting'
    const afterMs = this.answers.next(linkId)?.afterMs ?? DEFAULT_AFTER_MS
    if (!this.waited(this.listening.silentMs, afterMs)) return
    this.owes = false
    const answer = this.answers.take(linkId)
    if (answer !== undefined) this.speak(answer, 'answer', linkId)
  }

  private waited(sinceMs: number, afterMs: number): boolean {
    return sinceMs + HALF_WINDOW_MS >= afterMs
  }

  private speak({ clips, thenMs, keys = '' }: Utterance, kind: SpokenByPatient['kind'], linkId: LinkId): void {
    const { leg } = this.parts
    const startMs = this.listening.nowMs
    const soundMs = lengthOf(clips, thenMs)
    const playId = `patient-${this.plays++}`
    const spoken = { playId, kind, linkId, startMs, endMs: startMs + soundMs, keys }
    this.utterances.push(spoken)
    this.owes = false
    this.mouth = { name: 'speaking', spoken, untilMs: spoken.endMs + keys.length * KEY_MS }
    if (clips.length > 0) {
      leg.play({ playId, clips: clips.map(pcm => ({ pcm })), gapMs: ms(thenMs), tempo: 1, gainDb: db(0) })
    }
    if (clips.length === 0) this.press(playId)
  }

  /** Keys come behind the words of their answer: a leg that presses a key does not speak meanwhile. */
  private press(playId: string): void {
    const keys = this.utterances.find(one => one.playId === playId)?.keys
    if (keys) this.parts.leg.sendDigits(keys)
  }

  /** The beat's own time of the first sample is surer than ours. */
  private started(playId: string, atMs: number): void {
    const spoken = this.utterances.find(one => one.playId === playId)
    if (spoken === undefined) return
    spoken.endMs += atMs - spoken.startMs
    spoken.startMs = atMs
  }
}

const lengthOf = (clips: readonly Int16Array[], gapMs: number): number =>
  clips.reduce(
    (total, clip) => total + durationMs(samples(clip.length), LINE_HZ),
    Math.max(0, clips.length - 1) * gapMs,
  )
