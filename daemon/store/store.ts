import { hostname } from 'node:os'
import { eq } from 'drizzle-orm'
import type { Actor, AuditAction } from '../domain/audit.js'
import { auditView } from './audit.js'
import { auditedRecords } from './audited.js'
import type { Connection } from './connection.js'
import type { Ground } from './ground.js'
import type { LifecycleRecords } from './lifecycle/port.js'
import type { Store } from './port.js'
import type { Records } from './records.js'
import { type KeyRotation, keyRotation } from './rotation.js'
import { settings } from './schema.js'
import { tell } from './told.js'

/** A store as whoever opened it has it. */
export interface OpenStore extends Store, LifecycleRecords, Pick<Records, 'closeInterruptedCalls'> {
  as(actor: Actor): OpenStore
  readonly rotation: KeyRotation
}

/** Every repository, on whichever database `ground` is; the daemon itself unless it is somebody else. */
export const storeOn = (ground: Ground, actor: Actor = DAEMON): OpenStore => ({
  ...auditedRecords(ground, actor),
  audit: {
    ...auditView(ground),
    append: event => tell(ground, { actor, stands: event.action === ITS_START }, [event]),
  },
  rotation: keyRotation(ground, actor),
  as: other => storeOn(ground, other),
  health: () => probe(ground.connection),
  close: () => {
    ground.owner.gone()
    return ground.connection.close()
  },
})

/** A daemon whose trail is blocked starts all the same: it rings the nurses for emergencies that wait. */
const ITS_START: AuditAction = 'daemon.started'

const DAEMON: Actor = { name: 'daemon', role: 'system', from: hostname() }

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
