import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import { callWard } from './alerts.js'
import { earlierAnswersOf, settlePendingAnswers } from './answers.js'
import { blindIndexOf, PHONE } from './blind-indexes.js'
import { callRows, mustExist, openCallRow, unendedCalls } from './call-rows.js'
import type { Queries } from './connection.js'
import { NO_LEASE } from './due-calls.js'
import { settleDueCall } from './due-calls-settled.js'
import type { Ground } from './ground.js'
import { closeInterruptedIn } from './interrupted.js'
import { livesForOneCall } from './living.js'
import { moveToRecord } from './one-person.js'
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
        await tx
          .update(dueCalls)
          .set({ state: 'done', ...NO_LEASE })
          .where(eq(dueCalls.id, dueCallId))
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

    closeCall: (id, { endedAt, disposition, hangupCause, brokenByUs }) =>
      connection.write(async tx => {
        await mustExist(tx, id)
        const closed = await tx
          .update(calls)
          .set({ endedAt, disposition, hangupCause: hangupCause ?? null })
          .where(and(eq(calls.id, id), isNull(calls.endedAt)))
        if (closed.rowsAffected === 0) return
        await moveToRecord(ground, tx, id)
        await settlePendingAnswers(ground, tx, id, endedAt)
        await settleDueCall(ground, tx, id, { now: endedAt, ...(brokenByUs && { brokenByUs }) })
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

async function openAttemptIn(
  ground: Ground,
  tx: Queries,
  attempt: Parameters<Store['giveUpAttempt']>[0],
): Promise<void> {
  // A command that was killed in mid-call holds nobody's line any longer.
  await closeInterruptedIn(ground, tx, attempt.startedAt)
  await livesForOneCall(ground, tx, attempt.startedAt)
  const reason = await refusal(ground, tx, attempt)
  if (reason !== undefined) throw new Failure('call/not-allowed', { reason })
  const { id, dueCallId, patientId, number, protocol, protocolVersion, startedAt } = attempt
  await protocolUsed(ground, tx, protocol, protocolVersion, startedAt)
  const [due] = await tx.select({ wardId: dueCalls.wardId }).from(dueCalls).where(eq(dueCalls.id, dueCallId))
  // The lease again: what was read a moment ago may be another daemon's by now.
  const { lease } = attempt
  const free = lease === undefined ? isNull(dueCalls.lease) : eq(dueCalls.lease, lease)
  const held = await tx
    .update(dueCalls)
    .set({ state: 'claimed', ...NO_LEASE })
    .where(and(eq(dueCalls.id, dueCallId), inArray(dueCalls.state, ['due', 'claimed']), free))
  if (held.rowsAffected === 0) throw new Failure('call/not-allowed', { reason: 'claimed' })
  await tx.insert(calls).values({
    ...{ id, direction: 'outbound', dueCallId, patientId, protocol, protocolVersion, startedAt },
    wardId: due?.wardId ?? '',
    ...(number !== undefined && {
      phoneNumber: rowSeal(ground.vault, id).seal(calls.phoneNumber, number),
      phoneIndex: blindIndexOf(ground.vault, PHONE, number),
    }),
    owner: ground.owner.mark,
  })
}
