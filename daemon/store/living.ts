import { gt, isNull } from 'drizzle-orm'
import type { Queries } from './connection.js'
import type { Ground } from './ground.js'
import { calls, daemons } from './schema.js'

/** Of a daemon on another machine: not seen for so long means dead. Beats come every 15 s. */
const SILENT_MS = 90_000
/** A command says once that it lives, and talks for ten minutes at most. */
const COMMAND_MS = 15 * 60_000

/** Owners of open calls that are no more. */
export async function goneOwners(ground: Ground, tx: Queries, now: Date): Promise<ReadonlySet<string>> {
  const owners = await tx.selectDistinct({ owner: calls.owner }).from(calls).where(isNull(calls.endedAt))
  const judged = owners.map(({ owner }) => ({ owner, verdict: ground.owner.judge(owner) }))
  const gone = new Set(judged.filter(({ verdict }) => verdict === 'gone').map(({ owner }) => owner))
  const elsewhere = judged.filter(({ verdict }) => verdict === 'elsewhere')
  if (elsewhere.length === 0) return gone
  const seen = await tx
    .select({ mark: daemons.mark })
    .from(daemons)
    .where(gt(daemons.seenAt, new Date(now.getTime() - SILENT_MS)))
  for (const { owner } of elsewhere) if (!seen.some(({ mark }) => mark === owner)) gone.add(owner)
  return gone
}

/** This process lives. */
export const beatIn = ({ connection, owner }: Ground, tx: Queries, now: Date): Promise<void> =>
  connection.dialect.upsert(
    tx,
    daemons,
    { mark: owner.mark, seenAt: now },
    { key: [daemons.mark], set: { seenAt: now } },
  )

/** A command that rings by hand does not beat: it is taken to live as long as a call can last. */
export const livesForOneCall = ({ connection, owner }: Ground, tx: Queries, now: Date): Promise<void> =>
  connection.dialect.upsert(
    tx,
    daemons,
    { mark: owner.mark, seenAt: new Date(now.getTime() + COMMAND_MS) },
    { key: [daemons.mark] },
  )
