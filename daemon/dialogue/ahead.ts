import type { LinkId } from '../domain/outcome.js'
import { factsOf } from './facts.js'
import { confirmOf, expectedOf, wordsOf } from './item-question.js'
import type { Told } from './move.js'
import type { ItemAnswer } from './port.js'
import { putPending } from './rules.js'
import type { Item } from './schema.js'
import { wordingOf } from './script.js'
import { FIRST_STEP, type Stage } from './state.js'
import { wordsOnly } from './tongue.js'
import { type Turn, tongueOf, update } from './turn.js'

/** A mark that parts clauses; a decimal comma has no blank behind it. */
const CLAUSE_END = /[.,;:!?…]+(?=\s|$)/

/**
 * Answers to later questions told in this one ("huit sur dix, et j'ai de la fièvre"): only where one clause holds the later item's
 * own topic and says its value. Kept pending with their alerts, so that a call that ends now has them too.
 */
export function hearAhead(turn: Turn, item: Item, told: Told): void {
  const { items } = turn.script.protocol
  const clauses = told.hearing.text.split(CLAUSE_END).filter(clause => clause.trim() !== '')
  for (const later of items.slice(items.indexOf(item) + 1)) {
    const isOpen = turn.state.answers[later.linkId] === undefined || turn.state.toldAhead.includes(later.linkId)
    if (isOpen) for (const clause of clauses) hearClause(turn, later, told, clause)
  }
}

function hearClause(turn: Turn, item: Item, told: Told, clause: string): void {
  const tongue = tongueOf(turn)
  const { words, confirm } = wordingOf(turn.script, item)
  const folded = tongue.plain(clause)
  const says = (phrases: readonly string[] = []) => phrases.some(phrase => tongue.phraseAt(folded, phrase) >= 0)
  if (!confirm || !says(words?.topic)) return
  // A yes or no of another question stands in many clauses: only the item's own words are an answer to it.
  if (item.kind === 'yes-no' && !says([...(words?.yes ?? []), ...(words?.no ?? [])])) return
  const hearing = { ...wordsOnly(told.hearing), text: clause }
  const meaning = tongue.interpret(hearing, expectedOf(turn.script, item), wordsOf(turn.script, item))
  if (!meaning || meaning.doubtful || !confirmOf(confirm, meaning.value)) return
  if (typeof meaning.value === 'number' && !Number.isInteger(meaning.value)) return
  putPending(turn, { ...factsOf(turn, item, told), status: 'understood', value: meaning.value })
  if (!turn.state.toldAhead.includes(item.linkId)) update(turn, { toldAhead: [...turn.state.toldAhead, item.linkId] })
}

/** The confirming question that stands in for the question of an item told ahead; undefined for any other item. */
export function confirmAhead(turn: Turn, linkId: LinkId): Stage | undefined {
  const pending = turn.state.answers[linkId]
  if (!turn.state.toldAhead.includes(linkId) || !pending) return undefined
  update(turn, { toldAhead: turn.state.toldAhead.filter(one => one !== linkId) })
  return {
    name: 'read-back',
    linkId,
    asks: 'confirmation',
    pending: settled(pending),
    corrections: 0,
    ahead: true,
    ...FIRST_STEP,
  }
}

/** As it stands once nothing is pending about it. */
export const settled = (answer: ItemAnswer): ItemAnswer => {
  const kept = Object.entries(answer).filter(([key]) => key !== 'pending' && key !== 'pendingAlerts')
  return Object.fromEntries(kept) as unknown as ItemAnswer
}
