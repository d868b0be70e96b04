import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type DialogueOptions,
  loadDialogue,
  parseCommon,
  parseProtocol,
  type State,
} from '../../daemon/dialogue/dialogue.js'
import type { Act, CallContext, Dialogue, Heard, ItemAnswer } from '../../daemon/dialogue/port.js'
import type { Hearing, Language } from '../../daemon/domain/expected.js'
import type { TaskKind } from '../../daemon/domain/outcome.js'
import { ms } from '../../daemon/domain/units.js'
import { projectRoot } from '../../daemon/paths.js'

export const text = (file: string): string => readFileSync(join(projectRoot, 'protocols', file), 'utf8')
/** Every questionnaire of the house. */
export const PROTOCOLS = ['general-follow-up', 'after-surgery-day-1', 'heart-failure', 'discharge-talk'] as const
/** A conversation of a protocol of the house, by its id. */
export function dialogueOf(
  id: string,
  options: DialogueOptions = {},
  yaml = text(`${id}.yaml`),
  language: Language = 'fr',
): Dialogue<State> {
  const common = `common.${language}.yaml`
  return loadDialogue(parseProtocol(yaml, `${id}.yaml`), parseCommon(text(common), common), options)
}
export const followUp = (options: DialogueOptions = {}): Dialogue<State> => dialogueOf('general-follow-up', options)

export const jeanne: CallContext = {
  language: 'fr',
  person: {
    givenName: 'Jeanne',
    familyName: 'Lambert',
    birthDate: '1947-04-03',
    sex: 'f',
    title: 'Madame',
    caregivers: [{ name: 'Marc Lambert', relation: 'fils' }],
  },
  hospital: { name: 'EpiCURA', wardNumber: '+3265769811', switchboard: '+3265769000' },
  nowLocal: '2026-11-24T10:00:00',
  nightWeekendOrHoliday: false,
}

export const hearing = (said: string, more: Partial<Hearing> = {}): Hearing => ({
  text: said,
  confidence: 0.9,
  noSpeech: 0.01,
  tookMs: ms(300),
  ...more,
})

/** A reply: words, '' for silence, { keys }, or a hearing as the recogniser gave it. */
export type Reply = string | { readonly keys: string } | Partial<Hearing> | Heard

/** A conversation played through, and what came of it. */
export class Scene {
  state: State
  readonly acts: Act[] = []
  last: readonly Act[] = []
  atMs = 1000
  /** False: the test itself tells how far each piece was heard. */
  hearsWhole = true
  dialogue: Dialogue<State>
  readonly script: string[] = []

  constructor(
    context: CallContext = jeanne,
    options: DialogueOptions = {},
    opening = 'Allô ?',
    dialogue = followUp(options),
  ) {
    this.dialogue = dialogue
    this.state = this.dialogue.open(context)
    this.send({ type: 'opened', text: opening, lengthMs: ms(800), atMs: ms(900) })
  }

  send(heard: Heard): this {
    const next = this.dialogue.step(this.state, heard)
    this.state = next.state
    this.last = next.acts
    this.acts.push(...next.acts)
    for (const act of next.acts) {
      this.script.push(brief(act))
      if (act.type === 'say' && this.hearsWhole) this.hear(act.sayId, false)
    }
    return this
  }

  hear(sayId: string, cut: boolean, share = 1): void {
    this.atMs += 2000
    const said = {
      type: 'said',
      sayId,
      heardMs: ms(2000 * share),
      wholeMs: ms(2000),
      cut,
      atMs: ms(this.atMs),
    } as const
    this.state = this.dialogue.step(this.state, said).state
  }

  /** The language that was accepted is ready in this dialogue, which takes over; or it cannot be spoken. */
  changes(language: Language, outcome: 'spoken' | 'not-spoken', dialogue = this.dialogue): this {
    this.dialogue = dialogue
    return this.send({ type: 'language', language, outcome, atMs: ms(this.atMs) })
  }

  /** Replies one after the other, each once the agent is done. */
  reply(...replies: readonly Reply[]): this {
    for (const reply of replies) {
      this.atMs += 1500
      const atMs = ms(this.atMs)
      this.script.push(`<< ${typeof reply === 'string' ? reply || '(silence)' : JSON.stringify(reply)}`)
      if (typeof reply === 'object' && 'type' in reply) this.send(reply)
      else if (reply === '') this.send({ type: 'silence', atMs })
      else if (typeof reply === 'object' && 'keys' in reply) this.send({ type: 'keys', keys: reply.keys, atMs })
      else {
        const heard = typeof reply === 'string' ? hearing(reply) : hearing(reply.text ?? '', reply)
        this.send({ type: 'utterance', hearing: heard, startMs: ms(this.atMs - 900), endMs: atMs })
      }
    }
    return this
  }

  /** Goes to an item with the identity settled and the questions before it answered well. */
  static at(linkId: string, context: CallContext = jeanne): Scene {
    return new Scene({ ...context, startAt: linkId }, { startAtSkipsIdentity: true })
  }

  /** The same with another protocol. */
  static of(id: string, linkId: string, context: CallContext = jeanne): Scene {
    const options = { startAtSkipsIdentity: true }
    return new Scene({ ...context, startAt: linkId }, options, 'Allô ?', dialogueOf(id, options))
  }

  said(acts: readonly Act[] = this.last): string {
    return acts.flatMap(act => (act.type === 'say' ? act.sentences : [])).join(' ')
  }
  answer(linkId: string): ItemAnswer | undefined {
    return this.state.answers[linkId]
  }
  get rules(): readonly string[] {
    return Object.values(this.state.alerts).map(alert => alert.rule)
  }
  get tasks(): readonly TaskKind[] {
    return this.state.tasks
  }
  get ended(): string | undefined {
    return this.acts.flatMap(act => (act.type === 'hang-up' ? [act.disposition] : []))[0]
  }
  get listening(): string | undefined {
    return this.last.flatMap(act => (act.type === 'listen' ? [act.linkId] : [])).at(-1)
  }
}

/** One act on a line, for a readable script. */
export function brief(act: Act): string {
  switch (act.type) {
    case 'say':
      return `>> [${act.linkId}/${act.overlap}] ${act.sentences.join(' | ')}`
    case 'listen':
      return `   listen ${act.linkId} ${act.expected.kind} ${act.thinkMs}`
    case 'answer':
      return `   answer ${JSON.stringify(act.answer)}`
    case 'alert':
      return `   ALERT ${act.alert.key} ${act.alert.urgency} ${act.alert.confirmation ?? ''}`
    case 'identity':
    case 'consent':
    case 'start-recording':
    case 'claim':
    case 'task':
    case 'prosody':
    case 'language':
    case 'keep-language':
    case 'opt-out':
    case 'transfer':
    case 'transfer-stop':
    case 'join':
    case 'leave':
    case 'score':
    case 'hang-up':
      return `   ${JSON.stringify(act)}`
  }
}

export const settled = ["Oui, c'est moi.", 'Le trois avril mille neuf cent quarante-sept.', 'Oui.'] as const
