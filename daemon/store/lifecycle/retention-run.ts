import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CallId, PatientId } from '../../domain/ids.js'
import type { Keeping, LifecycleRecords, RetentionReport } from './port.js'
import { daysBefore } from './terms.js'

export interface RetentionOptions {
  readonly keeping: Keeping
  readonly now: Date
  /** Where sound files lie. */
  readonly recordings: string
  /** Tell what would go, and remove nothing. */
  readonly dry: boolean
  /** Removes the rendered sentences of a patient or a call whose record went. */
  readonly eraseClips?: (owner: PatientId | CallId) => void
}

/**
 * Removes what is past its term, kind by kind. A sound file goes before its row, so that a kill in between leaves a row without
 * a file, which the next night finds again, and never a file without a row; one that is there all the same goes by its age.
 */
export async function applyRetention(records: LifecycleRecords, options: RetentionOptions): Promise<RetentionReport> {
  const { keeping, now, dry } = options
  const due = await records.dueRecordings(keeping, now)
  if (!dry) {
    for (const { path } of due) if (path !== null) await rm(path, { force: true })
    await records.forgetRecordings(due.map(({ callId }) => callId))
  }
  const named = new Set([...due.map(({ path }) => path), ...(await records.recordingPaths())])
  const leftOver = (await filesBefore(options.recordings, daysBefore(now, keeping.recordingDays + 1))).filter(
    path => !named.has(path),
  )
  if (!dry) for (const path of leftOver) await rm(path, { force: true })
  const transcripts = await records.eraseTranscripts(keeping, now, { dry })
  const { patients, recordingPaths, clipOwners } = await records.eraseOldRecords(keeping, now, { dry })
  for (const path of recordingPaths) await rm(path, { force: true })
  for (const owner of clipOwners) options.eraseClips?.(owner)
  const letters = await records.eraseSettledLetters(now, { dry })
  return { recordings: due.length + leftOver.length, transcripts, patients, letters }
}

/** Last written before: a call is over in a day. */
async function filesBefore(folder: string, before: Date): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  const old: string[] = []
  for (const name of names) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found?.isFile() === true && found.mtime < before) old.push(path)
  }
  return old
}
