import type { AnswerValue } from '../domain/outcome.js'
import { settled } from './ahead.js'
import { factsOf } from './facts.js'
import { expectedOf, wordsOf } from './item-question.js'
import { keyedValue } from './items.js'
import type { Move, Told } from './move.js'
import type { ItemAnswer } from './port.js'
import { newAlerts, putPending, raiseAlerts } from './rules.js'
import { itemOf } from './script.js'
import { skip } from './skip.js'
import { FIRST_STEP, type Stage } from './state.js'
import { wordsOnly } from './tongue.js'
import { putAnswer, type Turn, tongueOf } from './turn.js'

type ReadBack = Stage & { name: 'read-back' }

/** The reply to "vous avez dit huit sur dix, c'est bien ça ?", or to the question asked anew after a no. */
export function hearReadBack(turn: Turn, stage: ReadBack, told: Told): Move {
  const value = explicitValue(turn, stage, told)
  if (value !== undefined && value === stage.pending.value) return settle(turn, stage, 'confirmed')
  if (value !== undefined) return correct(turn, stage, told, value)
  if (stage.asks === 'value') return settle(turn, stage, 'unclear')
  const said =
    told.keys === undefined
      ? tongueOf(turn).interpret(told.hearing, { kind: 'yes-no' }, { agreeing: true })?.value
      : keyedYesNo(told.keys)
  if (said === true) return settle(turn, stage, 'confirmed')
  if (said === false && stage.corrections < 1)
    return { to: 'ask', stage: { ...stage, ...FIRST_STEP, asks: 'value' }, lead: turn.script.common.corrected }
  return settle(turn, stage, 'unclear')
}

const keyedYesNo = (keys: string): boolean | undefined => (keys === '1' ? true : keys === '2' ? false : undefined)

/** A value that the reply itself holds; a mere yes or no is none while a confirmation is asked for. */
function explicitValue(turn: Turn, stage: ReadBack, told: Told): AnswerValue | undefined {
  const item = itemOf(turn.script, stage.linkId)
  if (told.keys !== undefined) {
    const keyed = keyedValue(item, told.keys)
    const isYesNoKey = stage.asks === 'confirmation' && keyedYesNo(told.keys) !== undefined
    return isYesNoKey ? undefined : keyed
  }
  const tongue = tongueOf(turn)
  const words = wordsOf(turn.script, item)
  if (stage.asks === 'value') {
    const meaning = tongue.interpret(told.hearing, expectedOf(turn.script, item), words)
    return meaning && !(meaning.doubtful && meaning.value !== stage.pending.value) ? meaning.value : undefined
  }
  // The recogniser scored yes and no here: only the words can hold another value.
  const worded = wordsOnly(told.hearing)
  const meaning = tongue.interpret(worded, expectedOf(turn.script, item), words)
  if (meaning === undefined || meaning.doubtful) return undefined
  // "Oui, très bien" agrees: an option's words count as another value only where nobody agrees.
  if (item.kind === 'choice' && tongue.readYesNo(told.hearing.text, { agreeing: true }) === true) return undefined
  if (item.kind !== 'yes-no') return meaning.value
  const own = [...(words.yes ?? []), ...(words.no ?? [])]
  return own.some(phrase => tongue.phraseAt(tongue.plain(told.hearing.text), phrase) >= 0) ? meaning.value : undefined
}

/** Another understood value withdraws the pending one; both stay visible. */
function correct(turn: Turn, stage: ReadBack, told: Told, value: AnswerValue): Move {
  const item = itemOf(turn.script, stage.linkId)
  const { pending } = stage
  const answer: ItemAnswer = {
    ...factsOf(turn, item, told),
    status: 'understood',
    value,
    readBack: 'corrected',
    earlier: [...(pending.earlier ?? []), { value: pending.value ?? '', text: pending.text ?? '' }],
  }
  if (newAlerts(turn.script, turn.state, item, value).length > 0 && stage.corrections < 1) {
    putPending(turn, answer)
    return {
      to: 'ask',
      stage: { ...stage, ...FIRST_STEP, asks: 'confirmation', pending: answer, corrections: stage.corrections + 1 },
    }
  }
  putAnswer(turn, answer)
  return { to: 'next', lead: [...turn.script.common.thanks, ...raiseAlerts(turn, answer)] }
}

/** The pending value becomes final, with its alert. */
export function settle(turn: Turn, stage: ReadBack, readBack: NonNullable<ItemAnswer['readBack']>): Move {
  const item = itemOf(turn.script, stage.linkId)
  const { value } = stage.pending
  const harmless = value === undefined || newAlerts(turn.script, turn.state, item, value).length === 0
  // Told before its question and not confirmed: where no alert hangs on it, the question itself settles it.
  if (stage.ahead === true && harmless && stage.asks === 'confirmation' && readBack !== 'confirmed')
    return { to: 'ask', stage: { name: 'item', linkId: stage.linkId, ...FIRST_STEP } }
  if (stage.guess === true && harmless && readBack !== 'confirmed') return skip(turn, stage.linkId, stage.pending.text)
  const final: ItemAnswer = { ...stage.pending, readBack }
  putAnswer(turn, final)
  return { to: 'next', lead: [...turn.script.common.thanks, ...raiseAlerts(turn, final)] }
}

/** Whatever is still pending becomes final: the call ends, or an emergency goes first. */
export function settlePending(turn: Turn, hungUp = false): void {
  for (const answer of Object.values(turn.state.answers)) {
    if (!answer.pending) continue
    const final = { ...settled(answer), readBack: 'unanswered' as const }
    putAnswer(turn, final)
    raiseAlerts(turn, final, hungUp)
  }
}
