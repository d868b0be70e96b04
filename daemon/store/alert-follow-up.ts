import { and, eq, inArray, notExists, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { Failure } from '../domain/failure.js'
import type { PatientId } from '../domain/ids.js'
import { alertsWhere } from './alerts.js'
import type { Queries } from './connection.js'
import type { Ground } from './ground.js'
import type { Store } from './port.js'
import { alertAcknowledgements, alertSteps, alerts, calls } from './schema.js'
import { rowSeal } from './sealed.js'

/** What is done about an alert until a named nurse closes it: rows are added only. */
export function alertFollowUp(ground: Ground): Pick<Store, 'addAlertStep' | 'openAlerts' | 'acknowledgeAlert'> {
  const { connection } = ground
  return {
    addAlertStep: (callId, key, step) =>
      connection.write(async tx => {
        const here = and(eq(alerts.callId, callId), eq(alerts.alertKey, key))
        const [alert] = await tx.select({ id: alerts.id }).from(alerts).where(here)
        if (alert === undefined) throw new Failure('store/not-found', { what: 'alert' })
        const earlier = await tx.select({ id: alertSteps.id }).from(alertSteps).where(eq(alertSteps.alertId, alert.id))
        const id = ground.newId<string>()
        await tx.insert(alertSteps).values({
          id,
          alertId: alert.id,
          seq: earlier.length,
          happenedAt: step.at,
          kind: step.kind,
          nurseNumber: rowSeal(ground.vault, id).sealMaybe(alertSteps.nurseNumber, step.number),
        })
      }),
    openAlerts: () => connection.read(db => alertsWhere(ground, db, isOpen(db))),
    acknowledgeAlert: (alertId, { by, at, note }) =>
      connection.write(async tx => {
        const [alert] = await tx.select({ id: alerts.id }).from(alerts).where(eq(alerts.id, alertId))
        if (alert === undefined) throw new Failure('store/not-found', { what: 'alert' })
        const id = ground.newId<string>()
        await tx.insert(alertAcknowledgements).values({
          id,
          alertId,
          acknowledgedBy: by,
          acknowledgedAt: at,
          note: rowSeal(ground.vault, id).sealMaybe(alertAcknowledgements.note, note),
        })
      }),
  }
}

/** Of an alert: no named nurse has taken it on. */
const isOpen = (db: Queries): SQL =>
  notExists(
    db
      .select({ id: alertAcknowledgements.id })
      .from(alertAcknowledgements)
      .where(eq(alertAcknowledgements.alertId, alerts.id)),
  )

/** Alerts of a call that wait for a nurse. What she may need of it stays as long as there is one. */
export const openAlertsOf = (db: Queries, callId: SQLiteColumn) =>
  db
    .select({ id: alerts.id })
    .from(alerts)
    .where(and(eq(alerts.callId, callId), isOpen(db)))

/** Whether an alert of these patients waits for a nurse. */
export async function anyOpen(tx: Queries, ids: readonly PatientId[]): Promise<boolean> {
  const found = await tx
    .select({ id: alerts.id })
    .from(alerts)
    .innerJoin(calls, eq(calls.id, alerts.callId))
    .where(and(inArray(calls.patientId, [...ids]), isOpen(tx)))
    .limit(1)
  return found.length > 0
}
