import type { Disposition } from '../domain/outcome.js'
import { askedAs } from './item-question.js'
import { scoreOf } from './rules.js'
import { isSettled, type State } from './state.js'
import { addTask, putAnswer, raise, type Turn, update } from './turn.js'

/** What a hang-up now would be: `completed` once the closing began, `partial` after the first answered question. */
export function dispositionNow(state: State): Disposition {
  if (state.stage.name === 'ended') return state.stage.disposition
  if (state.closingBegan) return 'completed'
  const answered = state.asked.some(linkId => state.answers[linkId] !== undefined)
  return answered && isSettled(state) ? 'partial' : 'interrupted'
}

/** Everything a nurse must see is written before the line is let go; once only. */
export function finish(turn: Turn, disposition: Disposition): void {
  writeAll(turn, disposition)
  turn.acts.push({ type: 'hang-up', disposition })
}

/** The same, with the line left to the patient and the nurse. */
export function leave(turn: Turn, disposition: Disposition): void {
  writeAll(turn, disposition)
  turn.acts.push({ type: 'leave', disposition })
}

function writeAll(turn: Turn, disposition: Disposition): void {
  reportScore(turn)
  listUnasked(turn)
  const missed = turn.state.skipped
  if (missed.length > 0) addTask(turn, 'not-understood', missed.join(', '))
  update(turn, { stage: { name: 'ended', disposition } })
}

/** Score and its alerts, at the closing or at an early end; not before a first scored answer. */
export function reportScore(turn: Turn): void {
  const { script, state } = turn
  const scored = script.protocol.items.some(item => item.score.length > 0 && state.answers[item.linkId] !== undefined)
  const score = scored && !state.closingBegan ? scoreOf(script, state) : null
  if (!score) return
  turn.acts.push({ type: 'score', ...score })
  const alert = script.protocol.score?.alerts.find(one => score.score <= one.atMost)
  if (alert)
    raise(turn, {
      key: alert.rule,
      rule: alert.rule,
      ruleVersion: script.protocol.version,
      urgency: alert.urgency,
      linkId: 'closing',
    })
}

/** What was not asked is shown as exactly that. */
function listUnasked(turn: Turn): void {
  const { context, continues } = turn.state
  if (!isSettled(turn.state) || (context.received && !continues)) return
  for (const item of turn.script.protocol.items)
    if (turn.state.answers[item.linkId] === undefined)
      putAnswer(turn, { linkId: item.linkId, question: askedAs(turn.script, turn.state, item), status: 'not-asked' })
}
