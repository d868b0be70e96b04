import { datesTold, hearBirthDate } from './identity.js'
import type { Move, Told } from './move.js'
import { askBirthDate, candidatesOf, notKnown, withoutName } from './received.js'
import { FIRST_STEP, isSettled, type Stage } from './state.js'
import { type Turn, tongueOf, update } from './turn.js'

/** The name narrows the candidates down, and proves no more than the number does. Nobody is told whether it is known. */
export function hearCaller(turn: Turn, told: Told): Move {
  const tongue = tongueOf(turn)
  const { text } = told.hearing
  // A wish or a closer is nobody's name.
  if (tongue.isPolite(text) || tongue.findRequest(text) !== null) return { to: 'miss' }
  const people = candidatesOf(turn.state)
  update(turn, { callerName: text })
  if (tongue.readCallee(text) === 'caregiver') return meetCallingCaregiver(turn, told, withoutName(turn))
  const points = people.map(
    ({ givenName, familyName }) =>
      (tongue.namesPerson(text, givenName) ? 2 : 0) + (tongue.namesPerson(text, familyName) ? 1 : 0),
  )
  const most = Math.max(0, ...points)
  return askBirthDate(people.flatMap((_, at) => (points[at] === most ? [at] : [])))
}

/** The date of birth against those who may be calling; a date that fits nobody, or two, verifies nobody. */
export function hearCallersBirthDate(turn: Turn, stage: Stage & { name: 'birth-date' }, told: Told): Move {
  const people = candidatesOf(turn.state)
  const { callers = [] } = stage
  const dates = datesTold(turn, told)
  const fitting = callers.filter(at => dates.includes(people[at]?.birthDate ?? ''))
  const [at] = fitting
  const person = at === undefined ? undefined : people[at]
  if (fitting.length === 1 && at !== undefined && person !== undefined) {
    update(turn, { context: { ...turn.state.context, person } })
    const move = hearBirthDate(turn, stage, told)
    if (!isSettled(turn.state)) return move
    turn.acts.push({ type: 'claim', candidate: at })
    update(turn, { stage: { name: 'claiming' } })
    return { to: 'listen', stage: { name: 'claiming' } }
  }
  if (dates.length === 0 && told.keys === undefined && tongueOf(turn).readCallee(told.hearing.text) === 'caregiver')
    return meetCallingCaregiver(turn, told, { to: 'ask', stage })
  // Somebody on no record is not asked a second time for a date that nothing is compared with.
  if (people.length === 0 && dates.length > 0) return notKnown(turn, 'not-verified')
  return hearBirthDate(turn, stage, told)
}

/** A caregiver who calls: on the list by name and relation, the patient's date of birth is still to come; else a message. */
function meetCallingCaregiver(turn: Turn, told: Told, from: Move): Move {
  const tongue = tongueOf(turn)
  const { text } = told.hearing
  const asked = from.to === 'ask' && from.stage.name === 'birth-date' ? (from.stage.callers ?? []) : []
  const listed = asked.flatMap(at => {
    const found = candidatesOf(turn.state)[at]?.caregivers.find(
      ({ name, relation }) => tongue.namesPerson(text, name) && tongue.namesRelation(text, relation),
    )
    return found ? [{ at, name: found.name }] : []
  })
  const [one] = listed
  if (one === undefined) return { to: 'ask', stage: { name: 'message', ...FIRST_STEP } }
  update(turn, { byCaregiver: true, caregiverName: one.name })
  return askBirthDate(listed.map(({ at }) => at))
}
