import { and, asc, eq, gte, inArray, lte } from 'drizzle-orm'
import type { CallId, PatientId } from '../domain/ids.js'
import type { Disposition } from '../domain/outcome.js'
import type { Queries } from './connection.js'
import { calls, dueCalls } from './schema.js'

/** After these a due call is not tried again (CLINICAL.md, When to call): it was made, or a nurse has a task. */
const FINAL: ReadonlySet<Disposition> = new Set([
  'completed',
  'transferred',
  'identity-not-verified',
  'caregiver-not-listed',
  'refused',
  'opted-out',
  'wrong-number',
  'deceased-reported',
  'readmitted-reported',
])

/** The end of a call ends its due call, or lets go of it for the next attempt; one that was cancelled stays so. */
export async function settleDueCall(tx: Queries, callId: CallId, disposition: Disposition): Promise<void> {
  const [call] = await tx.select({ dueCallId: calls.dueCallId }).from(calls).where(eq(calls.id, callId))
  if (!call?.dueCallId) return
  const open = FINAL.has(disposition) ? (['due', 'claimed'] as const) : (['claimed'] as const)
  await tx
    .update(dueCalls)
    .set({ state: FINAL.has(disposition) ? 'done' : 'due' })
    .where(and(eq(dueCalls.id, call.dueCallId), inArray(dueCalls.state, [...open])))
}

/** Claims the patient's earliest call that is due now, so that nobody rings for it meanwhile; undefined where there is none. */
export async function claimDueCall(tx: Queries, patientId: PatientId, now: Date, protocols: readonly string[]) {
  const [due] = await tx
    .select()
    .from(dueCalls)
    .where(
      and(
        eq(dueCalls.patientId, patientId),
        eq(dueCalls.state, 'due'),
        lte(dueCalls.dueAt, now),
        gte(dueCalls.notAfter, now),
        inArray(dueCalls.protocol, [...protocols]),
      ),
    )
    .orderBy(asc(dueCalls.dueAt))
    .limit(1)
  if (due !== undefined) await tx.update(dueCalls).set({ state: 'claimed' }).where(eq(dueCalls.id, due.id))
  return due
}
