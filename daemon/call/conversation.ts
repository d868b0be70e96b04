import type { Act, Heard, TransferOutcome } from '../dialogue/port.js'
import type { LinkId } from '../domain/outcome.js'
import { type Ms, ms } from '../domain/units.js'
import type { MediaEvent } from '../media/port.js'
import { type ConversationParts, LONGEST_MS, MUST_GO_ON, momentOf, STARVED_MS } from './conversation-parts.js'
import { Ear, type HeardTurn, type Listen, OPENING_EAR, TELEPHONE_EAR } from './ear.js'
import { hearTurn, isSpeech } from './hear-turn.js'
import { Keypad } from './keypad.js'
import { Mouth, type Said, type Say } from './mouth.js'
import { Opening } from './opening.js'
import { Overlapping } from './overlapping.js'
import { latest, Patience } from './patience.js'
import { startRecording } from './start-recording.js'
import { Talk } from './talk.js'
import { Transcript } from './transcript.js'
import { TurnClock } from './turn-clock.js'

/** One answered call: windows in, voice out, the dialogue between them. Everything is driven by the leg's beat. */
export class Conversation {
  private readonly parts: ConversationParts
  private readonly talk: Talk
  private readonly mouth: Mouth
  private readonly ear: Ear
  private readonly keypad: Keypad
  private readonly opening: Opening
  private readonly overlapping: Overlapping
  private readonly clock: TurnClock
  private readonly transcript: Transcript
  private readonly patience = new Patience()
  private readonly inbox: Heard[] = []
  private draining = false
  private drained: Promise<void> = Promise.resolve()
  private ending = false
  private joining = false
  /** The line is gone: nothing more can be said. */
  private gone = false
  private closed = false
  private nowMs: Ms = ms(0)
  private asks = 0
  private linkId: LinkId = 'greeting'
  private openedMs: Ms = ms(0)

  constructor(parts: ConversationParts) {
    this.parts = parts
    this.talk = new Talk(parts)
    this.opening = new Opening(parts.context.received !== undefined)
    this.clock = new TurnClock(parts.observer)
    const onFailure = () => this.heard({ type: 'failure', part: 'store', atMs: this.nowMs })
    this.transcript = new Transcript({ ...parts, promptVersion: sayId => this.talk.versionOf(sayId), onFailure })
    this.mouth = new Mouth(
      parts.leg,
      this.talk,
      (say, atMs) => this.sounds(say, atMs),
      said => this.said(said),
      () => this.heard({ type: 'failure', part: 'voice', atMs: this.nowMs }),
    )
    this.mouth.tempo = parts.tempo
    this.mouth.gainDb = parts.gainDb
    this.overlapping = new Overlapping(this.mouth)
    const hear = (listen: Listen) => parts.busy(hearTurn(parts.recogniser, this.talk.heardLanguage, listen))
    this.ear = new Ear(
      hear,
      hearing => (this.overlapping.accompanied(hearing.text) ? 'finished' : this.talk.judge(hearing)),
      {
        stirring: stirring => this.overlapping.stirring(stirring),
        speaking: (_startMs, lengthMs, restMs) => this.overlapping.speaking(lengthMs, restMs),
        words: text => this.overlapping.words(text),
        turn: turn => this.turn(turn),
        failed: () => this.deaf(),
      },
      OPENING_EAR,
    )
    this.keypad = new Keypad(keys => this.talk.keysComplete(keys))
  }

  /** The leg's events, from the answer on. */
  media(event: MediaEvent): void {
    if (this.closed) return
    switch (event.type) {
      case 'window':
        return this.window(event)
      case 'play-started':
      case 'play-ended':
        return this.mouth.media(event)
      case 'dtmf':
        return
      case 'starved':
        if (event.silentMs >= STARVED_MS) this.parts.hangUp()
        return
      case 'failed':
        this.parts.log.error({ reason: event.reason }, 'audio failed')
        if (event.reason !== 'disk-full') this.heard({ type: 'failure', part: 'line', atMs: this.nowMs })
    }
  }

  /** A key before the first question answers nothing; one under words that may not be cut waits for their end. */
  key(digit: string): void {
    const { current } = this.mouth
    if (this.closed || this.opening.pending || current?.purpose === 'greeting') return
    if (current?.overlap === 'never') return this.keypad.under(digit)
    this.mouth.cut()
    const keys = this.keypad.press(digit, this.nowMs)
    if (keys !== undefined) this.keyed(keys)
  }

  /** How the transfer to a nurse stands. */
  transferred(outcome: TransferOutcome): void {
    this.heard({ type: 'transfer', outcome, atMs: this.nowMs })
  }

  /** The far end is gone: the dialogue draws its conclusions; resolves when they are committed. */
  async hungUp(): Promise<void> {
    if (this.closed) return
    this.ear.close()
    const before = this.talk.dispositionNow()
    this.ending = true
    this.gone = true
    const cutShort = this.mouth.lost(this.nowMs)
    if (cutShort !== undefined) this.transcript.said(cutShort)
    this.heard({ type: 'hung-up', atMs: this.nowMs })
    while (this.draining) await this.drained
    this.closed = true
    this.talk.end()
    this.parts.records.disposition ??= before
  }

  private window(window: Extract<MediaEvent, { type: 'window' }>): void {
    this.nowMs = ms(window.startAtMs + window.pcm.length / 8)
    this.ear.window(window)
    const keys = this.keypad.passed(this.nowMs)
    if (keys !== undefined) this.keyed(keys)
    const opened = this.opening.window(this.nowMs, this.ear)
    if (opened) this.open('', opened.lengthMs)
    if (this.nowMs >= LONGEST_MS && !this.ending) {
      this.ending = true
      this.heard({ type: 'too-long', atMs: this.nowMs })
    }
    this.waited()
  }

  /** Nobody speaks, nothing is pending: has the patient had the time this question gives? */
  private waited(): void {
    if (this.draining || !this.mouth.quiet || !this.ear.quiet || this.keypad.pending) return
    const quietSinceMs = latest(this.mouth.quietSinceMs, this.ear.lastSpeechAtMs)
    if (this.patience.passed(this.nowMs, quietSinceMs)) this.heard({ type: 'silence', atMs: this.nowMs })
  }

  private open(text: string, lengthMs: Ms, otherText?: string): void {
    this.ear.use(TELEPHONE_EAR)
    this.openedMs = this.nowMs
    this.heard({ type: 'opened', text, ...(otherText !== undefined && { otherText }), lengthMs, atMs: this.nowMs })
  }

  /** "Allô ?" need not be understood: who will hear the apology first hears who speaks. */
  private deaf(): void {
    if (this.opening.turn()) this.open('', ms(0))
    else this.heard({ type: 'failure', part: 'recogniser', atMs: this.nowMs })
  }

  private turn(turn: HeardTurn): void {
    const spoken = turn.hearing.text.trim() !== ''
    this.clock.decided(turn, this.nowMs)
    if (this.opening.turn()) {
      if (spoken) this.transcript.spoken(turn, this.linkId)
      return this.open(turn.hearing.text, ms(turn.endMs - turn.startMs), turn.hearing.otherText)
    }
    const overlap = this.overlapping.turn(turn.hearing.text.trim(), turn.endMs, turn.unbroken)
    if (overlap === 'resume' || !isSpeech(turn)) return
    if (spoken) this.transcript.spoken(turn, this.linkId)
    if (overlap === 'backchannel') return
    const heard = { type: 'utterance', hearing: turn.hearing, startMs: turn.startMs, endMs: turn.endMs } as const
    // Words from before the greeting that were recognised after it began answer nothing that was asked.
    const underSay = overlap === 'under' || turn.endMs <= this.openedMs
    this.heard(underSay ? { ...heard, underSay: true } : heard)
  }

  private keyed(keys: string): void {
    this.transcript.keyed(keys, this.linkId, this.nowMs)
    this.heard({ type: 'keys', keys, atMs: this.nowMs })
  }

  private sounds(say: Say, atMs: Ms): void {
    this.clock.sounded(atMs)
    this.parts.observer.asked?.(say.linkId, this.asks++)
  }

  private said(said: Said): void {
    if (said.heardMs > 0) this.transcript.said(said)
    this.overlapping.said(said)
    if (this.closed) return
    const { heardMs, wholeMs, cut } = said
    this.heard({ type: 'said', sayId: said.say.sayId, heardMs, wholeMs, cut, atMs: said.endMs })
    if (this.mouth.current?.overlap !== 'never') for (const digit of this.keypad.takeUnder()) this.key(digit)
    this.endWhenSaid()
  }

  private heard(heard: Heard): void {
    if (this.closed) return
    this.inbox.push(heard)
    if (this.draining) return
    this.draining = true
    this.drained = this.parts.busy(this.drain())
  }

  private async drain(): Promise<void> {
    for (let heard = this.inbox.shift(); heard !== undefined; heard = this.inbox.shift()) {
      const acts = this.talk.step(heard)
      // What the patient brings about replaces what was still to be said.
      if (heard.type !== 'said' && acts.some(act => act.type === 'say')) this.mouth.giveWay()
      await this.perform(heard, acts)
    }
    this.draining = false
    this.endWhenSaid()
  }

  /** In their order. What failed ends the list, but for what must not be lost with it and for the end of the call. */
  private async perform(heard: Heard, acts: readonly Act[]): Promise<void> {
    const last = heard.type === 'failure' || heard.type === 'hung-up'
    let broken: { readonly cause: unknown } | undefined
    for (const act of acts) {
      if (broken !== undefined && !last && !MUST_GO_ON.has(act.type)) continue
      try {
        await this.carryOut(act, heard)
      } catch (cause) {
        broken ??= { cause }
      }
    }
    if (broken === undefined) return
    const code = broken.cause instanceof Error && 'code' in broken.cause ? String(broken.cause.code) : 'unknown'
    this.parts.log.error({ code, on: heard.type }, 'an act of the dialogue failed')
    if (!last)
      this.inbox.unshift({ type: 'failure', part: code.startsWith('speech/') ? 'voice' : 'store', atMs: this.nowMs })
  }

  private async carryOut(act: Act, heard: Heard): Promise<void> {
    await this.parts.records.keep(act)
    switch (act.type) {
      case 'say':
        this.linkId = act.linkId
        if (this.gone) return
        await this.talk.render(act.sentences, this.mouth.tempo)
        this.clock.queued(this.nowMs)
        return this.mouth.say(act)
      case 'listen':
        this.linkId = act.linkId
        this.ear.expect(act.expected)
        this.patience.listen(act.thinkMs)
        return
      case 'claim': {
        // Before whatever was said meanwhile.
        const claimed = await this.parts.claim?.(act.candidate, this.talk.language)
        return void this.inbox.unshift({ type: 'claimed', ...claimed, atMs: this.nowMs })
      }
      case 'start-recording':
        if (!this.gone) startRecording(this.parts, startMs => this.heard({ type: 'recording', startMs }))
        return
      case 'prosody':
        this.mouth.tempo = act.tempo
        this.mouth.gainDb = act.gainDb
        return
      case 'language':
        // Not waited for: a danger sign meanwhile is heard at once.
        void this.talk.change(act, outcome => {
          this.heard({ type: 'language', language: act.language, outcome, atMs: this.nowMs })
        })
        return
      case 'hang-up':
        this.ending = true
        this.patience.over()
        return
      case 'transfer':
        return this.parts.transfer.start(act, this.nowMs - momentOf(heard, this.nowMs))
      case 'transfer-stop':
        this.joining = false
        return this.parts.transfer.stop()
      case 'join':
        this.joining = true
        return
      case 'leave':
        // From here on nothing is heard, said or written down: the line is the nurse's.
        this.ear.close()
        this.closed = true
        return
      default:
        return
    }
  }

  private endWhenSaid(): void {
    if (this.joining && !this.draining && this.mouth.quiet) {
      this.joining = false
      this.parts.transfer.join(this.parts.records.recordingStartMs !== undefined)
    }
    if (this.ending && !this.draining && this.mouth.quiet && this.parts.records.disposition !== undefined)
      this.parts.hangUp()
  }
}
