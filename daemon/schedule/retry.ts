import type { Disposition, TaskKind } from '../domain/outcome.js'
import { ms } from '../domain/units.js'
import { nextDay, nextOpening, nextWindow } from './hours.js'
import type { AttemptEnd, AttemptTally, CallingHours, NextStep, RetryRules } from './port.js'

const MINUTES = 60_000

export const CLINICAL_RULES = {
  mostAttempts: 3,
  busyMs: ms(15 * MINUTES),
  noAnswerMs: ms(240 * MINUTES),
  rejectedMs: ms(240 * MINUTES),
  unreachableMs: ms(60 * MINUTES),
  failureMs: ms(5 * MINUTES),
  mostFailuresInARow: 3,
  hungUpMs: ms(240 * MINUTES),
  unavailableMs: ms(240 * MINUTES),
  interruptedMs: ms(15 * MINUTES),
} as const satisfies RetryRules

/** The network, or we: nothing of the patient. */
export const isOurFailure = (disposition: Disposition): boolean =>
  disposition === 'congestion' || disposition === 'failed'

/** Nobody was spoken to, so another of the patient's numbers may be the better one. Busy: somebody is there. */
const isAbsent = (disposition: Disposition): boolean =>
  disposition === 'no-answer' ||
  disposition === 'rejected' ||
  disposition === 'unreachable' ||
  disposition === 'voicemail'

/** After these nobody is rung again about this due call; the task is the one that a nurse has then. */
const LAST: Readonly<Partial<Record<Disposition, { state: 'done' | 'cancelled'; task?: TaskKind }>>> = {
  completed: { state: 'done' },
  transferred: { state: 'done' },
  'identity-not-verified': { state: 'done', task: 'identity' },
  'caregiver-not-listed': { state: 'done', task: 'identity' },
  refused: { state: 'done', task: 'refused-automated-call' },
  'wrong-number': { state: 'done', task: 'wrong-number' },
  'opted-out': { state: 'cancelled', task: 'opted-out' },
  'deceased-reported': { state: 'cancelled', task: 'deceased' },
  'readmitted-reported': { state: 'cancelled', task: 'readmitted' },
}

/**
 * What follows an attempt (CLINICAL.md, When to call). Pure. An interrupted conversation has its one resumption whatever the count, for
 * that patient was reached; every other attempt that counts is the last one once the maximum is met.
 */
export function nextStep(end: AttemptEnd, rules: RetryRules, hours: CallingHours): NextStep {
  const last = LAST[end.disposition]
  if (last !== undefined) return { kind: 'over', ...last }
  const { disposition, countedAttempts } = end
  const interrupted = wasInterrupted(end)
  if (interrupted && end.interruptedBefore) return { kind: 'over', state: 'done', task: 'interrupted' }
  if (disposition === 'silent' && end.silentBefore) return { kind: 'over', state: 'done', task: 'silent' }
  if (isOurFailure(disposition) && end.failuresInARow + 1 >= rules.mostFailuresInARow)
    return { kind: 'over', state: 'done', task: 'callback' }
  const counts = !isOurFailure(disposition) && disposition !== 'callback-requested'
  if (counts && !interrupted && countedAttempts + 1 >= rules.mostAttempts)
    return { kind: 'over', state: 'done', task: lastTask(end) }
  const dueAt = retryAt(end, rules, hours)
  if (dueAt === undefined || dueAt > end.notAfter) return { kind: 'over', state: 'expired', task: 'expired' }
  return { kind: 'retry', dueAt, phoneIndex: nextPhone(end), counts }
}

/** The tally to be kept for the attempt that `step` books. */
export function tallyAfter(end: AttemptEnd, step: Extract<NextStep, { kind: 'retry' }>): AttemptTally {
  return {
    countedAttempts: end.countedAttempts + (step.counts ? 1 : 0),
    failuresInARow: isOurFailure(end.disposition) ? end.failuresInARow + 1 : 0,
    silentBefore: end.silentBefore || end.disposition === 'silent',
    interruptedBefore: end.interruptedBefore || wasInterrupted(end),
    phoneIndex: step.phoneIndex,
  }
}

export const NO_ATTEMPT = {
  countedAttempts: 0,
  failuresInARow: 0,
  silentBefore: false,
  interruptedBefore: false,
  phoneIndex: 0,
} as const satisfies AttemptTally

/** Broken off where it can go on: behind the identity, or by us. Before the identity a callee who hangs up does not want to talk now. */
const wasInterrupted = ({ disposition, identityReached, brokenByUs }: AttemptEnd): boolean =>
  disposition === 'partial' || (disposition === 'interrupted' && (identityReached || brokenByUs === true))

const lastTask = ({ disposition, interruptedBefore }: AttemptEnd): TaskKind =>
  disposition === 'silent' ? 'silent' : interruptedBefore ? 'interrupted' : 'unreached'

function retryAt(end: AttemptEnd, rules: RetryRules, hours: CallingHours): Date | undefined {
  const { endedAt, callbackAt } = end
  const after = (delayMs: number) => nextOpening(hours, new Date(endedAt.getTime() + delayMs))
  const named = callbackAt !== undefined && callbackAt > endedAt ? callbackAt : undefined
  switch (end.disposition) {
    case 'busy':
      return after(rules.busyMs)
    case 'no-answer':
      return after(rules.noAnswerMs)
    case 'rejected':
      return after(rules.rejectedMs)
    case 'unreachable':
      return after(rules.unreachableMs)
    case 'congestion':
    case 'failed':
      return after(rules.failureMs)
    case 'voicemail':
      return nextWindow(hours, endedAt)
    case 'silent':
      return nextDay(hours, endedAt)
    case 'patient-unavailable':
    case 'callback-requested':
      return named === undefined ? after(rules.unavailableMs) : nextOpening(hours.limits ?? hours, named)
    default:
      return after(wasInterrupted(end) ? rules.interruptedMs : rules.hungUpMs)
  }
}

/** The patient's numbers in their order, and from the last to the first again; where somebody was there, the same. */
const nextPhone = ({ disposition, phoneIndex, phones }: AttemptEnd): number =>
  phones === 0 ? 0 : (isAbsent(disposition) ? phoneIndex + 1 : phoneIndex) % phones
