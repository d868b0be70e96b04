import { eq } from 'drizzle-orm'
import { attemptWard } from './alerts.js'
import { settlePendingAnswers } from './answers.js'
import { unendedAttempts } from './attempts.js'
import type { Ground } from './ground.js'
import type { AttemptRecord } from './port.js'
import { attempts } from './schema.js'
import { addTaskIn } from './tasks.js'

/**
 * Ends, as `interrupted`, every attempt that an earlier life of the daemon left open, all or none. An answer that was waiting
 * to be confirmed becomes final with its alert; where no alert is known for it, a nurse task names the item instead. Run once
 * at start-up, before the first dial, by the one process that owns the line: it would end a live call of another.
 */
export function closeInterrupted(ground: Ground, now: Date): Promise<readonly AttemptRecord[]> {
  return ground.connection.write(async tx => {
    const left = await unendedAttempts(ground, tx)
    for (const { id, patientId } of left) {
      await tx.update(attempts).set({ endedAt: now, disposition: 'interrupted' }).where(eq(attempts.id, id))
      const items = await settlePendingAnswers(ground, tx, id, now)
      if (items.length === 0) continue
      const note = `à confirmer : ${items.join(', ')}`
      const ward = await attemptWard(tx, id)
      await addTaskIn(ground, tx, { kind: 'interrupted', patientId, attemptId: id, ward, note, createdAt: now })
    }
    return left.map(attempt => ({ ...attempt, endedAt: now, disposition: 'interrupted' as const }))
  })
}
