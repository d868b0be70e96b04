import type { Escalation } from './call/escalation.js'
import type { CallLog, Calls } from './call/port.js'
import { callsAtHand } from './compose-calls.js'
import type { Config } from './config.js'
import { type Ms, ms } from './domain/units.js'
import { Engine } from './schedule/engine.js'
import type { EngineParts } from './schedule/engine-parts.js'
import type { Placer, Queue } from './schedule/engine-port.js'
import { holidaysAt } from './schedule/holidays.js'
import { callingHours } from './schedule/hours.js'
import { leaseQueue } from './schedule/lease-queue.js'
import { instantOfLocal } from './schedule/local-time.js'
import type { AttemptEnd, CallingHours, HospitalHours, Preferences, RetryRules } from './schedule/port.js'
import { windowOf } from './schedule/protocol-calls.js'
import { CLINICAL_RULES, isOurFailure, nextStep, tallyAfter } from './schedule/retry.js'
import type { AfterAttempt, RetryPolicy, SettledAttempt } from './store/port.js'
import type { OpenStore } from './store/store.js'
import type { Telephony } from './telephony/port.js'

/** CLINICAL.md, When to call: a call in progress longer than this is closed politely. */
const LONGEST_CALL_MS = ms(600_000)
/** The line and the nurses are asked once in so long, not for every call. */
const FRESH_MS = 2000

export function hospitalHours({ settings }: Pick<Config, 'settings'>): HospitalHours {
  const { HELLOJADE_CALL_HOURS: weekdays, HELLOJADE_SATURDAY_HOURS: saturday = weekdays } = settings
  return {
    weekdays: windowOf(weekdays),
    saturday: windowOf(saturday),
    isClosed: holidaysAt(settings.HELLOJADE_HOLIDAYS, settings.HELLOJADE_CLOSED_DAYS),
    longestCallMs: LONGEST_CALL_MS,
  }
}

export type HoursOf = (call: { readonly protocol: string; readonly preferences?: Preferences }) => CallingHours

/** When a patient may be rung about a protocol; made once for each that is asked about. */
export function composeHours(
  config: Pick<Config, 'settings'>,
  callsOf: (protocol: string) => Parameters<typeof callingHours>[1] = callsAtHand,
): HoursOf {
  const hospital = hospitalHours(config)
  const known = new Map<string, CallingHours>()
  return ({ protocol, preferences = {} }) => {
    const rules = callsOf(protocol)
    const key = JSON.stringify([rules.saturday, rules.hours, preferences])
    const hours = known.get(key) ?? callingHours(hospital, rules, preferences)
    known.set(key, hours)
    return hours
  }
}

/** The retry policy as the store asks it: `nextStep` over what the attempts before left. */
export function composeRetry(hoursOf: HoursOf, rules: RetryRules = CLINICAL_RULES): RetryPolicy {
  return ended => {
    const { call, preferences } = ended
    const hours = hoursOf({ protocol: call.protocol, ...(preferences !== undefined && { preferences }) })
    const end = attemptEnd(ended)
    const step = nextStep(end, rules, hours)
    if (step.kind === 'over') return { state: step.state, ...(step.task !== undefined && { task: step.task }) }
    const { countedAttempts, phoneIndex } = tallyAfter(end, step)
    return { state: 'due', dueAt: step.dueAt, attempts: countedAttempts, phone: phoneIndex } satisfies AfterAttempt
  }
}

function attemptEnd({ call, history, phones, askedFor, now }: SettledAttempt): AttemptEnd {
  const last = history.at(-1)
  const before = history.slice(0, -1)
  const reached = before.findLastIndex(({ disposition }) => !isOurFailure(disposition))
  return {
    countedAttempts: call.attempts ?? 0,
    failuresInARow: before.length - 1 - reached,
    silentBefore: before.some(({ disposition }) => disposition === 'silent'),
    interruptedBefore: before.some(
      ({ disposition, identityReached, brokenByUs }) =>
        disposition === 'partial' || (disposition === 'interrupted' && (identityReached || brokenByUs)),
    ),
    phoneIndex: call.phone ?? 0,
    disposition: last?.disposition ?? 'failed',
    endedAt: last?.endedAt ?? now,
    identityReached: last?.identityReached ?? false,
    ...(askedFor !== undefined && { callbackAt: instantOfLocal(askedFor) }),
    brokenByUs: last?.brokenByUs ?? false,
    phones,
    notAfter: call.notAfter,
  }
}

export interface ScheduleSetting {
  readonly config: Config
  readonly store: OpenStore
  readonly calls: Calls
  readonly telephony: Telephony
  readonly escalation: Pick<Escalation, 'waiting'>
  readonly protocols: () => readonly string[]
  readonly log: CallLog
  /** How the recogniser keeps up. */
  readonly strain?: EngineParts['strain']
  readonly hours?: HoursOf
  readonly now?: () => Date
}

/** Makes the calls that are due, through Redis where it is configured. */
export async function composeSchedule(setting: ScheduleSetting): Promise<Engine> {
  const { config, store, calls, telephony, escalation, log } = setting
  const { settings } = config
  const now = setting.now ?? (() => new Date())
  const monotonicMs = () => performance.now()
  return new Engine(
    {
      store,
      closeInterrupted: async at => (await store.closeInterruptedCalls(at)).length,
      placer: placerOn(calls),
      hours: setting.hours ?? composeHours(config),
      protocols: setting.protocols,
      lineIsUp: kept(FRESH_MS, monotonicMs, async () => (await telephony.state()).up),
      nurses: kept(FRESH_MS, monotonicMs, async () => ({
        nurses: settings.HELLOJADE_NURSES.length,
        nursesTaken: await escalation.waiting(),
      })),
      limits: {
        calls: settings.HELLOJADE_MOST_CALLS,
        keptForCallers: settings.HELLOJADE_KEPT_CALLS,
        channels: channelsOf(config),
        callsPerNurse: settings.HELLOJADE_CALLS_PER_NURSE,
        startsPerS: settings.HELLOJADE_STARTS_PER_MINUTE / 60,
      },
      ...(setting.strain === undefined ? {} : { strain: setting.strain }),
      log,
      now,
      monotonicMs,
    },
    await composeQueue(config, log, now),
  )
}

const channelsOf = ({ settings }: Config): number => settings.HELLOJADE_TRUNK_CHANNELS ?? settings.HELLOJADE_MOST_CALLS

/** BullMQ is loaded by those who use it: 90 modules. */
async function composeQueue(config: Config, log: CallLog, now: () => Date): Promise<Queue> {
  const { REDIS_URL: url, HELLOJADE_TRUNK: trunk, HELLOJADE_MOST_CALLS: calls } = config.settings
  if (url === undefined) return leaseQueue()
  const { redisQueue } = await import('./schedule/redis-queue.js')
  return redisQueue({ url, trunk, channels: channelsOf(config), calls, log, now })
}

const placerOn = (calls: Calls): Placer => ({
  get live() {
    return calls.live
  },
  place: ({ id, lease }) => calls.place({ dueCallId: id, lease }),
})

/** Asks again only when the last answer is older than this. */
function kept<T>(freshMs: Ms | number, nowMs: () => number, ask: () => Promise<T>): () => Promise<T> {
  let last: { readonly atMs: number; readonly answer: Promise<T> } | undefined
  return () => {
    if (last === undefined || nowMs() - last.atMs >= freshMs) last = { atMs: nowMs(), answer: ask() }
    return last.answer
  }
}
