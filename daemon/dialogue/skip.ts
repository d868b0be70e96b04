import type { LinkId } from '../domain/outcome.js'
import { askedAs } from './item-question.js'
import type { Move } from './move.js'
import { itemOf } from './script.js'
import { putAnswer, type Turn, update } from './turn.js'

/** Listed for the nurse as not understood, and on to the next question: nothing is guessed. */
export function skip(turn: Turn, linkId: LinkId, text?: string): Move {
  const item = itemOf(turn.script, linkId)
  putAnswer(turn, {
    linkId,
    question: askedAs(turn.script, turn.state, item),
    status: 'not-understood',
    ...(text ? { text } : {}),
  })
  update(turn, { skipped: [...turn.state.skipped, linkId] })
  return { to: 'next', lead: turn.script.common.skipped }
}
