import { asc, eq } from 'drizzle-orm'
import { alertsOf, raiseIn } from './alerts.js'
import { answersOf, putAnswerIn } from './answers.js'
import { attemptById, mustExist } from './attempts.js'
import { type Ground, present } from './ground.js'
import { normalisePhone } from './normalise.js'
import { cancelDueCalls, PHONE, patientMustExist } from './patients.js'
import type { Store, TurnRecord } from './port.js'
import { consents, optOuts, promptsHeard, turns } from './schema.js'
import { rowSeal } from './sealed.js'
import { addTaskIn, tasksOf } from './tasks.js'

/** What is written down while the patient is on the line, and read together afterwards. */
export function conversationRecords(
  ground: Ground,
): Pick<Store, 'addTurn' | 'putAnswer' | 'raiseAlert' | 'addTask' | 'addConsent' | 'addOptOut' | 'result'> {
  const { connection, vault, newId } = ground
  return {
    addTurn: (attemptId, turn) =>
      connection.write(async tx => {
        await mustExist(tx, attemptId)
        const { seq, speaker, linkId, startMs, endMs, interrupted } = turn
        const id = newId<string>()
        const row = {
          ...{ id, attemptId, seq, speaker, linkId, startMs, endMs, interrupted },
          said: rowSeal(vault, id).seal(turns.said, turn.text),
          confidence: turn.confidence ?? null,
          promptVersion: turn.promptVersion ?? null,
        }
        await tx
          .insert(turns)
          .values(row)
          .onConflictDoUpdate({ target: [turns.attemptId, turns.seq], set: row })
        if (turn.promptVersion === undefined) return
        const heard = { linkId, version: turn.promptVersion }
        await tx
          .insert(promptsHeard)
          .values({ attemptId, seq, ...heard })
          .onConflictDoUpdate({ target: [promptsHeard.attemptId, promptsHeard.seq], set: heard })
      }),

    putAnswer: (attemptId, answer) =>
      connection.write(async tx => {
        await mustExist(tx, attemptId)
        await putAnswerIn(ground, tx, attemptId, answer)
      }),

    raiseAlert: (attemptId, alert) => connection.write(tx => raiseIn(ground, tx, attemptId, alert)),

    addTask: task => connection.write(tx => addTaskIn(ground, tx, task)),

    addConsent: (attemptId, { kind, given, textVersion, at }) =>
      connection.write(async tx => {
        await mustExist(tx, attemptId)
        await tx.insert(consents).values({ id: newId(), attemptId, kind, given, textVersion, askedAt: at })
      }),

    addOptOut: ({ scope, patientId, number, at }) =>
      connection.write(async tx => {
        await patientMustExist(tx, patientId)
        const id = newId<string>()
        await tx.insert(optOuts).values({
          id,
          scope,
          patientId,
          phoneNumber: rowSeal(vault, id).seal(optOuts.phoneNumber, number),
          phoneIndex: vault.blindIndex(PHONE, normalisePhone(number)),
          optedOutAt: at,
        })
        if (scope === 'patient') await cancelDueCalls(tx, patientId)
      }),

    result: id =>
      connection.read(async db => {
        const attempt = await attemptById(ground, db, id)
        const said = await db.select().from(turns).where(eq(turns.attemptId, id)).orderBy(asc(turns.seq))
        const asked = await db
          .select()
          .from(consents)
          .where(eq(consents.attemptId, id))
          .orderBy(asc(consents.askedAt), asc(consents.id))
        return {
          attempt,
          turns: said.map(row => openTurn(ground, row)),
          answers: await answersOf(ground, db, id),
          alerts: await alertsOf(ground, db, id),
          tasks: await tasksOf(ground, db, id),
          consents: asked.map(({ kind, given, textVersion, askedAt }) => ({ kind, given, textVersion, at: askedAt })),
        }
      }),
  }
}

function openTurn({ vault }: Ground, row: typeof turns.$inferSelect): TurnRecord {
  const { seq, speaker, linkId, startMs, endMs, interrupted, confidence, promptVersion } = row
  const text = rowSeal(vault, row.id).open(turns.said, row.said)
  return present({ seq, speaker, linkId, text, startMs, endMs, interrupted, confidence, promptVersion })
}
