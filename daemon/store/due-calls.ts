import { and, asc, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import type { DueCallId, PatientId } from '../domain/ids.js'
import type { Queries } from './connection.js'
import { present } from './ground.js'
import type { DueCall } from './port.js'
import { dueCalls, wards } from './schema.js'

/** Nobody holds it, or no longer. */
export const NO_LEASE = { lease: null, leaseUntil: null } as const

/** Written out, no bound values: SQLite takes an index of the rows that are due for a condition that says so, and for no other. */
export const IS_DUE = sql`${dueCalls.state} = 'due'`
export const IS_CLAIMED = sql`${dueCalls.state} = 'claimed'`
export const IS_URGENT = sql`${dueCalls.urgent} = 1`

/** Throws Failure store/not-found. */
export async function dueCallById(db: Queries, id: DueCallId): Promise<DueCall> {
  const [row] = await db
    .select({ call: dueCalls, ward: wards.name })
    .from(dueCalls)
    .innerJoin(wards, eq(wards.id, dueCalls.wardId))
    .where(eq(dueCalls.id, id))
  if (row === undefined) throw new Failure('store/not-found', { what: 'due call' })
  return openDueCall(row.call, row.ward)
}

export function openDueCall(call: typeof dueCalls.$inferSelect, ward: string): DueCall {
  const { id, encounterId, patientId, protocol, dueAt, notAfter, state, day, urgent, byHand, attempts, phone } = call
  return {
    ...{ id, encounterId, patientId, ward, protocol, dueAt, notAfter, state, attempts, phone },
    ...present({ day }),
    ...(urgent && { urgent }),
    ...(byHand && { byHand }),
  }
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
  if (due !== undefined)
    await tx
      .update(dueCalls)
      .set({ state: 'claimed', ...NO_LEASE })
      .where(eq(dueCalls.id, due.id))
  return due
}
