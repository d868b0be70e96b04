import { and, asc, count, eq, gte, inArray, lte, ne } from 'drizzle-orm'
import type { AlertFact, ItemAnswer } from '../dialogue/port.js'
import type { CallId, DueCallId } from '../domain/ids.js'
import type { AnswerValue } from '../domain/outcome.js'
import { ms } from '../domain/units.js'
import { callWard, raisedKeys, raiseIn } from './alerts.js'
import type { Queries } from './connection.js'
import { type Ground, present } from './ground.js'
import type { EarlierAnswer } from './port.js'
import { answers, calls } from './schema.js'
import { rowSeal } from './sealed.js'

type Earlier = NonNullable<ItemAnswer['earlier']>
/** The sealed part of an answer. */
interface Content {
  readonly question: string
  readonly value?: AnswerValue
  readonly text?: string
  readonly earlier?: Earlier
}
type AnswerRow = typeof answers.$inferSelect

/**
 * Writes an answer over the one that was there, whose value stays visible in `earlier`. The alerts it brings stay with the row
 * until each was raised or another understood value withdrew them, so that neither a hang-up nor a crash between the answer
 * and its alert loses one.
 */
export async function putAnswerIn(ground: Ground, tx: Queries, callId: CallId, answer: ItemAnswer): Promise<void> {
  const here = and(eq(answers.callId, callId), eq(answers.linkId, answer.linkId))
  const [row] = await tx.select().from(answers).where(here)
  const before = row && contentOf(ground, row)
  const id = row?.id ?? ground.newId<string>()
  const seal = rowSeal(ground.vault, id)

  const earlier = earlierValues(before, answer)
  const content: Content = {
    question: answer.question,
    ...(answer.value !== undefined && { value: answer.value }),
    ...(answer.text !== undefined && { text: answer.text }),
    ...(earlier.length > 0 && { earlier }),
  }
  const corrected = answer.status === 'understood' && answer.value !== undefined && answer.value !== before?.value
  const kept = corrected || row === undefined ? [] : pendingOf(ground, row)
  const pendingAlerts = answer.pendingAlerts ?? kept
  const columns = {
    status: answer.status,
    content: seal.seal(answers.content, JSON.stringify(content)),
    confidence: answer.confidence ?? null,
    startMs: answer.startMs ?? null,
    endMs: answer.endMs ?? null,
    pending: answer.pending === true,
    readBack: answer.readBack ?? null,
    byKeypad: answer.byKeypad === true,
    byCaregiver: answer.byCaregiver === true,
    pendingAlerts: pendingAlerts.length > 0 ? seal.seal(answers.pendingAlerts, JSON.stringify(pendingAlerts)) : null,
  }
  if (row !== undefined) {
    await tx.update(answers).set(columns).where(eq(answers.id, id))
    return
  }
  const [asked] = await tx.select({ count: count() }).from(answers).where(eq(answers.callId, callId))
  await tx.insert(answers).values({ id, callId, linkId: answer.linkId, position: asked?.count ?? 0, ...columns })
}

/** In the order in which the items were first answered. */
export async function answersOf(ground: Ground, db: Queries, callId: CallId): Promise<readonly ItemAnswer[]> {
  const rows = await answerRows(db, callId)
  return rows.map(row => ({
    linkId: row.linkId,
    status: row.status,
    ...contentOf(ground, row),
    ...(row.confidence !== null && { confidence: row.confidence }),
    ...(row.startMs !== null && { startMs: ms(row.startMs) }),
    ...(row.endMs !== null && { endMs: ms(row.endMs) }),
    ...present({ readBack: row.readBack }),
    ...(row.pending && { pending: true }),
    ...(row.byKeypad && { byKeypad: true }),
    ...(row.byCaregiver && { byCaregiver: true }),
  }))
}

/**
 * At the end of a call: whatever was never confirmed is final, and the alerts it stood for are raised if they were not
 * yet. Returns the items that were pending and have no alert at all, of which a nurse has to be told otherwise.
 */
export async function settlePendingAnswers(
  ground: Ground,
  tx: Queries,
  callId: CallId,
  at: Date,
): Promise<readonly string[]> {
  const raised = await raisedKeys(tx, callId)
  const items: string[] = []
  for (const row of await answerRows(tx, callId)) {
    const outstanding = pendingOf(ground, row).filter(alert => !raised.some(({ key }) => key === alert.key))
    for (const alert of outstanding) {
      const ward = await callWard(tx, callId)
      await raiseIn(ground, tx, callId, { confirmation: 'hung-up', ...alert, ward, recordingSecond: null, at })
    }
    const alerted = outstanding.length > 0 || raised.some(({ linkId }) => linkId === row.linkId)
    if (row.pending && !alerted) items.push(row.linkId)
    if (row.pending || row.pendingAlerts !== null) {
      const readBack = row.readBack ?? (row.pending ? 'unanswered' : null)
      await tx.update(answers).set({ pending: false, readBack, pendingAlerts: null }).where(eq(answers.id, row.id))
    }
  }
  return items
}

/** An answer of this morning still holds; one of yesterday is asked again. */
const HOLDS_MS = 12 * 3_600_000

/**
 * What a patient answered in earlier calls for the same due call, of which none came to its end: the next one goes on behind
 * it. The latest answer to an item counts; an item that was not asked has none.
 */
export async function earlierAnswersOf(
  ground: Ground,
  db: Queries,
  dueCallId: DueCallId,
  now: Date,
  except?: CallId,
): Promise<readonly EarlierAnswer[]> {
  const before = await db
    .select({ id: calls.id })
    .from(calls)
    .where(
      and(
        eq(calls.dueCallId, dueCallId),
        inArray(calls.identity, ['verified', 'caregiver-verified']),
        gte(calls.endedAt, new Date(now.getTime() - HOLDS_MS)),
        lte(calls.startedAt, now),
        except === undefined ? undefined : ne(calls.id, except),
      ),
    )
    .orderBy(asc(calls.startedAt))
  const kept = new Map<string, EarlierAnswer>()
  for (const { id } of before)
    for (const answer of await answersOf(ground, db, id))
      if (answer.status !== 'not-asked') kept.set(answer.linkId, { ...answer, earlierCallId: id })
  return [...kept.values()]
}

const answerRows = (db: Queries, callId: CallId): Promise<AnswerRow[]> =>
  db.select().from(answers).where(eq(answers.callId, callId)).orderBy(asc(answers.position))

const contentOf = ({ vault }: Ground, row: AnswerRow): Content =>
  JSON.parse(rowSeal(vault, row.id).open(answers.content, row.content)) as Content

const pendingOf = ({ vault }: Ground, row: AnswerRow): readonly AlertFact[] =>
  JSON.parse(rowSeal(vault, row.id).openMaybe(answers.pendingAlerts, row.pendingAlerts) ?? '[]') as AlertFact[]

/** What was known as earlier, before and now, and the value that is being replaced; each once. */
function earlierValues(before: Content | undefined, answer: ItemAnswer): Earlier {
  const replaced =
    before?.value !== undefined && before.value !== answer.value
      ? [{ value: before.value, text: before.text ?? '' }]
      : []
  const earlier: { value: AnswerValue; text: string }[] = []
  for (const one of [...(before?.earlier ?? []), ...(answer.earlier ?? []), ...replaced])
    if (!earlier.some(known => known.value === one.value && known.text === one.text)) earlier.push(one)
  return earlier
}

/** What one call brought for an item, as it was understood. */
export async function answerValueOf(
  ground: Ground,
  db: Queries,
  callId: CallId,
  linkId: string,
): Promise<AnswerValue | undefined> {
  const [row] = await db
    .select()
    .from(answers)
    .where(and(eq(answers.callId, callId), eq(answers.linkId, linkId)))
  return row && contentOf(ground, row).value
}
