import { and, desc, eq, inArray, isNull, lt, or, type SQL } from 'drizzle-orm'
import type { ExternalId } from '../domain/discharge.js'
import { Failure } from '../domain/failure.js'
import type { PatientId } from '../domain/ids.js'
import { blindIndexOf, blindlyEqual, MESSAGE } from './blind-indexes.js'
import type { Queries } from './connection.js'
import type { DeadLetter, DischargeRecords } from './discharge-port.js'
import { blindPatient, blindStay, lastingIndexesOf } from './external-ids.js'
import { type Ground, present } from './ground.js'
import { deadLetters, hl7Done, letterPatients } from './schema.js'
import { rowSeal } from './sealed.js'

type Row = typeof deadLetters.$inferSelect

/** Messages that were done, and those that were refused. */
export function messageRecords(
  ground: Ground,
): Pick<
  DischargeRecords,
  'isDone' | 'markDone' | 'keepDeadLetter' | 'deadLetters' | 'deadLetter' | 'settleDeadLetter' | 'settleDeadLettersOf'
> {
  const { connection, vault, newId } = ground
  return {
    async isDone(key) {
      const rows = await connection.read(db =>
        db
          .select({ at: hl7Done.doneAt })
          .from(hl7Done)
          .where(blindlyEqual(vault, hl7Done.messageIndex, MESSAGE, key)),
      )
      return rows.length > 0
    },

    markDone: (key, at, forgetBefore) =>
      connection.write(async tx => {
        const messageIndex = blindIndexOf(vault, MESSAGE, key)
        await connection.dialect.upsert(tx, hl7Done, { messageIndex, doneAt: at }, { key: [hl7Done.messageIndex] })
        await tx.delete(hl7Done).where(lt(hl7Done.doneAt, forgetBefore))
        await tx
          .update(deadLetters)
          .set({ settledAt: at, settled: 'resent' })
          .where(and(blindlyEqual(vault, deadLetters.messageIndex, MESSAGE, key), isNull(deadLetters.settledAt)))
      }),

    keepDeadLetter: ({ key, stayId, patientIds = [], content, facts, ...message }, at) =>
      connection.write(async tx => {
        const told = {
          failure: message.failure,
          facts: JSON.stringify(facts),
          acknowledgement: message.acknowledgement ?? null,
          stayIndex: stayId === undefined ? null : blindStay(ground, stayId),
        }
        const [known] = await tx
          .select()
          .from(deadLetters)
          .where(blindlyEqual(vault, deadLetters.messageIndex, MESSAGE, key))
        if (known !== undefined) {
          const again = { ...told, times: known.times + 1, lastAt: at, settledAt: null, settled: null }
          await tx.update(deadLetters).set(again).where(eq(deadLetters.id, known.id))
          await nameIn(ground, tx, known.id, patientIds)
          return known.id
        }
        const id = newId<string>()
        const { sender = null, controlId = null, messageType = null } = message
        await tx.insert(deadLetters).values({
          ...{
            id,
            messageIndex: blindIndexOf(vault, MESSAGE, key),
            sender,
            controlId,
            messageType,
            ...told,
            times: 1,
            firstAt: at,
            lastAt: at,
          },
          content: rowSeal(vault, id).seal(deadLetters.content, Buffer.from(content).toString('base64')),
        })
        await nameIn(ground, tx, id, patientIds)
        return id
      }),

    deadLetters: ({ all, limit }) =>
      connection.read(async db => {
        const rows = await db
          .select()
          .from(deadLetters)
          .where(all ? undefined : isNull(deadLetters.settledAt))
          .orderBy(desc(deadLetters.lastAt), desc(deadLetters.id))
          .limit(limit)
        return rows.map(letterOf)
      }),

    async deadLetter(id) {
      const [row] = await connection.read(db => db.select().from(deadLetters).where(eq(deadLetters.id, id)))
      if (row === undefined) throw new Failure('store/not-found', { what: 'dead letter' })
      const text = rowSeal(vault, id).open(deadLetters.content, row.content)
      return { ...letterOf(row), content: Buffer.from(text, 'base64') }
    },

    settleDeadLetter: (id, how, at) =>
      connection.write(async tx => {
        const { rowsAffected } = await settle(tx, how, at, eq(deadLetters.id, id))
        if (rowsAffected === 0) throw new Failure('store/not-found', { what: 'dead letter' })
      }),

    settleDeadLettersOf: (stayId, at) =>
      connection.write(async tx => {
        const open = and(eq(deadLetters.stayIndex, blindStay(ground, stayId)), isNull(deadLetters.settledAt))
        return (await settle(tx, 'cancelled', at, open)).rowsAffected
      }),
  }
}

async function nameIn(ground: Ground, tx: Queries, letterId: string, named: readonly ExternalId[]): Promise<void> {
  const key = [letterPatients.letterId, letterPatients.patientIndex]
  for (const id of named) {
    const row = { letterId, patientIndex: blindPatient(ground, id) }
    await ground.connection.dialect.upsert(tx, letterPatients, row, { key })
  }
}

/** Messages that name one of these patients, or are about one of their stays. */
export async function eraseLettersOf(ground: Ground, tx: Queries, ids: readonly PatientId[]): Promise<void> {
  const indexes = await lastingIndexesOf(ground, tx, ids)
  if (indexes.length === 0) return
  const naming = tx
    .select({ id: letterPatients.letterId })
    .from(letterPatients)
    .where(inArray(letterPatients.patientIndex, indexes))
  const theirs = or(inArray(deadLetters.id, naming), inArray(deadLetters.stayIndex, indexes))
  await eraseLetters(tx, await tx.select({ id: deadLetters.id }).from(deadLetters).where(theirs))
}

/** Messages that were settled before; how many. Only counts them when `dry`. */
export function eraseLettersBefore({ connection }: Ground, before: Date, dry: boolean): Promise<number> {
  const work = async (tx: Queries) => {
    const old = await tx.select({ id: deadLetters.id }).from(deadLetters).where(lt(deadLetters.settledAt, before))
    if (!dry) await eraseLetters(tx, old)
    return old.length
  }
  return dry ? connection.read(work) : connection.write(work)
}

async function eraseLetters(tx: Queries, letters: readonly { readonly id: string }[]): Promise<void> {
  for (const { id } of letters) {
    await tx.delete(letterPatients).where(eq(letterPatients.letterId, id))
    await tx.delete(deadLetters).where(eq(deadLetters.id, id))
  }
}

const settle = (tx: Queries, settled: NonNullable<DeadLetter['settled']>, settledAt: Date, which: SQL | undefined) =>
  tx.update(deadLetters).set({ settled, settledAt }).where(which)

function letterOf(row: Row): DeadLetter {
  const { id, sender, controlId, messageType, acknowledgement, failure, times, firstAt, lastAt, settledAt, settled } =
    row
  const facts = JSON.parse(row.facts) as DeadLetter['facts']
  const always = { id, failure, facts, times, firstAt, lastAt }
  return { ...always, ...present({ sender, controlId, messageType, acknowledgement, settledAt, settled }) }
}
