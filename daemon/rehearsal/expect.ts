import type { AnswerValue } from '../domain/outcome.js'
import type { Expectation, ExpectedAnswer } from './format.js'
import type { RehearsalReport, ReportedAnswer } from './report.js'

/**
 * What differs between what a rehearsal expects and what happened, a sentence each; empty when all is as expected. An
 * expectation that the file does not give is not checked; `answers` is a subset, `alerts` and `tasks` are exact sets.
 */
export function checkExpectations(expected: Expectation, report: RehearsalReport): string[] {
  return [
    ...same('disposition', expected.disposition, report.disposition),
    ...same('transfer', expected.transfer, report.transfer?.outcome ?? null),
    ...same('identity', expected.identity, report.identity),
    ...Object.entries(expected.answers ?? {}).flatMap(([linkId, answer]) =>
      checkAnswer(linkId, answer, report.answers[linkId]),
    ),
    ...(expected.alerts === undefined ? [] : checkAlerts(expected.alerts, report.alerts)),
    ...(expected.tasks === undefined
      ? []
      : checkSet(
          'task',
          expected.tasks.map(task => task.kind),
          report.tasks.map(task => task.kind),
        )),
    ...same('recorded', expected.recorded, report.recordingPath !== null),
    ...Object.entries(expected.score ?? {}).flatMap(([what, wanted]) =>
      same(`score: ${what}`, wanted, report.score?.[what as 'score' | 'complete' | 'band']),
    ),
    ...checkWords(expected, report.turns),
    ...Object.entries(expected.interrupted ?? {}).flatMap(([linkId, wanted]) =>
      same(`${linkId}: interrupted`, wanted, isInterrupted(linkId, report.turns)),
    ),
    ...checkLongest('turn gap', expected.maxTurnGapMs, report.turnGapsMs),
    ...checkLongest('time until the voice gave way', expected.maxBargeInMs, report.bargeInMs),
  ]
}

/** The same report with the verdict on it. */
export function judged(report: RehearsalReport, expected: Expectation): RehearsalReport {
  const failures = checkExpectations(expected, report)
  return { ...report, passed: failures.length === 0, failures }
}

function same(what: string, wanted: Shown, found: Shown): string[] {
  return wanted === undefined || wanted === found ? [] : [`${what} is ${shown(found)}, expected ${shown(wanted)}`]
}

function checkAnswer(linkId: string, wanted: ExpectedAnswer, found: ReportedAnswer | undefined): string[] {
  const what = `answer ${linkId}`
  if (found === undefined) return [`${what}: the protocol has no such item`]
  if (wanted === null || typeof wanted !== 'object')
    return same(what, wanted, found.value).map(line => `${line} (${found.status})`)
  return [
    ...same(what, wanted.value, found.value),
    ...same(`${what}: status`, wanted.status, found.status),
    ...same(`${what}: read-back`, wanted.readBack, found.readBack ?? null),
    ...same(`${what}: by keypad`, wanted.byKeypad, found.byKeypad ?? false),
    ...same(`${what}: by caregiver`, wanted.byCaregiver, found.byCaregiver ?? false),
    ...same(`${what}: earlier`, wanted.earlier?.join(', '), (found.earlier ?? []).map(({ value }) => value).join(', ')),
  ]
}

type Alerts = NonNullable<Expectation['alerts']>

function checkAlerts(wanted: Alerts, found: RehearsalReport['alerts']): string[] {
  const rules = checkSet(
    'alert',
    wanted.map(alert => alert.rule),
    found.map(alert => alert.rule),
  )
  return [...rules, ...wanted.flatMap(one => checkAlert(one, found))]
}

const MARKS = ['urgency', 'confirmation', 'linkId'] as const

/** One of the alerts that the rule raised has what is wanted. */
function checkAlert(wanted: Alerts[number], found: RehearsalReport['alerts']): string[] {
  const raised = found.filter(alert => alert.rule === wanted.rule)
  const fits = (alert: Pick<RehearsalReport['alerts'][number], (typeof MARKS)[number]>) =>
    MARKS.every(mark => wanted[mark] === undefined || wanted[mark] === alert[mark])
  if (raised.length === 0 || raised.some(fits)) return []
  const told = (alert: Partial<Record<(typeof MARKS)[number], string | null>>) =>
    MARKS.flatMap(mark => (wanted[mark] === undefined ? [] : (alert[mark] ?? 'none'))).join(', ')
  return [`alert ${wanted.rule} is ${raised.map(told).join(' and ')}, expected ${told(wanted)}`]
}

type Turns = RehearsalReport['turns']

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase()

function checkWords({ says = [], neverSays = [] }: Expectation, turns: Turns): string[] {
  const said = turns.filter(turn => turn.speaker === 'agent').map(turn => folded(turn.text))
  const heard = (words: string) => said.some(text => text.includes(folded(words)))
  return [
    ...says.filter(words => !heard(words)).map(words => `the agent never said “${words}”`),
    ...neverSays.filter(heard).map(words => `the agent said “${words}”`),
  ]
}

const isInterrupted = (linkId: string, turns: Turns): boolean =>
  turns.some(turn => turn.speaker === 'agent' && turn.linkId === linkId && turn.interrupted)

/** Sets: a rule that raised two alerts is there once. */
function checkSet(what: string, wanted: readonly string[], found: readonly string[]): string[] {
  const missing = [...new Set(wanted)].filter(name => !found.includes(name))
  const extra = [...new Set(found)].filter(name => !wanted.includes(name))
  return [
    ...missing.map(name => `${what} ${name} is missing`),
    ...extra.map(name => `${what} ${name} was not expected`),
  ]
}

function checkLongest(what: string, maxMs: number | undefined, foundMs: readonly number[]): string[] {
  if (maxMs === undefined) return []
  const longest = Math.max(0, ...foundMs)
  return longest <= maxMs ? [] : [`the longest ${what} is ${Math.round(longest)} ms, expected at most ${maxMs} ms`]
}

type Shown = AnswerValue | null | undefined

const shown = (value: Shown): string => (value === null || value === undefined ? 'none' : String(value))
