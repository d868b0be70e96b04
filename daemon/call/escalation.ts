import type { NurseNeed } from '../dialogue/port.js'
import type { AlertStepKind } from '../domain/outcome.js'
import type { AlertRecord, AlertStep, Store } from '../store/port.js'
import { NurseRing, type RingParts } from './nurse-ring.js'
import { nameForNurse } from './nurses.js'
import { Outbox } from './outbox.js'
import type { CallLog } from './port.js'

export interface EscalationParts extends RingParts {
  readonly store: Pick<Store, 'openAlerts' | 'addAlertStep' | 'result' | 'patient'>
  readonly log: CallLog
  readonly now: () => Date
  readonly nurses: readonly string[]
  /** Between two rounds for one alert. */
  readonly everyMs?: number
}

/** Emergencies that nobody has taken ring the nurses again and again, until a key or a named nurse takes them. */
export interface Escalation {
  start(): void
  /** Emergencies that wait for a nurse. */
  waiting(): Promise<number>
  stop(): Promise<void>
}

const EVERY_MS = 300_000
/** How often the store is asked: what an earlier life left open is found there too. */
const LOOK_MS = 10_000
const RING_MS = 20_000
/** With one of these a nurse has it, though only her name closes it. */
const TAKEN: ReadonlySet<AlertStepKind> = new Set(['joined', 'taken'])

export function createEscalation(parts: EscalationParts): Escalation {
  const everyMs = parts.everyMs ?? EVERY_MS
  let callOff: () => void = () => undefined
  let ring: NurseRing | undefined
  let stopped = true
  let looking: Promise<void> = Promise.resolve()
  const outbox = new Outbox(parts.log)
  /** Steps that the database has not taken yet: they count all the same. */
  const unwritten = new Map<AlertRecord['id'], readonly AlertStep[]>()

  const stepsOf = (alert: AlertRecord): readonly AlertStep[] => [...alert.steps, ...(unwritten.get(alert.id) ?? [])]
  const isDue = (alert: AlertRecord): boolean =>
    parts.now().getTime() - (stepsOf(alert).at(-1)?.at ?? raisedAs(alert)).getTime() >= everyMs
  const waitingNow = async (): Promise<readonly AlertRecord[]> =>
    (await parts.store.openAlerts()).filter(
      alert => alert.urgency === 'emergency' && !stepsOf(alert).some(({ kind }) => TAKEN.has(kind)),
    )

  /** A refused write is tried again: for want of a row no phone stays silent, and none rings twice. */
  const step = (alert: AlertRecord, kind: AlertStepKind, number?: string): Promise<void> => {
    const { id, callId, key } = alert
    const done: AlertStep = { kind, at: parts.now(), ...(number === undefined ? {} : { number }) }
    parts.log.info({ alertId: id, step: kind }, 'escalation')
    unwritten.set(id, [...(unwritten.get(id) ?? []), done])
    const write = async (): Promise<void> => {
      await parts.store.addAlertStep(callId, key, done)
      const left = unwritten.get(id)?.filter(one => one !== done) ?? []
      if (left.length > 0) unwritten.set(id, left)
      else unwritten.delete(id)
    }
    return outbox.commit(write).catch(() => undefined)
  }

  /** One after the other until somebody takes it. */
  const round = async (alert: AlertRecord): Promise<void> => {
    const { need, personal } = await needOf(parts, alert)
    for (const number of parts.nurses) {
      if (stopped) return
      await step(alert, 'rung', number)
      // A new id each time: a channel that was dialled once does not ring again.
      const channelId = `${alert.callId}-escalation-${parts.now().getTime().toString(36)}-${parts.nurses.indexOf(number)}`
      const request = { channelId, number, ringMs: RING_MS, need, present: false, personal }
      ring = new NurseRing(parts, { ...request, onRinging: () => undefined })
      const outcome = await ring.decided
      if (outcome === 'stopped') return
      if (outcome !== 'accepted') {
        await step(alert, outcome, number)
        continue
      }
      await step(alert, 'taken', number)
      await ring.tell(parts.announcer.taken)
      await ring.stop()
      return
    }
    await step(alert, 'nobody')
  }

  const look = async (): Promise<void> => {
    try {
      await outbox.flush().catch(() => undefined)
      for (const alert of await waitingNow()) {
        if (stopped) return
        if (!isDue(alert)) continue
        if (parts.nurses.length > 0) await round(alert)
        else parts.log.error({ alertId: alert.id }, 'an emergency waits for a nurse and there is no number to ring')
      }
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
      parts.log.error({ code }, 'the escalation failed and is tried again')
    } finally {
      ring = undefined
    }
  }

  const lookAgain = (): void => {
    if (stopped) return
    looking = look().then(() => {
      if (!stopped) callOff = parts.timer.after(LOOK_MS, lookAgain)
    })
  }

  return {
    start: () => {
      stopped = false
      lookAgain()
    },
    waiting: async () => (await waitingNow()).length,
    stop: async () => {
      stopped = true
      callOff()
      await ring?.stop()
      await looking
      outbox.close()
    },
  }
}

/** When it became an emergency. */
const raisedAs = (alert: AlertRecord): Date =>
  alert.history.find(({ urgency }) => urgency === 'emergency')?.at ?? alert.raisedAt

/** What the nurse hears, from what was written down; of a call that cannot be read, what the alert itself holds. */
async function needOf(
  { store }: Pick<EscalationParts, 'store'>,
  alert: AlertRecord,
): Promise<{ readonly need: NurseNeed; readonly personal: string }> {
  const sign = alert.key.split(':').at(1)
  const need: NurseNeed = {
    why: 'emergency',
    verified: false,
    denied: alert.confirmation === 'denied',
    ...(sign === undefined ? {} : { sign }),
    ...(alert.words === undefined ? {} : { words: alert.words }),
  }
  try {
    const { call } = await store.result(alert.callId)
    const patient = call.patientId === undefined ? undefined : await store.patient(call.patientId)
    const verified = call.identity === 'verified' || call.identity === 'caregiver-verified'
    if (patient === undefined) return { need: { ...need, verified }, personal: alert.callId }
    const { language: wordsIn } = patient
    return { need: { ...need, verified, wordsIn, name: nameForNurse(patient) }, personal: patient.id }
  } catch {
    return { need, personal: alert.callId }
  }
}
