import { eq } from 'drizzle-orm'
import type { Queries } from './connection.js'
import { settings } from './schema.js'

/** There only inside a transaction that seals anew: the triggers of append-only tables let that pass. */
const RESEALING = { name: 'resealing', content: '1' }

/** Runs `work`, which may write sealed columns of append-only tables, and nothing else of them. */
export async function resealing(tx: Queries, work: () => Promise<void>): Promise<void> {
  await tx.insert(settings).values(RESEALING)
  await work()
  await tx.delete(settings).where(eq(settings.name, RESEALING.name))
}
