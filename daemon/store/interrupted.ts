import { and, eq, isNull } from 'drizzle-orm'
import type { CallId } from '../domain/ids.js'
import { alertsOf, callWard, raiseIn } from './alerts.js'
import { settlePendingAnswers } from './answers.js'
import { unendedCalls } from './call-rows.js'
import type { Queries } from './connection.js'
import { settleDueCall } from './due-calls-settled.js'
import type { Ground } from './ground.js'
import { goneOwners } from './living.js'
import { moveToRecord } from './one-person.js'
import type { CallRecord } from './port.js'
import { calls } from './schema.js'
import { addTaskIn } from './tasks.js'

/**
 * Ends, as `interrupted`, every call whose process is gone, all or none: an earlier life of the daemon, or a command that was
 * killed; never the live call of another process. An answer that was waiting to be confirmed becomes final with its alert;
 * where no alert is known for it, a nurse task names the item instead.
 */
export const closeInterrupted = (ground: Ground, now: Date): Promise<readonly CallRecord[]> =>
  ground.connection.write(tx => closeInterruptedIn(ground, tx, now))

export async function closeInterruptedIn(ground: Ground, tx: Queries, now: Date): Promise<readonly CallRecord[]> {
  const gone = await goneOwners(ground, tx, now)
  if (gone.size === 0) return []
  const left: CallRecord[] = []
  for (const { call, owner } of await unendedCalls(ground, tx)) {
    if (!gone.has(owner)) continue
    const { id, patientId } = call
    const end = { endedAt: now, disposition: 'interrupted' } as const
    const closed = await tx
      .update(calls)
      .set(end)
      .where(and(eq(calls.id, id), isNull(calls.endedAt)))
    if (closed.rowsAffected === 0) continue
    left.push({ ...call, ...end })
    await moveToRecord(ground, tx, id)
    await settleRedFlags(ground, tx, id, now)
    const items = await settlePendingAnswers(ground, tx, id, now)
    if (items.length === 0) {
      await settleDueCall(ground, tx, id, { now, brokenByUs: true })
      continue
    }
    const note = `à confirmer : ${items.join(', ')}`
    const task = { kind: 'interrupted', callId: id, ward: await callWard(tx, id), note, createdAt: now } as const
    await addTaskIn(ground, tx, { ...task, ...(patientId === undefined ? {} : { patientId }) })
    await settleDueCall(ground, tx, id, { now, brokenByUs: true })
  }
  return left
}

/**
 * An emergency sign whose confirming question was never answered: a crash raises it as a hang-up would (CLINICAL.md, Red flags),
 * so that the escalation finds it.
 */
async function settleRedFlags(ground: Ground, tx: Queries, callId: CallId, at: Date): Promise<void> {
  for (const { key, rule, ruleVersion, ward, confirmation } of await alertsOf(ground, tx, callId)) {
    if (rule !== 'red-flag' || confirmation !== 'unconfirmed') continue
    const settled = { urgency: 'emergency', confirmation: 'hung-up', recordingSecond: null, at } as const
    await raiseIn(ground, tx, callId, { key, rule, ruleVersion, ward, ...settled })
  }
}
