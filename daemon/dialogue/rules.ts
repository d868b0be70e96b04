import type { AnswerValue, LinkId } from '../domain/outcome.js'
import type { AlertFact, ItemAnswer } from './port.js'
import type { Condition, Item } from './schema.js'
import { itemOf, type Script } from './script.js'
import type { State } from './state.js'
import { putAnswer, raise, type Turn } from './turn.js'

/** Whether a value meets a condition; a text or an absent value meets none. */
export function meets(value: AnswerValue | undefined, when: Condition): boolean {
  if (when.is !== undefined) return value === when.is
  if (typeof value !== 'number') return false
  return (
    (when.above === undefined || value > when.above) &&
    (when.atLeast === undefined || value >= when.atLeast) &&
    (when.below === undefined || value < when.below) &&
    (when.atMost === undefined || value <= when.atMost)
  )
}

/** Alert rules of an item that a value sets off and that this call has not raised yet. */
export const newAlerts = (state: State, item: Item, value: AnswerValue): Item['alerts'] =>
  item.alerts.filter(alert => meets(value, alert.when) && state.alerts[alert.rule] === undefined)

export const alerting = (item: Item, value: AnswerValue): boolean => item.alerts.some(alert => meets(value, alert.when))

const CONFIRMATIONS = {
  confirmed: 'confirmed',
  corrected: 'confirmed',
  unclear: 'unclear',
  unanswered: 'silence',
} as const

/** What an answer alerts for. */
function alertsFor(turn: Turn, answer: ItemAnswer, hungUp: boolean): readonly AlertFact[] {
  const item = itemOf(turn.script, answer.linkId)
  const value = answer.value
  if (value === undefined) return []
  return item.alerts
    .filter(alert => meets(value, alert.when))
    .map(alert => ({
      key: alert.rule,
      rule: alert.rule,
      ruleVersion: turn.script.protocol.version,
      urgency: alert.urgency,
      linkId: answer.linkId,
      question: answer.question,
      ...(answer.text === undefined ? {} : { words: answer.text }),
      ...(answer.confidence === undefined ? {} : { confidence: answer.confidence }),
      ...(answer.startMs === undefined ? {} : { atMs: answer.startMs }),
      ...(answer.readBack === undefined ? {} : { confirmation: hungUp ? 'hung-up' : CONFIRMATIONS[answer.readBack] }),
    }))
}

/** Raises what a final answer sets off. */
export function raiseAlerts(turn: Turn, answer: ItemAnswer, hungUp = false): void {
  for (const alert of alertsFor(turn, answer, hungUp)) raise(turn, alert)
}

/** Stores a value before its read-back, with the alerts that stand if the call ends before it is settled. */
export function putPending(turn: Turn, answer: ItemAnswer): void {
  const pendingAlerts = alertsFor(turn, answer, false).map(alert => ({
    ...alert,
    confirmation: 'unconfirmed' as const,
  }))
  putAnswer(turn, { ...answer, pending: true, ...(pendingAlerts.length > 0 ? { pendingAlerts } : {}) })
}

/** The next item to ask: in the protocol's order, its condition met, not answered yet, none before `startAt`. */
export function nextItem(script: Script, state: State): LinkId | null {
  const { items } = script.protocol
  const start = Math.max(
    0,
    items.findIndex(item => item.linkId === state.context.startAt),
  )
  if (state.context.startAt === 'closing') return null
  const next = items.slice(start).find(item => state.answers[item.linkId] === undefined && isOpen(state, item))
  return next?.linkId ?? null
}

const isOpen = (state: State, item: Item): boolean => {
  if (!item.onlyIf) return true
  const { linkId, ...when } = item.onlyIf
  return meets(state.answers[linkId]?.value, when)
}

export interface Score {
  readonly score: number
  readonly complete: boolean
  readonly band: string
}

/** 100 less the known deductions; incomplete where a scored item has no understood value (CLINICAL.md, Score). */
export function scoreOf(script: Script, state: State): Score | null {
  const rules = script.protocol.score
  if (!rules) return null
  const scored = script.protocol.items.filter(item => item.score.length > 0)
  const lost = scored
    .flatMap(item => item.score.filter(rule => meets(state.answers[item.linkId]?.value, rule.when)))
    .reduce((sum, rule) => sum + rule.points, 0)
  const urgent = Object.values(state.alerts).some(
    alert => (alert.rule === 'urgent-word' || alert.rule === 'red-flag') && alert.confirmation !== 'denied',
  )
  const score = Math.max(0, rules.from - lost - (urgent ? rules.urgentWordPoints : 0))
  const complete = scored.every(item => state.answers[item.linkId]?.status === 'understood')
  return { score, complete, band: rules.bands.find(one => score >= one.atLeast)?.band ?? '' }
}
