import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type KeyRing, keyRing } from '../../daemon/sealing/port.js'
import { checkWhole, foldLog } from '../../daemon/store/libsql/snapshot.js'
import { type RestoredRecords, type RestoreOptions, restoreBackup } from '../../daemon/store/lifecycle/restore.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { oracleTarget } from './oracle-scene.js'
import { discharged, jeanne, KEY, minutesLater, raising, ring, storeThere } from './scene.js'

/** `hellojade restore` into this home, on the database that the tests run on. */
export function restore(backup: string, home: string, keys: KeyRing = keyRing([KEY]), fileKey?: string) {
  const open = async (path: string): Promise<RestoredRecords> => {
    const records = await storeThere({ path, key: keys, fileKey })
    return { records, close: () => records.close() }
  }
  const onFile = async (path: string): Promise<RestoredRecords> => {
    await checkWhole(path, fileKey)
    const { records, close } = await open(path)
    return { records, close: () => close().then(() => foldLog(path, fileKey)) }
  }
  const where: Pick<RestoreOptions, 'embedded' | 'oracle'> =
    oracleTarget === undefined
      ? { embedded: { database: join(home, 'hellojade.db'), open: onFile } }
      : { oracle: { open: () => open('') } }
  return restoreBackup({ backup, home, recordings: join(home, 'recordings'), keys, now: minutesLater(60), ...where })
}

/** A patient with a call whose recording lies there. */
export async function recorded(store: OpenStore, recordings: string, patient = jeanne) {
  const due = await discharged(store, patient)
  const id = await ring(store, due)
  const alertId = await store.raiseAlert(id, raising)
  await store.updateCall(id, { recordingPath: join(recordings, `${id}.wav`) })
  await store.closeCall(id, { endedAt: minutesLater(4), disposition: 'completed' })
  writeFileSync(join(recordings, `${id}.wav`), `RIFF ${id} ${'a voice '.repeat(40_000)}`)
  return { ...due, id, alertId }
}
