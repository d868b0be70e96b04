import { basename, join } from 'node:path'
import { asc, eq } from 'drizzle-orm'
import { eraseLettersBefore } from '../dead-letters.js'
import type { Ground } from '../ground.js'
import { erasures, recordings } from '../schema.js'
import { eraseIn } from './erase.js'
import { exportPerson } from './export.js'
import { importPatients } from './import.js'
import type { LifecycleRecords } from './port.js'
import { dueRecordings, eraseOldRecords, eraseTranscripts, forgetRecordings, recordingPaths } from './retention.js'
import { daysBefore } from './terms.js'

/** What becomes of records with time, and at a patient's request. */
export const lifecycleRecords = (ground: Ground): LifecycleRecords => ({
  async erasePatient(id, order) {
    const erased = await ground.connection.write(tx => eraseIn(ground, tx, id, order))
    await ground.connection.scrub()
    return erased
  },
  importPatients: (table, options) => importPatients(ground, table, options),
  exportPerson: id => exportPerson(ground, id),
  erasures: () =>
    ground.connection.read(async db => {
      const rows = await db.select().from(erasures).orderBy(asc(erasures.erasedAt), asc(erasures.id))
      return rows.map(({ patientId, erasedAt, resultsErased }) => ({ patientId, at: erasedAt, resultsErased }))
    }),
  moveRecordings: (folder, names) =>
    ground.connection.write(async tx => {
      const rows = await tx.select({ callId: recordings.callId, path: recordings.path }).from(recordings)
      for (const { callId, path } of rows)
        if (path !== null && names.has(basename(path)))
          await tx
            .update(recordings)
            .set({ path: join(folder, basename(path)) })
            .where(eq(recordings.callId, callId))
    }),
  dueRecordings: (keeping, now) => dueRecordings(ground, keeping, now),
  recordingPaths: () => recordingPaths(ground),
  forgetRecordings: async ids => void (await forgetRecordings(ground, ids)),
  async eraseTranscripts(keeping, now, { dry }) {
    const erased = await eraseTranscripts(ground, keeping, now, dry)
    if (erased > 0 && !dry) await ground.connection.scrub()
    return erased
  },
  async eraseOldRecords(keeping, now, { dry }) {
    const erased = await eraseOldRecords(ground, keeping, now, dry)
    if (erased.patients > 0 && !dry) await ground.connection.scrub()
    return erased
  },
  async eraseSettledLetters(now, { dry }) {
    const erased = await eraseLettersBefore(ground, daysBefore(now, LETTER_DAYS), dry)
    if (erased > 0 && !dry) await ground.connection.scrub()
    return erased
  },
})

/** How long a message that was refused can be looked at once it is settled: as long as one that was done is recognised. */
const LETTER_DAYS = 30
