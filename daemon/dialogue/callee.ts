import { greet } from './greeting.js'
import type { Move, Told } from './move.js'
import { nameSaid } from './script.js'
import { FIRST_STEP, type Stage } from './state.js'
import { addTask, putAnswer, type Turn, tongueOf, update } from './turn.js'

const YES_NO = { kind: 'yes-no' } as const

/** "Puis-je parler à …": the person, somebody who hands over, a caregiver, or nobody who can. */
export function hearPerson(turn: Turn, told: Told): Move {
  const { text } = told.hearing
  const callee = tongueOf(turn).readCallee(text)
  const said = tongueOf(turn).interpret(told.hearing, YES_NO, { listening: true })
  if (callee === 'caregiver') return meetCaregiver(turn, told)
  if (callee === 'unavailable') return unavailable(turn, told, 'patient-unavailable')
  if (callee === 'hand-over') return { to: 'ask', stage: { name: 'handover', ...FIRST_STEP } }
  if (callee === 'not-self' || said?.value === false) return { to: 'ask', stage: { name: 'nearby', ...FIRST_STEP } }
  if (
    callee === 'self' ||
    said?.value === true ||
    tongueOf(turn).namesPerson(text, turn.state.context.person.givenName)
  ) {
    putAnswer(turn, {
      linkId: 'person',
      question: (turn.script.common.person.ask.at(-1) ?? '').replaceAll(
        '{name}',
        nameSaid(turn.state.context.person, tongueOf(turn)),
      ),
      status: 'understood',
      value: true,
    })
    return { to: 'ask', stage: { name: 'birth-date', wrong: 0, ...FIRST_STEP } }
  }
  return { to: 'miss' }
}

/** Somebody came to the telephone: a new speaker is told again who calls. */
export function hearHandover(turn: Turn, told: Told): Move {
  const callee = tongueOf(turn).readCallee(told.hearing.text)
  if (callee === 'unavailable') return unavailable(turn, told, 'patient-unavailable')
  if (callee === 'caregiver') return meetCaregiver(turn, told)
  // What the one before asked for is no wish of who speaks now: it goes on, and is not kept for the patient.
  const { context, tempo, gainDb } = turn.state
  update(turn, { context: { ...context, tempo, gainDb } })
  greet(turn)
  return { to: 'ask', stage: { name: 'person', ...FIRST_STEP } }
}

/** "Cette personne peut-elle venir au téléphone ?" */
export function hearNearby(turn: Turn, told: Told): Move {
  const callee = tongueOf(turn).readCallee(told.hearing.text)
  if (callee === 'caregiver') return meetCaregiver(turn, told)
  if (callee === 'unavailable') return { to: 'ask', stage: { name: 'caregiver', ...FIRST_STEP } }
  if (callee === 'self') return hearPerson(turn, told)
  const said = tongueOf(turn).interpret(told.hearing, YES_NO, { agreeing: true })
  if (callee === 'hand-over' || said?.value === true) return { to: 'ask', stage: { name: 'handover', ...FIRST_STEP } }
  return said ? { to: 'ask', stage: { name: 'caregiver', ...FIRST_STEP } } : { to: 'miss' }
}

/** Name and relation of somebody who would answer in the patient's place. */
export function hearCaregiver(turn: Turn, told: Told): Move {
  const { text } = told.hearing
  if (tongueOf(turn).isPolite(text)) return { to: 'miss' }
  const words = tongueOf(turn).plain(text).split(' ').length
  const callee = tongueOf(turn).readCallee(text)
  if (callee === 'self' && words <= 4) return hearPerson(turn, told)
  if (callee === 'hand-over') return { to: 'ask', stage: { name: 'handover', ...FIRST_STEP } }
  if (callee === 'unavailable' || (words <= 4 && tongueOf(turn).readYesNo(text) === false))
    return unavailable(turn, told, 'patient-unavailable')
  return listed(turn, text) ? meetCaregiver(turn, told) : unavailable(turn, told, 'caregiver-not-listed')
}

const listed = ({ state, script: { tongue } }: Turn, text: string): string | undefined =>
  state.context.person.caregivers.find(
    one => tongue.namesPerson(text, one.name) && tongue.namesRelation(text, one.relation),
  )?.name

/** Goes on to the date of birth when name AND relation are on the list; asks for both when only one was given. */
function meetCaregiver(turn: Turn, told: Told): Move {
  const name = listed(turn, told.hearing.text)
  if (name === undefined)
    return turn.state.stage.name === 'caregiver'
      ? unavailable(turn, told, 'caregiver-not-listed')
      : { to: 'ask', stage: { name: 'caregiver', ...FIRST_STEP } }
  update(turn, { byCaregiver: true, caregiverName: name })
  return { to: 'ask', stage: { name: 'birth-date', wrong: 0, ...FIRST_STEP } }
}

type Why = 'patient-unavailable' | 'caregiver-not-listed' | 'later'

/** The moment named with it is kept; else it is asked for once. */
export function unavailable(turn: Turn, told: Told, why: Why): Move {
  return keepMoment(turn, told) ? leave(turn, why) : { to: 'ask', stage: { name: 'better-time', why, ...FIRST_STEP } }
}

/** "Quand pouvons-nous rappeler ?" */
export function hearBetterTime(turn: Turn, stage: Stage & { name: 'better-time' }, told: Told): Move {
  keepMoment(turn, told)
  return leave(turn, stage.why)
}

/** The named moment travels as an answer of its own, `callback-time`; a third party's words are not kept. */
function keepMoment(turn: Turn, told: Told): boolean {
  const moment = tongueOf(turn).readMoment(told.hearing.text, turn.state.context.nowLocal)
  if (moment === undefined) return false
  putAnswer(turn, {
    linkId: 'callback-time',
    question: turn.script.common.betterTime.ask.at(-1) ?? '',
    status: 'understood',
    value: moment,
  })
  return true
}

export function leave(turn: Turn, why: Why): Move {
  const { endings } = turn.script.common
  if (why === 'caregiver-not-listed') addTask(turn, 'identity')
  const sentences = why === 'later' ? endings.later : endings.unavailable
  return {
    to: 'end',
    disposition: why === 'later' ? 'callback-requested' : why,
    sentences: [...sentences, ...endings.goodbye],
  }
}
