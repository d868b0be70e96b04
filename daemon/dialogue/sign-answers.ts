import type { LinkId } from '../domain/outcome.js'
import { settled } from './ahead.js'
import { askedAs } from './item-question.js'
import type { AlertFact, ItemAnswer } from './port.js'
import { raiseAlerts } from './rules.js'
import type { Item } from './schema.js'
import { itemOf } from './script.js'
import { markAsked, putAnswer, type Turn, update } from './turn.js'

/**
 * The danger sign that says what this item asks, where the patient has confirmed it in this call. One told before the identity was
 * settled is the speaker's, who may be another.
 */
export function confirmedSign({ script, state }: Turn, { signs = [] }: Item): AlertFact | undefined {
  const isAsked = (linkId: LinkId | undefined) => script.protocol.items.some(item => item.linkId === linkId)
  return signs
    .flatMap(sign => state.alerts[`urgent-word:${sign}`] ?? [])
    .find(alert => alert.confirmation === 'confirmed' && isAsked(alert.linkId))
}

/** Answers an item by the sign that was confirmed instead of asking it; its rules run. What is to be said, or undefined. */
export function answerBySign(turn: Turn, linkId: LinkId): readonly string[] | undefined {
  const sign = confirmedSign(turn, itemOf(turn.script, linkId))
  const told = turn.state.answers[linkId]
  if (sign === undefined || (told !== undefined && told.value !== true)) return undefined
  const answer = {
    ...(told === undefined ? fromSign(turn, linkId, sign) : settled(told)),
    readBack: 'confirmed',
  } as const
  update(turn, { toldAhead: turn.state.toldAhead.filter(one => one !== linkId) })
  markAsked(turn, linkId)
  putAnswer(turn, answer)
  return raiseAlerts(turn, answer)
}

const fromSign = (turn: Turn, linkId: LinkId, { words, confidence, atMs }: AlertFact): ItemAnswer => ({
  linkId,
  question: askedAs(turn.script, turn.state, itemOf(turn.script, linkId)),
  status: 'understood',
  value: true,
  ...(words === undefined ? {} : { text: words }),
  ...(confidence === undefined ? {} : { confidence }),
  ...(atMs === undefined ? {} : { startMs: atMs }),
})
