import type { AnswerValue, LinkId } from '../domain/outcome.js'
import { type Answered, isTaken, meets } from './condition.js'
import type { AlertFact, ItemAnswer } from './port.js'
import type { CrossedRule, Item } from './schema.js'
import { itemOf, type Script } from './script.js'
import type { State } from './state.js'
import { addTask, putAnswer, raise, type Turn } from './turn.js'

/** Rules that a value of this item sets off, alone or with answers given before, and that this call has not raised yet. */
export function newAlerts(script: Script, state: State, item: Item, value: AnswerValue): readonly Raised[] {
  return raisedBy(script, state, item, value).filter(({ rule }) => state.alerts[rule] === undefined)
}

export const alerting = (item: Item, value: AnswerValue): boolean => item.alerts.some(alert => meets(value, alert.when))

type Raised = Pick<Item['alerts'][number], 'rule' | 'urgency' | 'task'> & { readonly with: readonly LinkId[] }

function raisedBy(script: Script, state: State, item: Item, value: AnswerValue): readonly Raised[] {
  const own = item.alerts.filter(alert => meets(value, alert.when)).map(alert => ({ ...alert, with: [] }))
  const crossed = script.protocol.rules
    .filter(rule => completes(rule, state, item, value))
    .map(rule => ({
      rule: rule.rule,
      urgency: rule.urgency,
      with: rule.all.map(one => one.linkId).filter(linkId => linkId !== item.linkId),
    }))
  return [...own, ...crossed]
}

/** Whether this value makes a rule over several answers whole; a value still waiting for its read-back does not count yet. */
function completes(rule: CrossedRule, state: State, item: Item, value: AnswerValue): boolean {
  const answered = (linkId: LinkId): AnswerValue | undefined => {
    const answer = state.answers[linkId]
    return linkId === item.linkId ? value : answer?.pending ? undefined : answer?.value
  }
  const holds = ({ linkId, ...when }: Answered): boolean => meets(answered(linkId), when)
  return rule.all.some(one => one.linkId === item.linkId) && rule.all.every(holds)
}

const CONFIRMATIONS = {
  confirmed: 'confirmed',
  corrected: 'confirmed',
  unclear: 'unclear',
  unanswered: 'silence',
} as const

/** What an answer alerts for. */
function alertsFor(turn: Turn, answer: ItemAnswer, hungUp: boolean): readonly AlertFact[] {
  const { script, state } = turn
  if (answer.value === undefined) return []
  return raisedBy(script, state, itemOf(script, answer.linkId), answer.value).map(raised => {
    const answers = [...raised.with.flatMap(linkId => state.answers[linkId] ?? []), answer]
    const words = answers.flatMap(one => one.text ?? [])
    return {
      key: raised.rule,
      rule: raised.rule,
      ruleVersion: script.protocol.version,
      urgency: raised.urgency,
      linkId: answer.linkId,
      question: answers.map(one => one.question).join(' / '),
      ...(words.length === 0 ? {} : { words: words.join(' / ') }),
      ...(answer.confidence === undefined ? {} : { confidence: answer.confidence }),
      ...(answer.startMs === undefined ? {} : { atMs: answer.startMs }),
      ...(answer.readBack === undefined ? {} : { confirmation: hungUp ? 'hung-up' : CONFIRMATIONS[answer.readBack] }),
    }
  })
}

/** Raises what a final answer sets off; returns what is to be said about it. */
export function raiseAlerts(turn: Turn, answer: ItemAnswer, hungUp = false): readonly string[] {
  for (const alert of alertsFor(turn, answer, hungUp)) raise(turn, alert)
  const item = itemOf(turn.script, answer.linkId)
  const callback = item.alerts.some(
    alert => alert.task && answer.value !== undefined && meets(answer.value, alert.when),
  )
  if (!callback) return []
  addTask(turn, 'callback')
  return turn.script.common.requests.wantsTeam
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
  const unanswered = ({ linkId }: Item) => state.answers[linkId] === undefined || state.toldAhead.includes(linkId)
  // Where a call goes on is asked whatever opened it in the earlier one.
  const opened = (item: Item) => item.linkId === state.context.startAt || isOpen(state, item)
  const next = items.slice(start).find(item => unanswered(item) && opened(item))
  return next?.linkId ?? null
}

const isOpen = (state: State, item: Item): boolean => isTaken(item.onlyIf, linkId => state.answers[linkId]?.value)

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
