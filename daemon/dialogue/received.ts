import { greet } from './greeting.js'
import type { Move, Told } from './move.js'
import { offerOther } from './other-language.js'
import type { Heard, Person } from './port.js'
import { FIRST_STEP, isSettled, type Stage, type State } from './state.js'
import { addTask, putAnswer, raise, type Turn, tongueOf, update } from './turn.js'

/** Words of somebody who calls us and leaves a message are kept for the nurse up to this length. */
const MOST_NOTE_LETTERS = 2000

export const candidatesOf = (state: State): readonly Person[] => state.context.received?.candidates ?? []

/** We are called: who answers, then the date of birth where one record has the number, else the name first. */
export function greetCaller(turn: Turn): Move {
  greet(turn)
  if (candidatesOf(turn.state).length !== 1) return { to: 'ask', stage: { name: 'caller', ...FIRST_STEP } }
  return askBirthDate([0])
}

export const askBirthDate = (callers: readonly number[]): Move => ({
  to: 'ask',
  stage: { name: 'birth-date', wrong: 0, callers, ...FIRST_STEP },
})

/** Nobody understood the name: the date of birth may tell the candidates apart all the same. */
export const withoutName = (turn: Turn): Move => askBirthDate(candidatesOf(turn.state).map((_, at) => at))

/** The store has the caller: the call that is due goes on, or a message is taken. */
export function hearClaimed(turn: Turn, heard: Heard & { type: 'claimed' }): Move {
  if (heard.tempo !== undefined && heard.gainDb !== undefined) {
    // What was asked for in this call already is not taken back.
    const tempo = Math.min(turn.state.tempo, heard.tempo)
    const gainDb = Math.max(turn.state.gainDb, heard.gainDb)
    update(turn, { tempo, gainDb })
    turn.acts.push({ type: 'prosody', tempo, gainDb })
  }
  if (heard.protocol === undefined) return inTheirs(turn, heard, { name: 'message', ...FIRST_STEP })
  update(turn, { context: { ...turn.state.context, earlier: heard.earlier ?? [] }, continues: true })
  takeUp(turn)
  return inTheirs(turn, heard, { name: 'consent', ...FIRST_STEP })
}

/** Every call that comes in is greeted in the hospital's language: a patient of another one is offered it, once it is known who calls. */
function inTheirs(turn: Turn, { language }: Heard & { type: 'claimed' }, stage: Stage): Move {
  // A caregiver who calls speaks for the patient, in whatever language.
  const { identity, languageChosen } = turn.state
  const isTheirs = language !== undefined && identity === 'verified' && languageChosen !== true
  const offered = isTheirs ? offerOther(turn, stage, language) : undefined
  return offered ?? { to: 'ask', stage }
}

/** Answers of the call that broke off count as answers of this one: nothing is asked twice. */
export function takeUp(turn: Turn): void {
  const items = new Set(turn.script.protocol.items.map(({ linkId }) => linkId))
  const kept = (turn.state.context.earlier ?? []).filter(({ linkId }) => items.has(linkId))
  const earlier = Object.fromEntries(kept.map(answer => [answer.linkId, answer]))
  update(turn, { answers: { ...earlier, ...turn.state.answers }, resumed: kept.length > 0 })
}

/** Wrong, refused or of nobody: nothing is disclosed, and a message can be left all the same. */
export function notKnown(turn: Turn, identity: 'not-verified' | 'refused'): Move {
  const { birthDate } = turn.script.common
  putAnswer(turn, {
    linkId: 'birth-date',
    question: birthDate.rephrase?.at(-1) ?? '',
    status: identity === 'refused' ? 'refused' : 'not-understood',
  })
  update(turn, { identity })
  turn.acts.push({ type: 'identity', identity })
  const compared = identity === 'not-verified' && candidatesOf(turn.state).length > 0
  return { to: 'ask', stage: { name: 'message', ...FIRST_STEP }, lead: compared ? birthDate.wrong : [] }
}

/** What the caller wants a nurse to know, in the caller's words. */
export function hearMessage(turn: Turn, told: Told): Move {
  const tongue = tongueOf(turn)
  const { text } = told.hearing
  const request = tongue.findRequest(text)
  if (request === 'bye' || (request === null && tongue.isPolite(text))) return { to: 'miss' }
  if (tongue.readYesNo(text) === false && tongue.plain(text).split(' ').length <= 3) return closeMessage(turn, false)
  if (request === 'wants-person')
    raise(turn, {
      ...{ key: 'wants-team', rule: 'wants-team', urgency: 'soon', linkId: 'message' },
      ruleVersion: turn.script.protocol.version,
      question: turn.script.common.received.message.ask.at(-1) ?? '',
      words: text,
      confidence: told.hearing.confidence,
      atMs: told.startMs,
    })
  keepMessage(turn, told)
  return closeMessage(turn, true)
}

/** A task with the words, and the name as it was said where nobody was verified. */
export function keepMessage(turn: Turn, told: Told): void {
  const { callerName } = turn.state
  const who = isSettled(turn.state) ? [] : [...(callerName ? [`dit s'appeler : ${callerName}`] : []), NOT_VERIFIED]
  const note = [`message : ${told.hearing.text}`, ...who].join(' · ').slice(0, MOST_NOTE_LETTERS)
  turn.acts.push({ type: 'task', kind: 'callback', note })
  update(turn, { tasks: [...turn.state.tasks, 'callback'] })
  putAnswer(turn, {
    linkId: 'message',
    question: turn.script.common.received.message.ask.at(-1) ?? '',
    status: 'understood',
    ...(isSettled(turn.state) ? { value: told.hearing.text, text: told.hearing.text } : { value: true }),
    confidence: told.hearing.confidence,
    startMs: told.startMs,
    endMs: told.endMs,
  })
}
const NOT_VERIFIED = 'identité non vérifiée'

/** What happens next, when we answer, whom to call meanwhile. */
export function closeMessage(turn: Turn, taken: boolean): Move {
  const { received, endings, closing } = turn.script.common
  const { context } = turn.state
  const whom = context.nightWeekendOrHoliday ? closing.night : closing.day
  const unverified = !isSettled(turn.state) && candidatesOf(turn.state).length > 0
  if (!taken && unverified) addTask(turn, 'identity')
  return {
    to: 'end',
    disposition: unverified ? 'identity-not-verified' : 'completed',
    sentences: [
      ...(taken ? [...received.noted, ...endings.callBack] : []),
      ...(context.hospital.hours?.[tongueOf(turn).language] === undefined ? [] : received.hours),
      ...received.emergency,
      ...whom,
      ...endings.goodbye,
    ],
  }
}
