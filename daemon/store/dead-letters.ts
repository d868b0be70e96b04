import { and, desc, eq, isNull, lt, type SQL } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import { blindIndexOf, blindlyEqual, MESSAGE } from './blind-indexes.js'
import type { Queries } from './connection.js'
import type { DeadLetter, DischargeRecords } from './discharge-port.js'
import { blindStay } from './external-ids.js'
import { type Ground, present } from './ground.js'
import { deadLetters, hl7Done } from './schema.js'
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

    keepDeadLetter: ({ key, stayId, content, facts, ...message }, at) =>
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

const settle = (tx: Queries, settled: NonNullable<DeadLetter['settled']>, settledAt: Date, which: SQL | undefined) =>
  tx.update(deadLetters).set({ settled, settledAt }).where(which)

function letterOf(row: Row): DeadLetter {
  const { id, sender, controlId, messageType, acknowledgement, failure, times, firstAt, lastAt, settledAt, settled } =
    row
  const facts = JSON.parse(row.facts) as DeadLetter['facts']
  const always = { id, failure, facts, times, firstAt, lastAt }
  return { ...always, ...present({ sender, controlId, messageType, acknowledgement, settledAt, settled }) }
}
