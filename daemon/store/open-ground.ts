import type { FailureCode } from '../domain/failure.js'
import type { KeyRing } from '../sealing/port.js'
import { beginAudit } from './audit.js'
import type { Connection } from './connection.js'
import type { Ground } from './ground.js'
import { rememberKey } from './key-check.js'
import { openLasting } from './lasting.js'
import { idSource } from './new-ids.js'
import { OwedEntries } from './owed.js'
import { openVault } from './vault.js'

export interface Telling {
  /** Is told of each change and each list that stands although the audit would not take its entry. */
  readonly onUntold?: (code: FailureCode) => void
}

/** What repositories stand on, once the schema is there. Throws Failure store/key for a ring that lacks a key in use. */
export async function openGround(
  connection: Connection,
  keys: KeyRing,
  { now, owner, retry }: Pick<Ground, 'now' | 'owner' | 'retry'>,
  { onUntold }: Telling = {},
): Promise<Ground> {
  const vault = openVault(keys)
  await rememberKey(connection, vault)
  await beginAudit({ connection })
  const owed = new OwedEntries(onUntold ?? (() => undefined))
  const lasting = await openLasting(connection, vault)
  return { connection, vault, lasting, newId: idSource(now), now, owner, retry, owed }
}
