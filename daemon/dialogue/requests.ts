import { unavailable } from './callee.js'
import { dispositionNow } from './ending.js'
import { factsOf } from './facts.js'
import { greet } from './greeting.js'
import type { Move, Told } from './move.js'
import { linkOf, questionOf } from './question.js'
import { closeMessage, keepMessage } from './received.js'
import { FIRST_STEP, isSettled, ladderOf, type Stage } from './state.js'
import { type Request, WEAK } from './tongue.js'
import { addTask, putAnswer, raise, type Turn, tongueOf, update } from './turn.js'

/** Prosody a patient may ask for: below 0.7 words fall apart, above +12 dB the limiter works all the time. */
const SLOWEST_TEMPO = 0.7
const LOUDEST_DB = 12
/** As often a question is said again on request before it counts as not understood. */
const REPEATS = 5

/** What a request does at a stage; null when it means nothing here. */
export function answerRequest(turn: Turn, stage: Stage, request: Request, told: Told): Move | null {
  const { common } = turn.script
  const { endings } = common
  const settled = isSettled(turn.state)
  const { received } = turn.state.context
  // A caller whom we do not know tells of somebody whom we do not know either: a nurse reads it.
  if (received && !settled && FOR_THE_NURSE.has(request)) {
    keepMessage(turn, told)
    return closeMessage(turn, true)
  }
  // Who calls us and has dialled the wrong number needs nobody.
  if (received && !settled && request === 'wrong-number') return end('wrong-number', endings.goodbye)
  const third = !settled || turn.state.byCaregiver
  switch (request) {
    case 'opted-out':
      turn.acts.push({ type: 'opt-out', scope: settled ? 'patient' : 'number' })
      addTask(turn, 'opted-out')
      return end('opted-out', [...endings.optedOut, ...endings.goodbye])
    case 'wrong-number':
      if (settled) return null
      addTask(turn, 'wrong-number')
      return end('wrong-number', [...endings.wrongNumber, ...endings.goodbye])
    case 'deceased':
      if (!third || !fitsGender(turn, told)) return null
      addTask(turn, 'deceased')
      return end('deceased-reported', [...endings.deceased, ...endings.goodbye])
    case 'readmitted':
      if (third && tongueOf(turn).speaksOfSelf(told.hearing.text) && turn.state.byCaregiver) return null
      addTask(turn, 'readmitted')
      return end('readmitted-reported', [...endings.readmitted, ...endings.goodbye])
    case 'refuses-machine':
      turn.acts.push({
        type: 'consent',
        kind: 'automated-call',
        given: false,
        textVersion: `${common.language}-${common.version}`,
      })
      addTask(turn, 'refused-automated-call')
      return end('refused', [...endings.refused, ...endings.callBack, ...endings.goodbye])
    case 'later':
      return unavailable(turn, told, 'later')
    case 'wants-person':
      return wantsTeam(turn, stage, told)
    case 'bye':
      return end(dispositionNow(turn.state), [...endings.bye, ...endings.goodbye])
    case 'advice':
      return settled
        ? { to: 'ask', stage: { name: 'offer-nurse', resume: stage, ...FIRST_STEP }, lead: common.requests.advice }
        : again(stage, common.requests.offTopic)
    case 'off-topic':
      // "De la part de qui ?": who calls is said again.
      if (stage.name === 'person') greet(turn)
      return again(stage, stage.name === 'person' ? [] : common.requests.offTopic)
    case 'wait':
      return wait(stage, common.requests.wait)
    case 'repeat':
      return again(stage)
    case 'rephrase':
      return again(stage, [], 'rephrase')
    case 'slower':
      prosody(turn, Math.max(SLOWEST_TEMPO, Math.round((turn.state.tempo - 0.15) * 100) / 100), turn.state.gainDb)
      return again(stage, common.requests.slower)
    case 'louder':
      prosody(turn, turn.state.tempo, Math.min(LOUDEST_DB, turn.state.gainDb + 6))
      return again(stage, common.requests.louder)
  }
}

const FOR_THE_NURSE: ReadonlySet<Request> = new Set(['deceased', 'readmitted', 'later'])

const end = (disposition: (Move & { to: 'end' })['disposition'], sentences: readonly string[]): Move => ({
  to: 'end',
  disposition,
  sentences,
})

/** Asks again without counting a miss, a bounded number of times. */
function again(stage: Stage, lead: readonly string[] = [], how: 'ask' | 'rephrase' = 'ask'): Move {
  const { repeats } = ladderOf(stage)
  if (repeats >= REPEATS) return { to: 'miss' }
  return { to: 'ask', how, lead, stage: 'silences' in stage ? { ...stage, repeats: repeats + 1 } : stage }
}

/** Waits without counting a miss, a bounded number of times: "attendez" for ever is no answer. */
function wait(stage: Stage, lead: readonly string[]): Move {
  const { repeats } = ladderOf(stage)
  if (repeats >= REPEATS) return { to: 'miss' }
  const counted = 'silences' in stage ? { ...stage, repeats: repeats + 1 } : stage
  return { to: 'listen', stage: counted, thinkMs: 20_000, lead }
}

function prosody(turn: Turn, tempo: number, gainDb: number): void {
  update(turn, { tempo, gainDb })
  turn.acts.push({ type: 'prosody', tempo, gainDb })
}

/** "Elle est morte" of a man, or "mon mari est décédé" at his widow's: not the person we call. */
function fitsGender(turn: Turn, told: Told): boolean {
  const { sex } = turn.state.context.person
  const gender = tongueOf(turn).toldGender(told.hearing.text)
  return gender === null || sex === undefined || sex === 'x' || gender === sex
}

/** Alert and task at the first wish; who insists is not held. */
function wantsTeam(turn: Turn, stage: Stage, told: Told): Move {
  const { requests, endings } = turn.script.common
  const offers = isSettled(turn.state) && turn.state.context.nurseAvailable === true && !turn.state.transferTried
  noteTeamWish(turn, stage, told, offers)
  if (offers) return { to: 'ask', stage: { name: 'offer-transfer', resume: stage, ...FIRST_STEP } }
  const wishes = isSettled(turn.state) ? requests.wantsTeam : requests.before.wantsTeam
  if (turn.state.teamAsked > 1) return end(dispositionNow(turn.state), [...wishes, ...endings.goodbye])
  return { to: 'again', stage, told, lead: [...wishes, ...requests.goOn] }
}

/** The alert and the task; where the protocol asks for it as well, that question is answered. */
export function noteTeamWish(turn: Turn, stage: Stage, told: Told, offers = false): void {
  raise(turn, {
    key: 'wants-team',
    rule: 'wants-team',
    ruleVersion: turn.script.protocol.version,
    urgency: 'soon',
    linkId: linkOf(stage),
    question: questionOf(turn.script, turn.state, stage)?.ask.at(-1) ?? '',
    words: told.hearing.text,
    confidence: told.hearing.confidence,
    atMs: told.startMs,
  })
  if (!offers) addTask(turn, 'callback')
  update(turn, { teamAsked: turn.state.teamAsked + 1 })
  const asked = turn.script.protocol.items.find(
    item => item.kind === 'yes-no' && item.alerts.some(alert => alert.rule === 'wants-team'),
  )
  if (asked && isSettled(turn.state) && turn.state.answers[asked.linkId]?.value !== true)
    putAnswer(turn, { ...factsOf(turn, asked, told), status: 'understood', value: true })
}

/** Requests about the speech itself go before any answer; the other weak ones only when no answer was heard. */
export const isAboutSpeech = (request: Request): boolean =>
  request === 'slower' || request === 'louder' || request === 'repeat' || request === 'rephrase'

export const isWeak = (request: Request): boolean => WEAK.has(request) || request === 'bye'
