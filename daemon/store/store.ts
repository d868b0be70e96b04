import { eq } from 'drizzle-orm'
import { alertFollowUp } from './alert-follow-up.js'
import { callRecords } from './calls.js'
import type { Connection } from './connection.js'
import { conversationRecords } from './conversation.js'
import { messageRecords } from './dead-letters.js'
import { dischargeRecords } from './discharges.js'
import { dueCallClaims } from './due-calls-claim.js'
import { dueCallEnds } from './due-calls-end.js'
import { encounterRecords } from './encounters.js'
import type { Ground } from './ground.js'
import { closeInterrupted } from './interrupted.js'
import type { LifecycleRecords } from './lifecycle/port.js'
import { lifecycleRecords } from './lifecycle/records.js'
import { patientRecords } from './patients.js'
import type { CallRecord, Store } from './port.js'
import { protocolRecords } from './protocols.js'
import { receivedRecords } from './received.js'
import { scheduleView } from './schedule-view.js'
import { settings } from './schema.js'

/** A store as whoever opened it has it. */
export interface OpenStore extends Store, LifecycleRecords {
  /** See `closeInterrupted`: ends the calls of processes that are gone, and returns them. */
  closeInterruptedCalls(now: Date): Promise<readonly CallRecord[]>
}

/** Every repository, on whichever database `ground` is. */
export const storeOn = (ground: Ground): OpenStore => ({
  ...patientRecords(ground),
  ...encounterRecords(ground),
  ...callRecords(ground),
  ...receivedRecords(ground),
  ...conversationRecords(ground),
  ...alertFollowUp(ground),
  ...protocolRecords(ground),
  ...dueCallClaims(ground),
  ...dueCallEnds(ground),
  ...scheduleView(ground),
  ...lifecycleRecords(ground),
  ...dischargeRecords(ground),
  ...messageRecords(ground),
  closeInterruptedCalls: at => closeInterrupted(ground, at),
  health: () => probe(ground.connection),
  close: () => {
    ground.owner.gone()
    return ground.connection.close()
  },
})

/** More than a call writes: a disk with room for a word or two is full. */
const PROBE_TEXT = ' '.repeat(64 * 1024)

/**
 * Takes and gives back the write lock. After a failed write it really writes, for a full disk grants the lock: only then,
 * since each write costs a flush to the disk and health is asked often.
 */
async function probe(connection: Connection): Promise<{ readonly ok: boolean }> {
  try {
    const failedBefore = connection.ailing()
    await connection.write(async tx => {
      if (!failedBefore) return void (await tx.select({ name: settings.name }).from(settings).limit(1))
      const set = { key: [settings.name], set: { content: PROBE_TEXT } }
      await connection.dialect.upsert(tx, settings, { name: 'probe', content: PROBE_TEXT }, set)
    })
    if (failedBefore) await connection.write(async tx => tx.delete(settings).where(eq(settings.name, 'probe')))
    return { ok: true }
  } catch {
    return { ok: false }
  }
}
