import { type LinkId, type TaskKind, URGENCIES } from '../domain/outcome.js'
import { ms } from '../domain/units.js'
import type { Question } from './item-question.js'
import type { Act, AlertFact, ItemAnswer } from './port.js'
import { forHospital, nameSaid, type Script } from './script.js'
import type { Piece, State } from './state.js'
import type { Tongue } from './tongue.js'

/** One step in the making: the state is replaced, never changed in place; acts are appended in their order. */
export interface Turn {
  readonly script: Script
  state: State
  readonly acts: Act[]
  /** What of the last speech was not heard when this step began. */
  readonly unheard: readonly Piece[]
}

export const tongueOf = (turn: Turn): Tongue => turn.script.tongue

export const update = (turn: Turn, changes: Partial<State>): void => {
  turn.state = { ...turn.state, ...changes }
}

/** Says sentences; placeholders are filled here and nowhere else, so that `fixedSentences` can enumerate them. */
export function say(turn: Turn, piece: Omit<Piece, 'sayId' | 'sentences'> & { sentences: readonly string[] }): void {
  if (piece.sentences.length === 0) return
  const { context } = turn.state
  const sentences = forHospital(piece.sentences, context.hospital, tongueOf(turn)).map(sentence =>
    sentence.replaceAll('{name}', nameSaid(context.person, tongueOf(turn))),
  )
  const whole: Piece = { ...piece, sayId: `say-${turn.state.says + 1}`, sentences }
  update(turn, { says: turn.state.says + 1, playing: [...turn.state.playing, whole] })
  turn.acts.push({ type: 'say', ...whole })
}

/** Waits for the patient on a question. */
export function listen(turn: Turn, question: Question, thinkMs = question.thinkMs): void {
  const { linkId, expected, language } = question
  const otherwise = language === undefined ? {} : { language }
  turn.acts.push({ type: 'listen', linkId, expected, thinkMs: ms(thinkMs), ...otherwise })
}

export function putAnswer(turn: Turn, answer: ItemAnswer): void {
  const whole: ItemAnswer = turn.state.byCaregiver ? { ...answer, byCaregiver: true } : answer
  update(turn, { answers: { ...turn.state.answers, [answer.linkId]: whole } })
  turn.acts.push({ type: 'answer', answer: whole })
}

/** Raises an alert; the urgency of a key already raised never falls, and a confirmation is only ever replaced by a later one. */
export function raise(turn: Turn, alert: AlertFact): void {
  const known = turn.state.alerts[alert.key]
  const urgency =
    known && URGENCIES.indexOf(known.urgency) > URGENCIES.indexOf(alert.urgency) ? known.urgency : alert.urgency
  const whole: AlertFact = { ...known, ...alert, urgency }
  update(turn, { alerts: { ...turn.state.alerts, [alert.key]: whole } })
  turn.acts.push({ type: 'alert', alert: whole })
}

/** One task of a kind in a call. */
export function addTask(turn: Turn, kind: TaskKind, note?: string): void {
  if (turn.state.tasks.includes(kind)) return
  update(turn, { tasks: [...turn.state.tasks, kind] })
  turn.acts.push({ type: 'task', kind, ...(note === undefined ? {} : { note }) })
}

export const markAsked = (turn: Turn, linkId: LinkId): void => {
  if (!turn.state.asked.includes(linkId)) update(turn, { asked: [...turn.state.asked, linkId] })
}
