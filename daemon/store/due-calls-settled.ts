import { and, asc, count, eq, isNotNull } from 'drizzle-orm'
import type { CallId, DueCallId } from '../domain/ids.js'
import type { Disposition, TaskKind } from '../domain/outcome.js'
import { answerValueOf } from './answers.js'
import type { Queries } from './connection.js'
import { dueCallById, NO_LEASE } from './due-calls.js'
import type { Ground } from './ground.js'
import type { AfterAttempt, DueCall, PastAttempt, RetryPolicy } from './port.js'
import { preferencesOf } from './preferences.js'
import { calls, dueCalls, patients, phones, tasks } from './schema.js'
import { addTaskIn } from './tasks.js'

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

/** Without a schedule beside it: what is not over stays due, to whoever asks next. */
export const stillDue: RetryPolicy = ({ call, history }) =>
  FINAL.has(history.at(-1)?.disposition ?? 'failed')
    ? { state: 'done' }
    : { state: 'due', dueAt: call.dueAt, attempts: (call.attempts ?? 0) + 1, phone: call.phone ?? 0 }

/** The end of a call ends its due call, or books the next attempt; one that was cancelled or is over stays so. */
export async function settleDueCall(
  ground: Ground,
  tx: Queries,
  callId: CallId,
  { now, brokenByUs = false }: { readonly now: Date; readonly brokenByUs?: boolean },
): Promise<void> {
  const [made] = await tx.select({ dueCallId: calls.dueCallId }).from(calls).where(eq(calls.id, callId))
  if (!made?.dueCallId) return
  const call = await dueCallById(tx, made.dueCallId)
  if (call.state !== 'due' && call.state !== 'claimed') return
  const history = await historyOf(tx, call.id, brokenByUs ? callId : undefined)
  const askedFor = await answerValueOf(ground, tx, callId, 'callback-time')
  const patient = await ofPatient(ground, tx, call)
  const wished = typeof askedFor === 'string' ? { askedFor } : {}
  const after = ground.retry({ call, history, ...patient, ...wished, now })
  await follow(ground, tx, { call, callId, after: byHandOnce(call, after), now })
}

/** The schedule makes no call that was made by hand, so there is nobody to make it again: whoever is to ring is told. */
const byHandOnce = (call: DueCall, after: AfterAttempt): AfterAttempt =>
  call.byHand === true && after.state === 'due' ? { state: 'done', task: 'callback' } : after

async function follow(
  ground: Ground,
  tx: Queries,
  { call, callId, after, now }: { call: DueCall; callId: CallId; after: AfterAttempt; now: Date },
): Promise<void> {
  const here = eq(dueCalls.id, call.id)
  if (after.state === 'due') {
    const { dueAt, attempts, phone } = after
    await tx
      .update(dueCalls)
      .set({ state: 'due', dueAt, attempts, phone, ...NO_LEASE })
      .where(here)
    return
  }
  await tx
    .update(dueCalls)
    .set({ state: after.state, ...NO_LEASE })
    .where(here)
  if (after.task === undefined || (await hasTask(tx, callId, after.task))) return
  const { patientId, ward } = call
  await addTaskIn(ground, tx, { kind: after.task, patientId, callId, ward, createdAt: now })
}

/** `broken` is the one that ended now; of the earlier ones, those without a cause of hang-up were broken off by a crash. */
async function historyOf(tx: Queries, id: DueCallId, broken: CallId | undefined): Promise<readonly PastAttempt[]> {
  const rows = await tx
    .select()
    .from(calls)
    .where(and(eq(calls.dueCallId, id), isNotNull(calls.endedAt)))
    .orderBy(asc(calls.endedAt), asc(calls.id))
  return rows.flatMap(({ id: callId, direction, disposition, endedAt, identity, hangupCause }) =>
    disposition === null || endedAt === null
      ? []
      : {
          ...{ direction, disposition, endedAt },
          identityReached: identity === 'verified' || identity === 'caregiver-verified',
          brokenByUs: callId === broken || (disposition === 'interrupted' && hangupCause === null),
        },
  )
}

async function ofPatient(ground: Ground, tx: Queries, { patientId }: DueCall) {
  const [row] = await tx.select({ phones: count() }).from(phones).where(eq(phones.patientId, patientId))
  const [patient] = await tx
    .select({ preferences: patients.preferences })
    .from(patients)
    .where(eq(patients.id, patientId))
  const preferences = preferencesOf(ground, patientId, patient?.preferences ?? null)
  return { phones: row?.phones ?? 0, ...(preferences !== undefined && { preferences }) }
}

/** What was said in the call may have brought it already. */
async function hasTask(tx: Queries, callId: CallId, kind: TaskKind): Promise<boolean> {
  const [known] = await tx
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.callId, callId), eq(tasks.kind, kind)))
  return known !== undefined
}
