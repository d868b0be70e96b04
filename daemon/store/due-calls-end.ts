import { and, asc, eq, gt, inArray, lt, lte, min } from 'drizzle-orm'
import type { DueCallId } from '../domain/ids.js'
import type { TaskKind } from '../domain/outcome.js'
import type { Queries } from './connection.js'
import { IS_DUE } from './due-calls.js'
import type { Ground } from './ground.js'
import type { Store } from './port.js'
import { dueCalls, wards } from './schema.js'
import { addTaskIn } from './tasks.js'

/** Due calls that end without an attempt. */
export function dueCallEnds(ground: Ground): Pick<Store, 'expireDue' | 'giveUpUnknown' | 'unknownProtocols'> {
  const { connection } = ground
  return {
    expireDue: async (now, limit) => {
      // Most ticks find nothing: they take no write lock.
      const late = and(IS_DUE, lt(dueCalls.notAfter, now))
      const any = await connection.read(db => db.select({ id: dueCalls.id }).from(dueCalls).where(late).limit(1))
      if (any.length === 0 || late === undefined) return 0
      return connection.write(async tx => {
        const ids = await connection.dialect.holdFree(tx, {
          key: dueCalls.id,
          where: late,
          orderBy: asc(dueCalls.notAfter),
          limit,
        })
        return end(ground, tx, ids, { state: 'expired', task: 'expired', at: now })
      })
    },

    giveUpUnknown: (known, { now, before, limit }) =>
      connection.write(async tx => {
        const ended = new Map<string, number>()
        for (const protocol of await unknownIn(tx, known, before)) {
          const ids = await connection.dialect.holdFree(tx, {
            key: dueCalls.id,
            where: and(IS_DUE, eq(dueCalls.protocol, protocol), lte(dueCalls.dueAt, before))!,
            orderBy: asc(dueCalls.dueAt),
            limit,
          })
          const note = `protocol: ${protocol}`
          ended.set(protocol, await end(ground, tx, ids, { state: 'cancelled', task: 'callback', note, at: now }))
        }
        return ended
      }),

    unknownProtocols: (known, now) => connection.read(db => unknownIn(db, known, now)),
  }
}

interface End {
  readonly state: 'expired' | 'cancelled'
  readonly task: TaskKind
  readonly note?: string
  readonly at: Date
}

async function end(
  ground: Ground,
  tx: Queries,
  ids: readonly string[],
  { state, task, note, at }: End,
): Promise<number> {
  if (ids.length === 0) return 0
  const these = inArray(dueCalls.id, [...ids] as DueCallId[])
  const rows = await tx
    .select({ patientId: dueCalls.patientId, ward: wards.name, byHand: dueCalls.byHand })
    .from(dueCalls)
    .innerJoin(wards, eq(wards.id, dueCalls.wardId))
    .where(these)
  await tx.update(dueCalls).set({ state }).where(these)
  // Whoever rang by hand was told why it was refused: nobody waits for that call.
  const awaited = rows.filter(({ byHand }) => !byHand)
  for (const { patientId, ward } of awaited)
    await addTaskIn(ground, tx, { kind: task, patientId, ward, createdAt: at, ...(note !== undefined && { note }) })
  return rows.length
}

/** From one protocol to the next by the index: a million due calls have a handful of protocols. */
async function unknownIn(db: Queries, known: readonly string[], dueBy: Date): Promise<readonly string[]> {
  const unknown: string[] = []
  for (let last: string | null = ''; ; ) {
    const [next]: { protocol: string | null }[] = await db
      .select({ protocol: min(dueCalls.protocol) })
      .from(dueCalls)
      .where(and(IS_DUE, gt(dueCalls.protocol, last)))
    last = next?.protocol ?? null
    if (last === null) return unknown
    if (!known.includes(last) && (await isDue(db, last, dueBy))) unknown.push(last)
  }
}

async function isDue(db: Queries, protocol: string, dueBy: Date): Promise<boolean> {
  const rows = await db
    .select({ id: dueCalls.id })
    .from(dueCalls)
    .where(and(IS_DUE, eq(dueCalls.protocol, protocol), lte(dueCalls.dueAt, dueBy)))
    .limit(1)
  return rows.length > 0
}
