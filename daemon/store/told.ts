import type { Actor } from '../domain/audit.js'
import { appendAudit, type Deed } from './audit.js'
import type { Queries } from './connection.js'
import type { Ground } from './ground.js'
import type { Owed } from './owed.js'

/** Who does something, and what it leaves in the trail. */
export interface Tale<T> {
  readonly actor: Actor
  readonly deedsOf: (result: T) => readonly Deed[]
  /** It is done although the trail will not take its entry, which is then owed. */
  readonly stands: boolean
}

/**
 * Runs `work` and appends what it leaves in the trail, behind what is owed, in one transaction. Where it was the trail that
 * failed and the work stands, the work is done again in a transaction of its own.
 */
export async function writeTold<T>(
  ground: Ground,
  { actor, deedsOf, stands }: Tale<T>,
  work: (tx: Queries) => Promise<T>,
): Promise<T> {
  const owed = ground.owed.take()
  let paid = false
  let telling = false
  try {
    return await ground.connection.write(async tx => {
      paid = telling = false
      const result = await work(tx)
      const deeds = deedsOf(result)
      if (deeds.length === 0) return result
      telling = true
      for (const one of owed) await appendOwed(ground, tx, one)
      await appendAudit(ground, tx, actor, deeds)
      telling = false
      paid = true
      return result
    })
  } catch (cause) {
    paid = false
    if (!stands || !telling) throw cause
    const result = await ground.connection.write(work)
    ground.owed.add({ actor, deeds: deedsOf(result), at: ground.now() }, cause)
    return result
  } finally {
    if (!paid) ground.owed.giveBack(owed)
  }
}

/** Appends what was seen, or done already. */
export async function tell(
  ground: Ground,
  { actor, stands }: Pick<Tale<void>, 'actor' | 'stands'>,
  deeds: readonly Deed[],
): Promise<void> {
  try {
    await writeTold(ground, { actor, deedsOf: () => deeds, stands: false }, () => Promise.resolve())
  } catch (cause) {
    if (!stands) throw cause
    ground.owed.add({ actor, deeds, at: ground.now() }, cause)
  }
}

const appendOwed = (ground: Ground, tx: Queries, { actor, deeds, at }: Owed): Promise<void> =>
  appendAudit(ground, tx, actor, deeds, at)
