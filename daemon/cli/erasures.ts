import { existsSync } from 'node:fs'
import { appendFile, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.js'
import { backupsFolder } from '../config-keeping.js'
import { erasePersonalClips } from '../speech/prompts/shelf.js'
import { keepErasedList } from '../store/lifecycle/erased-list.js'
import type { Erased } from '../store/lifecycle/port.js'
import type { OpenStore } from '../store/store.js'

/** Every folder that `hellojade backup DIR` was ever given, a line each. */
const placesFile = (config: Pick<Config, 'folders'>): string => join(config.folders.home, 'backup-folders.txt')

/** Where backups lie that may hold somebody who is erased later. */
async function backupPlaces(config: Pick<Config, 'folders' | 'settings'>): Promise<readonly string[]> {
  const given = await readFile(placesFile(config), 'utf8').catch(() => '')
  return [...new Set([backupsFolder(config.settings, config.folders.home), ...given.split('\n').filter(Boolean)])]
}

/** A backup was made there: erasures are told to this folder too from now on. */
export async function rememberBackupPlace(config: Config, folder: string): Promise<void> {
  if (!(await backupPlaces(config)).includes(folder))
    await appendFile(placesFile(config), `${folder}\n`, { mode: 0o600 })
}

/**
 * What an erasure asks for outside the database: the list beside the backups, and the sentences with the patient's name. Done after each
 * and again every night, so that what a kill left is done then. A folder that is not there now (a disk taken out) is passed over.
 */
export async function followErasures(config: Pick<Config, 'folders' | 'settings'>, store: OpenStore): Promise<void> {
  const erased = await store.erasures()
  await mkdir(backupsFolder(config.settings, config.folders.home), { recursive: true, mode: 0o700 })
  for (const folder of await backupPlaces(config)) if (existsSync(folder)) await keepErasedList(folder, erased)
  for (const { patientId } of erased) erasePersonalClips(config.folders.prompts, patientId)
}

/** Removes the sound that a record left: its recordings, and what was rendered with a name or with somebody's words in it. */
export async function eraseSounds(
  { folders }: Pick<Config, 'folders'>,
  { recordingPaths, clipOwners }: Pick<Erased, 'recordingPaths' | 'clipOwners'>,
): Promise<void> {
  for (const path of recordingPaths) await rm(path, { force: true })
  for (const owner of clipOwners) erasePersonalClips(folders.prompts, owner)
}
