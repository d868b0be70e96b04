import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../../domain/failure.js'
import { type KeyRing, openSealedFile } from '../../sealing/port.js'
import { readErasedList } from './erased-list.js'
import { type BackedUpFile, hashOf, type Manifest, readManifest } from './manifest.js'
import type { LifecycleRecords } from './port.js'

/** The restored database, open, before it is in its place. */
export interface RestoredDatabase {
  readonly records: Pick<LifecycleRecords, 'erasePatient' | 'moveRecordings'>
  /** Leaves the one file alone behind, with everything in it. */
  readonly close: () => Promise<void>
}

export interface RestoreOptions {
  readonly backup: string
  /** Where the daemon will find it: must hold no database. */
  readonly database: string
  readonly recordings: string
  readonly keys: KeyRing
  readonly now: Date
  /** Opens the file, checks it whole and brings it up to date. */
  readonly open: (path: string) => Promise<RestoredDatabase>
}

export interface Restored {
  readonly madeAt: Date
  readonly recordings: number
  /** Patients who were erased after the backup was made, and now are again. */
  readonly erasedAgain: number
}

/**
 * Puts a backup in the place of what was lost. Every file is checked and opened beside its place first, patients erased since are
 * erased again, and only then is anything in its place. Throws Failure backup/occupied, backup/unreadable, backup/damaged,
 * store/key.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const manifest = await readManifest(options.backup, options.keys)
  const occupied = FILES.map(suffix => `${options.database}${suffix}`).find(file => existsSync(file))
  if (occupied !== undefined) throw new Failure('backup/occupied', { file: occupied })
  const part = `${options.database}.restoring`
  const sounds = join(part, 'recordings')
  await rm(part, { recursive: true, force: true })
  await mkdir(sounds, { recursive: true, mode: 0o700 })
  try {
    const database = join(part, 'hellojade.db')
    for (const file of manifest.recordings) await opened(options, manifest, file, join(sounds, plainName(file)))
    let erasedAgain = 0
    if (manifest.database !== undefined) {
      await opened(options, manifest, manifest.database, database)
      erasedAgain = await bringUpToDate(options, database, sounds)
    }
    await inPlace(options, part, manifest)
    return { madeAt: new Date(manifest.madeAt), recordings: manifest.recordings.length, erasedAgain }
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

/** A database and its logs (SQLite, "Temporary Files Used By SQLite"): a log beside another database is played into it. */
const FILES = ['', '-wal', '-shm', '-journal'] as const

const plainName = ({ path }: BackedUpFile): string => basename(path, '.sealed')

/** Hash first, so that a damaged disk is told from a wrong key. */
async function opened(options: RestoreOptions, { name }: Manifest, file: BackedUpFile, to: string): Promise<void> {
  const from = join(options.backup, file.path)
  const damaged = (cause?: unknown) => new Failure('backup/damaged', { file: file.path }, { cause })
  const { sha256 } = await hashOf(from).catch((cause: unknown) => {
    throw damaged(cause)
  })
  if (sha256 !== file.sha256) throw damaged()
  const sealed = await openSealedFile(from, options.keys, { use: 'backup', context: `${name}/${file.path}` })
  try {
    if (!sealed.whole) throw damaged()
    await pipeline(sealed.stream(), createWriteStream(to, { mode: 0o600, flush: true }))
  } finally {
    await sealed.close()
  }
}

async function bringUpToDate({ backup, recordings, now, open }: RestoreOptions, path: string, sounds: string) {
  const { records, close } = await open(path)
  try {
    let again = 0
    for (const { patientId, resultsErased } of await readErasedList(dirname(backup))) {
      const results = resultsErased ? 'held-elsewhere' : 'keep'
      const order = { by: 'restore', at: now, results, resultYears: 30, ground: 'restore' } as const
      try {
        const erased = await records.erasePatient(patientId, order)
        for (const sound of erased.recordingPaths) await rm(join(sounds, basename(sound)), { force: true })
        again++
      } catch (cause) {
        if (!(cause instanceof Failure) || cause.code !== 'store/not-found') throw cause
      }
    }
    await records.moveRecordings(recordings)
    return again
  } finally {
    await close()
  }
}

/** Recordings first: the daemon looks for the database, and without it there is nothing that names them. */
async function inPlace({ database, recordings }: RestoreOptions, part: string, manifest: Manifest): Promise<void> {
  await mkdir(recordings, { recursive: true, mode: 0o700 })
  for (const file of manifest.recordings) {
    const from = join(part, 'recordings', plainName(file))
    if (existsSync(from)) await rename(from, join(recordings, plainName(file)))
  }
  if (manifest.database !== undefined) await rename(join(part, 'hellojade.db'), database)
}
