import { askedAs } from './item-question.js'
import type { Told } from './move.js'
import type { ItemAnswer } from './port.js'
import type { Item } from './schema.js'
import type { Turn } from './turn.js'

/** An answer as the nurse will see it, without its value. */
export const factsOf = (turn: Turn, item: Item, told: Told): Omit<ItemAnswer, 'status'> => ({
  linkId: item.linkId,
  question: askedAs(turn.script, turn.state, item),
  text: told.keys ?? told.hearing.text,
  confidence: told.hearing.confidence,
  startMs: told.startMs,
  endMs: told.endMs,
  ...(told.keys === undefined ? {} : { byKeypad: true }),
})
