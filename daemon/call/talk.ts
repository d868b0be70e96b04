import type { Act, CallContext, Dialogue, Heard } from '../dialogue/port.js'
import type { Hearing, Language } from '../domain/expected.js'
import { Failure } from '../domain/failure.js'
import type { Clip } from '../media/port.js'
import type { Prompts } from '../speech/port.js'
import type { Sound } from './live-play.js'
import type { CallLog } from './port.js'

/** One language of a call: its dialogue and the voice that says it. */
export interface Voiced {
  readonly language: Language
  readonly dialogue: Dialogue
  readonly prompts: Prompts
  /** False: the questionnaire has no wording in it, only the last words are said so. */
  readonly worded: boolean
}

/** A language ready to be spoken in this call; throws Failure call/language where it cannot be. */
export type SpeakIn = (language: Language) => Promise<Voiced>

interface TalkParts extends Pick<Voiced, 'dialogue' | 'prompts'> {
  readonly context: CallContext
  readonly speakIn: SpeakIn
  readonly busy: <T>(work: Promise<T>) => Promise<T>
  readonly log: CallLog
}

/** So many sentences at a time: what is to be said now waits for no more than these. */
const AHEAD = 2

/** The dialogue of a call with its state, in the language in which it is held now. */
export class Talk {
  private readonly parts: TalkParts
  private state: unknown
  private readonly first: Voiced
  private current: Voiced
  /** In the order in which they were first spoken. */
  private readonly spoken: Voiced[]
  private readonly ready = new Map<Language, Voiced>()
  private readonly versions = new Map<string, string>()
  private listensIn: Language | undefined
  private over = false

  constructor(parts: TalkParts) {
    this.parts = parts
    const { context, dialogue, prompts } = parts
    this.first = { language: context.language, dialogue, prompts, worded: true }
    this.current = this.first
    this.spoken = [this.first]
    this.state = dialogue.open(context)
  }

  get language(): Language {
    return this.current.language
  }

  /** In which the answer that is waited for is heard. */
  get heardLanguage(): Language {
    return this.listensIn ?? this.current.language
  }

  /** Where the language of which is heard can be spoken now, its dialogue takes over the state. */
  step(heard: Heard): readonly Act[] {
    const before = this.current
    const next = heard.type === 'language' ? this.ready.get(heard.language) : undefined
    if (next !== undefined) this.speak(next)
    if (heard.type === 'failure' && heard.part === 'voice') {
      this.parts.log.warn({ language: this.language }, 'the voice has failed')
      // The last words themselves: the call ends without them.
      if (this.over) return []
      // What was rendered before the call says so, rather than nobody.
      this.current = this.first
    }
    const { state, acts } = this.current.dialogue.step(this.state, heard)
    this.state = state
    const lastWords = acts.some(act => act.type === 'hang-up')
    if (next?.worded === false && !lastWords) this.current = before
    for (const act of acts) if (act.type === 'listen') this.listensIn = act.language
    for (const act of acts) if (act.type === 'say') this.versions.set(act.sayId, this.current.dialogue.protocol.version)
    if (acts.some(act => act.type === 'hang-up' || act.type === 'leave')) this.over = true
    return acts
  }

  private speak(next: Voiced): void {
    this.current = next
    if (!this.spoken.includes(next)) this.spoken.push(next)
    if (next.worded) void this.renderAhead(next)
  }

  /** Got ready while it is offered; once it is accepted, `tell` says whether it is spoken from now on. */
  async change(
    { language, step }: Extract<Act, { type: 'language' }>,
    tell: (outcome: 'spoken' | 'not-spoken') => void,
  ): Promise<void> {
    try {
      const voiced = await this.parts.busy(this.parts.speakIn(language))
      if (step === 'offered') return
      this.ready.set(language, voiced)
      tell(voiced.worded ? 'spoken' : 'not-spoken')
    } catch (cause) {
      if (step === 'offered') return
      this.ready.delete(language)
      const code = cause instanceof Failure ? cause.code : 'unknown'
      this.parts.log.warn({ code, language }, 'a language that was accepted cannot be spoken')
      tell('not-spoken')
    }
  }

  /**
   * What is to be said now stands on the shelf, or can be said as it is rendered. Slower speech is stretched whole; what the first
   * language says was rendered before the call.
   */
  async render(sentences: readonly string[], tempo: number): Promise<void> {
    const { prompts } = this.current
    if (this.current !== this.first && (tempo !== 1 || prompts.speak === undefined)) await prompts.render(sentences)
  }

  /** A sentence from the shelf, or as it is rendered. */
  sound(text: string): Sound {
    const { prompts } = this.current
    const isAway = this.current !== this.first && !this.has(text)
    return (isAway ? prompts.speak?.(text) : undefined) ?? this.get(text)
  }

  has(text: string): boolean {
    return this.spoken.some(({ prompts }) => prompts.has(text))
  }

  get busy(): TalkParts['busy'] {
    return this.parts.busy
  }

  /** The rest is rendered a little at a time, while the patient listens and thinks. */
  private async renderAhead({ dialogue, prompts, language }: Voiced): Promise<void> {
    const missing = dialogue.fixedSentences(language, this.parts.context.hospital).filter(text => !prompts.has(text))
    try {
      while (missing.length > 0 && !this.over) await prompts.render(missing.splice(0, AHEAD))
    } catch {
      // Each sentence is rendered before it is said all the same, and a failure then is heard of.
    }
  }

  /** The call is over: nothing more is rendered for it. */
  end(): void {
    this.over = true
  }

  /** A sentence in the voice that says it; one that was cut may be of the language before. */
  get(text: string): Clip {
    const { prompts } = this.current
    const earlier = prompts.has(text) ? undefined : this.spoken.find(voiced => voiced.prompts.has(text))
    return (earlier?.prompts ?? prompts).get(text)
  }

  judge(hearing: Hearing): ReturnType<Dialogue['judge']> {
    return this.current.dialogue.judge(this.state, hearing)
  }

  keysComplete(keys: string): ReturnType<Dialogue['keysComplete']> {
    return this.current.dialogue.keysComplete(this.state, keys)
  }

  dispositionNow(): ReturnType<Dialogue['dispositionNow']> {
    return this.current.dialogue.dispositionNow(this.state)
  }

  /** The wording of which a piece is. */
  versionOf(sayId: string): string {
    return this.versions.get(sayId) ?? this.current.dialogue.protocol.version
  }
}
