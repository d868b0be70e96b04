import { and, count, eq, inArray, lte } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import type { Queries } from './connection.js'
import { IS_CLAIMED, IS_DUE } from './due-calls.js'
import { pausedWards } from './due-calls-claim.js'
import type { Ground } from './ground.js'
import { beatIn } from './living.js'
import type { Store, WardState } from './port.js'
import { dueCalls, EVERY_WARD, pauses, wards } from './schema.js'

/** The schedule as a person steers and sees it. */
export function scheduleView(ground: Ground): Pick<Store, 'pause' | 'resume' | 'pauses' | 'wardStates' | 'beat'> {
  const { connection } = ground
  return {
    pause: (at, ward) =>
      connection.write(async tx => {
        for (const wardId of await idsOf(tx, ward))
          await connection.dialect.upsert(tx, pauses, { wardId, pausedAt: at }, { key: [pauses.wardId] })
      }),

    resume: ward =>
      connection.write(async tx => {
        const ids = await idsOf(tx, ward)
        await tx.delete(pauses).where(inArray(pauses.wardId, [...ids]))
      }),

    pauses: () =>
      connection.read(async db => {
        const ids = await pausedWards(db)
        const named = await db
          .select({ name: wards.name })
          .from(wards)
          .where(inArray(wards.id, [...ids]))
        return [...(ids.includes(EVERY_WARD) ? [EVERY_WARD] : []), ...new Set(named.map(({ name }) => name))]
      }),

    wardStates: now => connection.read(db => wardStatesIn(db, now)),

    beat: now => connection.write(tx => beatIn(ground, tx, now)),
  }
}

/** Sites may have wards of the same name: a name means all of them. */
async function idsOf(tx: Queries, ward: string | undefined): Promise<readonly string[]> {
  if (ward === undefined) return [EVERY_WARD]
  const rows = await tx.select({ id: wards.id }).from(wards).where(eq(wards.name, ward))
  if (rows.length === 0) throw new Failure('store/not-found', { what: 'ward' })
  return rows.map(({ id }) => id)
}

async function wardStatesIn(db: Queries, now: Date): Promise<readonly WardState[]> {
  const paused = await pausedWards(db)
  const all = await db.select().from(wards)
  const of = async (where: ReturnType<typeof and>) =>
    new Map(
      (
        await db
          .select({ wardId: dueCalls.wardId, calls: count() })
          .from(dueCalls)
          .where(where)
          .groupBy(dueCalls.wardId)
      ).map(({ wardId, calls }) => [wardId, calls]),
    )
  const due = await of(IS_DUE)
  const overdue = await of(and(IS_DUE, lte(dueCalls.dueAt, now)))
  const claimed = await of(IS_CLAIMED)
  return all
    .map(({ id, name }) => ({
      ward: name,
      paused: paused.includes(id) || paused.includes(EVERY_WARD),
      overdue: overdue.get(id) ?? 0,
      later: (due.get(id) ?? 0) - (overdue.get(id) ?? 0),
      claimed: claimed.get(id) ?? 0,
    }))
    .filter(({ overdue, later, claimed, paused }) => paused || overdue + later + claimed > 0)
    .sort((a, b) => a.ward.localeCompare(b.ward))
}
