import { and, desc, eq, isNull } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import { callWard } from './alerts.js'
import { earlierAnswersOf, settlePendingAnswers } from './answers.js'
import { blindIndexOf, PHONE } from './blind-indexes.js'
import { callRows, mustExist, openCallRow, unendedCalls } from './call-rows.js'
import type { Queries } from './connection.js'
import { settleDueCall } from './due-calls.js'
import type { Ground } from './ground.js'
import { closeInterruptedIn } from './interrupted.js'
import type { Store } from './port.js'
import { protocolUsed } from './protocols.js'
import { refusal } from './refusal.js'
import { calls, dueCalls, recordings } from './schema.js'
import { rowSeal } from './sealed.js'
import { addTaskIn } from './tasks.js'

/** Most rows of one list. */
const LIST_LIMIT = 500

export function callRecords(
  ground: Ground,
): Pick<
  Store,
  'openAttempt' | 'giveUpAttempt' | 'updateCall' | 'closeCall' | 'latestResults' | 'openCalls' | 'earlierAnswers'
> {
  const { connection } = ground
  const { dialect } = connection
  return {
    openAttempt: attempt => connection.write(tx => openAttemptIn(ground, tx, attempt)),

    giveUpAttempt: (attempt, task) =>
      connection.write(async tx => {
        await openAttemptIn(ground, tx, attempt)
        const { id, dueCallId, patientId, startedAt } = attempt
        await tx.update(calls).set({ endedAt: startedAt, disposition: 'failed' }).where(eq(calls.id, id))
        await addTaskIn(ground, tx, {
          ...task,
          patientId,
          callId: id,
          ward: await callWard(tx, id),
          createdAt: startedAt,
        })
        await tx.update(dueCalls).set({ state: 'done' }).where(eq(dueCalls.id, dueCallId))
      }),

    updateCall: (id, { answeredAt, identity, recordingPath, recordingStartMs, score }) =>
      connection.write(async tx => {
        await mustExist(tx, id)
        const change = {
          ...(answeredAt && { answeredAt }),
          ...(identity && { identity }),
          ...(score && { score: score.score, scoreComplete: score.complete, scoreBand: score.band }),
        }
        if (Object.keys(change).length > 0) await tx.update(calls).set(change).where(eq(calls.id, id))
        const recording = {
          ...(recordingPath !== undefined && { path: recordingPath }),
          ...(recordingStartMs !== undefined && { startMs: recordingStartMs }),
        }
        if (Object.keys(recording).length > 0)
          await dialect.upsert(
            tx,
            recordings,
            { callId: id, ...recording },
            { key: [recordings.callId], set: recording },
          )
      }),

    closeCall: (id, { endedAt, disposition, hangupCause }) =>
      connection.write(async tx => {
        await mustExist(tx, id)
        const closed = await tx
          .update(calls)
          .set({ endedAt, disposition, hangupCause: hangupCause ?? null })
          .where(and(eq(calls.id, id), isNull(calls.endedAt)))
        if (closed.rowsAffected === 0) return
        await settlePendingAnswers(ground, tx, id, endedAt)
        await settleDueCall(tx, id, disposition)
      }),

    latestResults: limit =>
      connection.read(async db => {
        const rows = await callRows(db)
          .orderBy(desc(calls.startedAt), desc(calls.id))
          .limit(Math.min(Math.max(limit, 0), LIST_LIMIT))
        return rows.map(row => openCallRow(ground, row))
      }),

    openCalls: () => connection.read(async db => (await unendedCalls(ground, db)).map(({ call }) => call)),

    earlierAnswers: (dueCallId, now) => connection.read(db => earlierAnswersOf(ground, db, dueCallId, now)),
  }
}

async function openAttemptIn(ground: Ground, tx: Queries, attempt: Parameters<Store['openAttempt']>[0]): Promise<void> {
  // A command that was killed in mid-call holds nobody's line any longer.
  await closeInterruptedIn(ground, tx, attempt.startedAt)
  const reason = await refusal(ground, tx, attempt)
  if (reason !== undefined) throw new Failure('call/not-allowed', { reason })
  const { id, dueCallId, patientId, number, protocol, protocolVersion, startedAt } = attempt
  await protocolUsed(ground, tx, protocol, protocolVersion, startedAt)
  const [due] = await tx.select({ wardId: dueCalls.wardId }).from(dueCalls).where(eq(dueCalls.id, dueCallId))
  await tx.insert(calls).values({
    ...{ id, direction: 'outbound', dueCallId, patientId, protocol, protocolVersion, startedAt },
    wardId: due?.wardId ?? '',
    phoneNumber: rowSeal(ground.vault, id).seal(calls.phoneNumber, number),
    phoneIndex: blindIndexOf(ground.vault, PHONE, number),
    owner: ground.owner.mark,
  })
}
