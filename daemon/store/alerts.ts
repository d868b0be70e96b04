import { and, asc, eq, inArray, type SQL } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import type { AlertId, CallId } from '../domain/ids.js'
import { URGENCIES, type Urgency } from '../domain/outcome.js'
import { ms } from '../domain/units.js'
import { stepsOf } from './alert-steps.js'
import type { Queries } from './connection.js'
import { type Ground, present, wardNear } from './ground.js'
import type { AlertRecord, Store } from './port.js'
import { alertAcknowledgements, alertEvents, alerts, calls, wards } from './schema.js'
import { rowSeal } from './sealed.js'

type Raising = Parameters<Store['raiseAlert']>[1]

const higher = (one: Urgency, other: Urgency): Urgency =>
  URGENCIES.indexOf(one) >= URGENCIES.indexOf(other) ? one : other

/**
 * Writes the alert, or adds to the history of the one with the same key. Raising it again with nothing new adds nothing, so
 * a caller in doubt may raise twice.
 */
export async function raiseIn(ground: Ground, tx: Queries, callId: CallId, alert: Raising): Promise<AlertId> {
  const here = and(eq(alerts.callId, callId), eq(alerts.alertKey, alert.key))
  const [known] = await tx.select({ id: alerts.id, words: alerts.words }).from(alerts).where(here)
  if (known === undefined) return writeAlert(ground, tx, callId, alert)

  const events = await eventsOf(tx, [known.id])
  const last = events.at(-1)
  const urgency = last === undefined ? alert.urgency : higher(last.urgency, alert.urgency)
  const confirmation = alert.confirmation ?? last?.confirmation ?? null
  const words = rowSeal(ground.vault, known.id).openMaybe(alerts.words, known.words)
  const saidAnew = alert.words !== undefined && alert.words !== words
  const located = alert.recordingSecond !== null && events.every(event => event.recordingSecond === null)
  const news = urgency !== last?.urgency || confirmation !== last.confirmation || saidAnew || located
  if (news)
    await writeEvent(ground, tx, known.id, events.length, {
      happenedAt: alert.at,
      urgency,
      confirmation,
      recordingSecond: alert.recordingSecond,
      words: saidAnew ? alert.words : undefined,
    })
  return known.id
}

/** Alerts of a call in the order in which they were raised. */
export const alertsOf = (ground: Ground, db: Queries, callId: CallId): Promise<readonly AlertRecord[]> =>
  alertsWhere(ground, db, eq(alerts.callId, callId))

export async function alertsWhere(ground: Ground, db: Queries, where: SQL): Promise<readonly AlertRecord[]> {
  const rows = await db
    .select({ alert: alerts, ward: wards.name })
    .from(alerts)
    .innerJoin(wards, eq(wards.id, alerts.wardId))
    .where(where)
    .orderBy(asc(alerts.raisedAt), asc(alerts.id))
  const ids = rows.map(row => row.alert.id)
  const events = await eventsOf(db, ids)
  const taken = await acknowledgementsOf(db, ids)
  const steps = await stepsOf(ground, db, ids)

  return rows.map(({ alert, ward }) => {
    const open = rowSeal(ground.vault, alert.id).openMaybe
    const history = events.filter(event => event.alertId === alert.id)
    const last = history.at(-1)
    const acknowledged = taken.find(one => one.alertId === alert.id)
    return {
      ...present({
        id: alert.id,
        callId: alert.callId,
        key: alert.alertKey,
        rule: alert.rule,
        ruleVersion: alert.ruleVersion,
        linkId: alert.linkId,
        question: open(alerts.question, alert.question),
        words: open(alerts.words, alert.words),
        confidence: alert.confidence,
        raisedAt: alert.raisedAt,
        confirmation: last?.confirmation ?? null,
        acknowledgedBy: acknowledged?.acknowledgedBy ?? null,
        acknowledgedAt: acknowledged?.acknowledgedAt ?? null,
      }),
      ...(alert.atMs !== null && { atMs: ms(alert.atMs) }),
      ward,
      steps: steps.get(alert.id) ?? [],
      urgency: last?.urgency ?? 'urgent',
      recordingSecond: history.find(event => event.recordingSecond !== null)?.recordingSecond ?? null,
      history: history.map(({ happenedAt, urgency, confirmation }) => ({
        at: happenedAt,
        urgency,
        ...(confirmation !== null && { confirmation }),
      })),
    }
  })
}

/** The alerts that a call has, by key and item. */
export const raisedKeys = (tx: Queries, callId: CallId) =>
  tx.select({ key: alerts.alertKey, linkId: alerts.linkId }).from(alerts).where(eq(alerts.callId, callId))

/** Name of the ward that a call is about. */
export async function callWard(tx: Queries, callId: CallId): Promise<string> {
  return (await wardOf(tx, callId)).name
}

async function writeAlert(ground: Ground, tx: Queries, callId: CallId, alert: Raising): Promise<AlertId> {
  const id = ground.newId<AlertId>()
  const seal = rowSeal(ground.vault, id)
  const wardId = await wardNear(ground, tx, (await wardOf(tx, callId)).id, alert.ward)
  await tx.insert(alerts).values({
    id,
    callId,
    alertKey: alert.key,
    rule: alert.rule,
    ruleVersion: alert.ruleVersion,
    linkId: alert.linkId ?? null,
    question: seal.sealMaybe(alerts.question, alert.question),
    words: seal.sealMaybe(alerts.words, alert.words),
    confidence: alert.confidence ?? null,
    atMs: alert.atMs ?? null,
    wardId,
    raisedAt: alert.at,
  })
  await writeEvent(ground, tx, id, 0, {
    happenedAt: alert.at,
    urgency: alert.urgency,
    confirmation: alert.confirmation ?? null,
    recordingSecond: alert.recordingSecond,
    words: undefined,
  })
  return id
}

type EventRow = typeof alertEvents.$inferSelect
type NewEvent = Pick<EventRow, 'happenedAt' | 'urgency' | 'confirmation' | 'recordingSecond'> & {
  readonly words: string | undefined
}

async function writeEvent(ground: Ground, tx: Queries, alertId: AlertId, seq: number, event: NewEvent): Promise<void> {
  const id = ground.newId<string>()
  const words = rowSeal(ground.vault, id).sealMaybe(alertEvents.words, event.words)
  await tx.insert(alertEvents).values({ ...event, id, alertId, seq, words })
}

const eventsOf = (db: Queries, ids: readonly AlertId[]): Promise<EventRow[]> =>
  db.select().from(alertEvents).where(inArray(alertEvents.alertId, ids)).orderBy(asc(alertEvents.seq))

const acknowledgementsOf = (db: Queries, ids: readonly AlertId[]) =>
  db
    .select()
    .from(alertAcknowledgements)
    .where(inArray(alertAcknowledgements.alertId, ids))
    .orderBy(asc(alertAcknowledgements.acknowledgedAt))

async function wardOf(tx: Queries, callId: CallId): Promise<{ readonly id: string; readonly name: string }> {
  const [ward] = await tx
    .select({ id: wards.id, name: wards.name })
    .from(calls)
    .innerJoin(wards, eq(wards.id, calls.wardId))
    .where(eq(calls.id, callId))
  if (ward === undefined) throw new Failure('store/not-found', { what: 'call' })
  return ward
}
