import { asc, inArray } from 'drizzle-orm'
import type { AlertId } from '../domain/ids.js'
import type { Queries } from './connection.js'
import { type Ground, present } from './ground.js'
import type { AlertStep } from './port.js'
import { alertSteps } from './schema.js'
import { rowSeal } from './sealed.js'

/** What was done about each of these alerts, oldest first. */
export async function stepsOf(
  ground: Ground,
  db: Queries,
  ids: readonly AlertId[],
): Promise<ReadonlyMap<AlertId, readonly AlertStep[]>> {
  const rows = await db.select().from(alertSteps).where(inArray(alertSteps.alertId, ids)).orderBy(asc(alertSteps.seq))
  const found = new Map<AlertId, AlertStep[]>()
  for (const { id, alertId, happenedAt, kind, nurseNumber } of rows) {
    const step = present({
      at: happenedAt,
      kind,
      // Emptied where the patient's record was erased but for its results.
      number: rowSeal(ground.vault, id).openMaybe(alertSteps.nurseNumber, nurseNumber) || null,
    })
    found.set(alertId, [...(found.get(alertId) ?? []), step])
  }
  return found
}
