import { asc, eq } from 'drizzle-orm'
import { alertsOf, raiseIn } from './alerts.js'
import { answersOf, earlierAnswersOf, putAnswerIn } from './answers.js'
import { blindIndexOf, PHONE } from './blind-indexes.js'
import { callById, mustExist } from './call-rows.js'
import type { Queries } from './connection.js'
import { type Ground, present } from './ground.js'
import { heldRecord } from './one-person.js'
import { cancelDueCalls } from './patients.js'
import type { CallRecord, CallResult, Store, TurnRecord } from './port.js'
import { consents, optOuts, promptsHeard, turns } from './schema.js'
import { rowSeal } from './sealed.js'
import { addTaskIn, tasksOf } from './tasks.js'

/** What is written down while the patient is on the line, and read together afterwards. */
export function conversationRecords(
  ground: Ground,
): Pick<Store, 'addTurn' | 'putAnswer' | 'raiseAlert' | 'addTask' | 'addConsent' | 'addOptOut' | 'result'> {
  const { connection, vault, newId } = ground
  const { dialect } = connection
  return {
    addTurn: (callId, turn) =>
      connection.write(async tx => {
        await mustExist(tx, callId)
        const { seq, speaker, linkId, startMs, endMs, interrupted } = turn
        const id = newId<string>()
        const row = {
          ...{ id, callId, seq, speaker, linkId, startMs, endMs, interrupted },
          said: rowSeal(vault, id).seal(turns.said, turn.text),
          confidence: turn.confidence ?? null,
          promptVersion: turn.promptVersion ?? null,
        }
        await dialect.upsert(tx, turns, row, { key: [turns.callId, turns.seq], set: row })
        if (turn.promptVersion === undefined) return
        const heard = { linkId, version: turn.promptVersion }
        const key = [promptsHeard.callId, promptsHeard.seq]
        await dialect.upsert(tx, promptsHeard, { callId, seq, ...heard }, { key, set: heard })
      }),

    putAnswer: (callId, answer) =>
      connection.write(async tx => {
        await mustExist(tx, callId)
        await putAnswerIn(ground, tx, callId, answer)
      }),

    raiseAlert: (callId, alert) => connection.write(tx => raiseIn(ground, tx, callId, alert)),

    addTask: task => connection.write(tx => addTaskIn(ground, tx, task)),

    addConsent: (callId, { kind, given, textVersion, at }) =>
      connection.write(async tx => {
        await mustExist(tx, callId)
        await tx.insert(consents).values({ id: newId(), callId, kind, given, textVersion, askedAt: at })
      }),

    addOptOut: ({ scope, patientId, number, at }) =>
      connection.write(async tx => {
        const record = patientId && (await heldRecord(ground, tx, patientId))
        const id = newId<string>()
        await tx.insert(optOuts).values({
          id,
          scope,
          patientId: record ?? null,
          phoneNumber: rowSeal(vault, id).sealMaybe(optOuts.phoneNumber, number),
          phoneIndex: number === undefined ? null : blindIndexOf(vault, PHONE, number),
          optedOutAt: at,
        })
        if (scope === 'patient' && record !== undefined) await cancelDueCalls(tx, record)
      }),

    result: id =>
      connection.read(async db => {
        const call = await callById(ground, db, id)
        const said = await db.select().from(turns).where(eq(turns.callId, id)).orderBy(asc(turns.seq))
        const asked = await db
          .select()
          .from(consents)
          .where(eq(consents.callId, id))
          .orderBy(asc(consents.askedAt), asc(consents.id))
        return {
          call,
          turns: said.map(row => openTurn(ground, row)),
          answers: await answersWithEarlier(ground, db, call),
          alerts: await alertsOf(ground, db, id),
          tasks: await tasksOf(ground, db, id),
          consents: asked.map(({ kind, given, textVersion, askedAt }) => ({ kind, given, textVersion, at: askedAt })),
        }
      }),
  }
}

/** A call that went on where an earlier one was interrupted shows that one's answers too, and whose they are. */
async function answersWithEarlier(ground: Ground, db: Queries, call: CallRecord): Promise<CallResult['answers']> {
  const own = await answersOf(ground, db, call.id)
  if (call.dueCallId === undefined || (call.identity !== 'verified' && call.identity !== 'caregiver-verified'))
    return own
  const earlier = await earlierAnswersOf(ground, db, call.dueCallId, call.startedAt, call.id)
  const known = new Set(own.filter(({ status }) => status !== 'not-asked').map(({ linkId }) => linkId))
  const kept = earlier.filter(({ linkId }) => !known.has(linkId) && !ABOUT_THE_CALL.has(linkId))
  const shown = new Set(kept.map(({ linkId }) => linkId))
  return [...kept, ...own.filter(({ linkId }) => !shown.has(linkId))]
}

/** Of each call anew. */
const ABOUT_THE_CALL: ReadonlySet<string> = new Set([
  'person',
  'birth-date',
  'caregiver',
  'recording-consent',
  'callback-time',
  'message',
])

function openTurn({ vault }: Ground, row: typeof turns.$inferSelect): TurnRecord {
  const { seq, speaker, linkId, startMs, endMs, interrupted, confidence, promptVersion } = row
  const text = rowSeal(vault, row.id).open(turns.said, row.said)
  return present({ seq, speaker, linkId, text, startMs, endMs, interrupted, confidence, promptVersion })
}
