import type { AnswerValue } from '../domain/outcome.js'
import { hearAhead } from './ahead.js'
import { factsOf } from './facts.js'
import { expectedOf, isGuessReadBack, isUnlikely, wordsOf } from './item-question.js'
import type { Move, Told } from './move.js'
import type { ItemAnswer } from './port.js'
import { alerting, newAlerts, putPending, raiseAlerts } from './rules.js'
import type { Item } from './schema.js'
import { itemOf, wordingOf } from './script.js'
import { confirmedSign } from './sign-answers.js'
import { FIRST_STEP, type Stage } from './state.js'
import type { Tongue } from './tongue.js'
import { putAnswer, type Turn, tongueOf, update } from './turn.js'

type ItemStage = Stage & { name: 'item' }

/** One answer to an item of the protocol, by voice or by keys. */
export function hearItem(turn: Turn, stage: ItemStage, told: Told): Move {
  const item = itemOf(turn.script, stage.linkId)
  if (told.keys !== undefined) return hearKeys(turn, stage, item, told)
  hearAhead(turn, item, told)
  if (item.kind === 'free') return hearFree(turn, item, told)
  return item.kind === 'remarks' ? hearRemarks(turn, stage, item, told) : hearClosed(turn, stage, item, told)
}

function hearFree(turn: Turn, item: Item, told: Told): Move {
  const { text } = told.hearing
  const tongue = tongueOf(turn)
  if (tongue.isPolite(text)) return { to: 'miss' }
  const status = tongue.refusesToAnswer(text)
    ? 'refused'
    : tongue.saysNotKnown(text) && isShort(tongue, text)
      ? 'not-known'
      : 'understood'
  putAnswer(turn, { ...factsOf(turn, item, told), status, ...(status === 'understood' ? { value: text } : {}) })
  return { to: 'next', lead: turn.script.common.thanks }
}

const isShort = (tongue: Tongue, text: string): boolean => tongue.plain(text).split(' ').length <= 6

function hearRemarks(turn: Turn, stage: ItemStage, item: Item, told: Told): Move {
  const { text } = told.hearing
  const tongue = tongueOf(turn)
  const said = tongue.interpret(told.hearing, expectedOf(turn.script, item))?.value
  if (!stage.invited && said === true && isShort(tongue, text))
    return { to: 'ask', stage: { ...stage, ...FIRST_STEP, invited: true }, lead: [] }
  if (said === false && isShort(tongue, text)) return keep(turn, item, told, false)
  if (tongue.isPolite(text) && !tongue.thanks(text)) return { to: 'miss' }
  return keep(turn, item, told, tongue.isPolite(text) || tongue.saysNotKnown(text) ? false : text)
}

function keep(turn: Turn, item: Item, told: Told, value: AnswerValue): Move {
  putAnswer(turn, { ...factsOf(turn, item, told), status: 'understood', value })
  return { to: 'next' }
}

function hearClosed(turn: Turn, stage: ItemStage, item: Item, told: Told): Move {
  const { text } = told.hearing
  const tongue = tongueOf(turn)
  const words = wordingOf(turn.script, item).words ?? {}
  const folded = tongue.plain(text)
  const names = (phrases: readonly string[] = []) => phrases.some(phrase => tongue.phraseAt(folded, phrase) >= 0)
  const open = (status: 'not-known' | 'refused'): Move => {
    putAnswer(turn, { ...factsOf(turn, item, told), status })
    return { to: 'next' }
  }
  if (tongue.refusesToAnswer(text)) return open('refused')
  if (names(words.notApplicable)) return open('not-known')
  const meaning = tongue.interpret(told.hearing, expectedOf(turn.script, item), wordsOf(turn.script, item))
  const unknown = tongue.saysNotKnown(text) || names(words.notKnown)
  if (unknown && (item.kind === 'yes-no' || !meaning))
    return item.kind === 'yes-no' || stage.misses > 0 || names(words.notKnown) ? open('not-known') : { to: 'miss' }
  if (!meaning) return { to: 'miss' }
  const again = stage.doubted !== undefined
  if (meaning.guess === true && again && stage.doubted !== meaning.value) return { to: 'miss' }
  if (meaning.doubtful && !matters(turn, item, meaning.value) && !again)
    return {
      to: 'ask',
      how: 'rephrase',
      stage: { ...stage, doubted: meaning.value },
      lead: turn.script.common.doubtful,
    }
  if (meaning.guess === true && !matters(turn, item, meaning.value))
    return readBackGuess(turn, item, told, meaning.value)
  keepAhead(turn, item, told)
  return accept(turn, item, told, meaning.value, meaning.earlier, isUnlikely(item, meaning.value))
}

/**
 * A value that was guessed twice and alerts for nothing: a wrong low score would hide a high one, a wrong "non" a fever. A score is read
 * back and counts as not understood until it is confirmed; what has no words to be read back in is asked for by key.
 */
function readBackGuess(turn: Turn, item: Item, told: Told, value: AnswerValue): Move {
  if (!isGuessReadBack(item, value) || wordingOf(turn.script, item).readBack === undefined) return { to: 'miss' }
  const facts = factsOf(turn, item, told)
  putAnswer(turn, { ...facts, status: 'not-understood' })
  const pending: ItemAnswer = { ...facts, status: 'understood', value }
  const stage = {
    name: 'read-back',
    linkId: item.linkId,
    asks: 'confirmation',
    pending,
    guess: true,
    corrections: 0,
  } as const
  return { to: 'ask', stage: { ...stage, ...FIRST_STEP } }
}

/** A doubtful value that matters is read back; one that does not is asked again. */
const matters = (turn: Turn, item: Item, value: AnswerValue): boolean =>
  alerting(item, value) || newAlerts(turn.script, turn.state, item, value).length > 0

/** A temperature told with the fever is kept for its own question. */
function keepAhead(turn: Turn, item: Item, told: Told): void {
  for (const linkId of item.alsoHears ?? [])
    if (itemOf(turn.script, linkId).kind === 'temperature' && tongueOf(turn).readTemperature(told.hearing.text))
      update(turn, { ahead: { ...turn.state.ahead, [linkId]: told } })
}

function hearKeys(turn: Turn, stage: ItemStage, item: Item, told: Told): Move {
  const value = keyedValue(item, (told.keys ?? '').replace(/#$/, ''))
  if (value === undefined) return { to: 'miss' }
  if (item.kind === 'remarks' && value === true)
    return { to: 'ask', stage: { ...stage, ...FIRST_STEP, invited: true }, lead: [] }
  return accept(turn, item, told, value, [], (item.kind === 'number' && value === 1) || isUnlikely(item, value))
}

/** 0–9 and "*" or "10" for ten on a scale, 1/2 for yes/no, three digits or "38*5" for a temperature. */
export function keyedValue(item: Item, keys: string): AnswerValue | undefined {
  switch (item.kind) {
    case 'number': {
      const value = keys === '*' ? 10 : /^\d{1,2}$/.test(keys) ? Number(keys) : Number.NaN
      return value >= (item.min ?? 0) && value <= (item.max ?? 10) ? value : undefined
    }
    case 'temperature':
      return keyedTemperature(keys)
    case 'yes-no':
    case 'remarks':
      return keys === '1' ? true : keys === '2' ? false : undefined
    case 'choice':
      return item.options?.find(option => option.key === keys)?.code
    case 'free':
      return undefined
  }
}

/** "385", "38*5" and "38"; only what a body can have. */
function keyedTemperature(keys: string): number | undefined {
  const [, whole, tenth = ''] = /^(\d\d)\*?(\d?)$/.exec(keys) ?? []
  const degrees = whole === undefined ? Number.NaN : Number(`${whole}.${tenth || 0}`)
  return degrees >= 34 && degrees < 43 ? degrees : undefined
}

/** Stores a value; one that would raise an alert is stored as pending and read back before it counts. */
export function accept(
  turn: Turn,
  item: Item,
  told: Told,
  value: AnswerValue,
  earlier: readonly AnswerValue[],
  readBack = false,
): Move {
  const kept = earlier.map(one => ({ value: one, text: told.hearing.text }))
  const answer: ItemAnswer = {
    ...factsOf(turn, item, told),
    status: 'understood',
    value,
    ...(kept.length > 0 ? { earlier: kept } : {}),
  }
  if (value === true && confirmedSign(turn, item) !== undefined) {
    const confirmed = { ...answer, readBack: 'confirmed' } as const
    putAnswer(turn, confirmed)
    return { to: 'next', lead: raiseAlerts(turn, confirmed) }
  }
  if (readBack || newAlerts(turn.script, turn.state, item, value).length > 0) {
    putPending(turn, answer)
    return {
      to: 'ask',
      stage: {
        name: 'read-back',
        linkId: item.linkId,
        asks: 'confirmation',
        pending: answer,
        corrections: 0,
        ...FIRST_STEP,
      },
    }
  }
  putAnswer(turn, answer)
  return { to: 'next', lead: raiseAlerts(turn, answer) }
}
