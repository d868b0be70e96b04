import { keepLanguage } from './changing-language.js'
import { keyedDate } from './keyed-date.js'
import type { Move, Told } from './move.js'
import type { ItemAnswer } from './port.js'
import { notKnown, takeUp } from './received.js'
import { FIRST_STEP, type Stage } from './state.js'
import { addTask, putAnswer, type Turn, tongueOf, update } from './turn.js'

/** Two wrong dates end the call (CLINICAL.md, Identity check). */
const TRIES = 2

/** The date of birth, spoken or keyed, compared with the record and never said by us. */
export function hearBirthDate(turn: Turn, stage: Stage & { name: 'birth-date' }, told: Told): Move {
  const { context } = turn.state
  if (told.keys === undefined && tongueOf(turn).refusesToAnswer(told.hearing.text)) return notVerified(turn, 'refused')
  const nowYear = Number(context.nowLocal.slice(0, 4)) || 2100
  const { birthDate } = context.person
  const tongue = tongueOf(turn)
  const said = datesTold(turn, told)
  if (said.includes(birthDate)) return verified(turn, told)
  // Hardly recognised, and another reading is the patient's own date: neither right nor wrong, so it is asked for again.
  const maybe = (told.hearing.alternatives ?? []).some(other =>
    tongue.readBirthDates(other, nowYear).includes(birthDate),
  )
  if (said.length === 0 || maybe) return { to: 'miss' }
  if (stage.wrong + 1 >= TRIES) return notVerified(turn, 'not-verified')
  const { wrong } = turn.script.common.birthDate
  return { to: 'ask', how: 'keypad', stage: { ...stage, ...FIRST_STEP, wrong: stage.wrong + 1 }, lead: wrong }
}

/** The dates that the keys or the words may mean, and the one on record that was listened for and heard. */
export function datesTold(turn: Turn, { keys, hearing }: Told): readonly string[] {
  if (keys !== undefined) return datesKeyed(keys)
  const read = tongueOf(turn).readBirthDates(hearing.text, Number(turn.state.context.nowLocal.slice(0, 4)) || 2100)
  const heard = hearing.sure === true ? hearing.scored?.[0]?.value : undefined
  return typeof heard === 'string' && !read.includes(heard) ? [...read, heard] : read
}

const datesKeyed = (keys: string): readonly string[] => {
  const date = keyedDate(keys)
  return date === undefined ? [] : [date]
}

function verified(turn: Turn, told: Told): Move {
  const { state } = turn
  putAnswer(turn, {
    ...answered('birth-date', turn.script.common.birthDate.ask.at(-1) ?? ''),
    value: state.context.person.birthDate,
    startMs: told.startMs,
    endMs: told.endMs,
    ...(told.keys === undefined ? {} : { byKeypad: true }),
  })
  if (state.byCaregiver)
    putAnswer(turn, {
      ...answered('caregiver', turn.script.common.caregiver.ask.at(-1) ?? ''),
      value: state.caregiverName ?? true,
    })
  const identity = state.byCaregiver ? 'caregiver-verified' : 'verified'
  update(turn, { identity })
  turn.acts.push({ type: 'identity', identity })
  keepWishes(turn)
  takeUp(turn)
  return { to: 'ask', stage: { name: 'consent', ...FIRST_STEP } }
}

/** Slower, louder or another language, asked for before we knew that it was the patient who asked. */
function keepWishes(turn: Turn): void {
  const { state, acts } = turn
  const { tempo, gainDb, context } = state
  if (tongueOf(turn).language !== context.language) keepLanguage(turn)
  if (tempo !== (context.tempo ?? 1) || gainDb !== (context.gainDb ?? 0)) acts.push({ type: 'prosody', tempo, gainDb })
}

export const answered = (linkId: string, question: string): ItemAnswer => ({ linkId, question, status: 'understood' })

/** Wrong, refused or not understood: nothing is disclosed, a nurse sorts it out. */
export function notVerified(turn: Turn, identity: 'not-verified' | 'refused'): Move {
  const { endings } = turn.script.common
  if (turn.state.context.received) return notKnown(turn, identity)
  putAnswer(turn, {
    linkId: 'birth-date',
    question: turn.script.common.birthDate.ask.at(-1) ?? '',
    status: identity === 'refused' ? 'refused' : 'not-understood',
  })
  update(turn, { identity })
  turn.acts.push({ type: 'identity', identity })
  addTask(turn, 'identity')
  return {
    to: 'end',
    disposition: 'identity-not-verified',
    sentences: [...endings.notVerified, ...endings.callBack, ...endings.goodbye],
  }
}

/** Recording starts at the yes; anything but a yes goes on unrecorded, and either way is stored. */
export function hearConsent(turn: Turn, told: Told): Move {
  const tongue = tongueOf(turn)
  const said = tongue.interpret(told.hearing, { kind: 'yes-no' }, { agreeing: true, no: tongue.recordingRefusals })
  if (!said || (said.doubtful && said.value === true)) return { to: 'miss' }
  return settleConsent(turn, said.value === true)
}

export function settleConsent(turn: Turn, given: boolean): Move {
  const { common } = turn.script
  turn.acts.push({ type: 'consent', kind: 'recording', given, textVersion: `${common.language}-${common.version}` })
  putAnswer(turn, { ...answered('recording-consent', common.consent.ask.at(-1) ?? ''), value: given })
  if (given) turn.acts.push({ type: 'start-recording' })
  return {
    to: 'next',
    lead: [
      ...common.consent[given ? 'yes' : 'no'],
      ...(turn.state.resumed
        ? common.received.resume
        : common.opening[turn.state.byCaregiver ? 'caregiver' : 'patient']),
    ],
  }
}
