import { reportScore } from './ending.js'
import type { Move, Told } from './move.js'
import { FIRST_STEP, type Stage } from './state.js'
import { putAnswer, say, type Turn, tongueOf, update } from './turn.js'

/** Additions heard during the closing before it goes through to the end. */
const MOST_ADDITIONS = 3

/** What happens next, the 112, whom to ask, the ward's number, goodbye. */
export function close(turn: Turn): Move {
  const { thanks, day, night, ward, goodbye } = turn.script.common.closing
  reportScore(turn)
  update(turn, { closingBegan: true })
  const whom = turn.state.context.nightWeekendOrHoliday ? night : day
  say(turn, {
    linkId: 'closing',
    sentences: [...thanks, ...whom, ...ward, ...goodbye],
    overlap: 'duck',
    purpose: 'closing',
  })
  return { to: 'listen', stage: { name: 'closing', additions: 0, asks: 'nothing', ...FIRST_STEP } }
}

/** Something said during the closing words or behind them: a wish to add something, an addition, or a goodbye. */
export function hearClosing(turn: Turn, stage: Stage & { name: 'closing' }, told: Told): Move {
  const { text } = told.hearing
  const tongue = tongueOf(turn)
  const request = tongue.findRequest(text)
  const added = stage.additions + 1
  if (added > MOST_ADDITIONS || request === 'bye') return { to: 'resume' }
  if (request === 'wait' || tongue.wantsToAdd(text))
    return { to: 'ask', stage: { ...stage, additions: added, asks: 'remark' } }
  if (request === 'repeat' || request === 'rephrase') return close(turn)
  const said = tongue.readYesNo(text)
  const words = tongue.plain(text).split(' ').length
  if (stage.asks === 'remark' && said === true && words <= 3)
    return { to: 'ask', stage: { ...stage, additions: added } }
  if (tongue.isPolite(text) || said === false || words < 3) return { to: 'resume' }
  keepRemark(turn, told)
  update(turn, { stage: { ...stage, additions: added, asks: 'nothing' } })
  return { to: 'resume', lead: turn.script.common.thanks }
}

/** Added to what was said at "anything else", so that the nurse reads it in one place. */
function keepRemark(turn: Turn, told: Told): void {
  const before = turn.state.answers['anything-else']
  const said = typeof before?.value === 'string' ? `${before.value} ${told.hearing.text}` : told.hearing.text
  putAnswer(turn, {
    linkId: 'anything-else',
    question: before?.question ?? '',
    status: 'understood',
    value: said,
    text: said,
    confidence: told.hearing.confidence,
    startMs: told.startMs,
    endMs: told.endMs,
  })
}
