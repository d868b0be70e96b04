import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../../domain/failure.js'
import { type KeyRing, openSealedFile, syncFolder } from '../../sealing/port.js'
import type { AuditTrail } from '../audit-port.js'
import { readErasedList } from './erased-list.js'
import { halfRestored, markRestoring, unmarkRestoring } from './half-restored.js'
import { type BackedUpFile, hashOf, type Manifest, readManifest } from './manifest.js'
import type { LifecycleRecords } from './port.js'

/** The records that the recordings belong to, open: those of the backup before they are in their place, or Oracle's. */
export interface RestoredRecords {
  readonly records: Pick<LifecycleRecords, 'erasePatient' | 'erasures' | 'moveRecordings' | 'recordingPaths'> & {
    readonly audit: Pick<AuditTrail, 'append'>
  }
  /** On the embedded database it leaves the one file alone behind, with everything in it. */
  readonly close: () => Promise<void>
}

export interface RestoreOptions {
  readonly backup: string
  /** Where the daemon will live. */
  readonly home: string
  readonly recordings: string
  readonly keys: KeyRing
  readonly now: Date
  /** The embedded database's place, which must hold none, and what opens a file, checks it whole and brings it up to date. */
  readonly embedded?: { readonly database: string; readonly open: (path: string) => Promise<RestoredRecords> }
  /** Instead of it: Oracle, which its own means have restored before. */
  readonly oracle?: { readonly open: () => Promise<RestoredRecords> }
}

export interface Restored {
  readonly madeAt: Date
  /** The key that sealed the backup, and perhaps its recordings. */
  readonly keyId: string
  readonly recordings: number
  /** Patients who were erased after the backup was made, and now are again. */
  readonly erasedAgain: number
}

/**
 * Puts a backup in the place of what was lost. Every file is checked and opened beside its place first, patients erased since are
 * erased again, and only then is anything in its place: recordings that the records name, the embedded database last. A kill at
 * any instant leaves a mark with which no daemon starts, until the same restore is repeated; done twice is done once. Throws
 * Failure backup/occupied, backup/unreadable, backup/damaged, backup/other-database, backup/half-restored, store/key.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { home, embedded } = options
  const manifest = await readManifest(options.backup, options.keys)
  if ((manifest.database === undefined) !== (embedded === undefined))
    throw new Failure('backup/other-database', { database: manifest.database === undefined ? 'Oracle' : 'libSQL' })
  const begun = await halfRestored(home)
  if (begun !== undefined && begun !== manifest.name) throw new Failure('backup/half-restored', { backup: begun })
  const occupied = filesOf(embedded?.database).find(file => existsSync(file))
  if (begun === undefined && occupied !== undefined) throw new Failure('backup/occupied', { file: occupied })

  const part: Part = { database: join(home, '.restoring.db'), recordings: join(options.recordings, '.restoring') }
  await mkdir(home, { recursive: true, mode: 0o700 })
  await markRestoring(home, manifest.name)
  let records: RestoredRecords
  try {
    records = await beside(options, part, manifest)
  } catch (cause) {
    await discard(part)
    // There only for the staging; one with recordings in it stays.
    await rmdir(options.recordings).catch(() => {})
    if (begun === undefined) await unmarkRestoring(home)
    throw cause
  }
  const done = await inPlace(options, part, manifest, records)
  await discard(part)
  await unmarkRestoring(home)
  await syncFolder(home)
  return { madeAt: new Date(manifest.madeAt), keyId: manifest.keyId, ...done }
}

/** Where files lie until they are renamed: each on its place's own disk. */
interface Part {
  readonly database: string
  readonly recordings: string
}

/** A database and its logs (SQLite, "Temporary Files Used By SQLite"): a log beside another database is played into it. */
const filesOf = (database?: string): readonly string[] =>
  database === undefined ? [] : ['', '-wal', '-shm', '-journal'].map(suffix => `${database}${suffix}`)

async function discard({ database, recordings }: Part): Promise<void> {
  for (const file of filesOf(database)) await rm(file, { force: true })
  await rm(recordings, { recursive: true, force: true })
}

/** Everything whole and open, and nothing in its place. */
async function beside(options: RestoreOptions, part: Part, manifest: Manifest): Promise<RestoredRecords> {
  await discard(part)
  await mkdir(part.recordings, { recursive: true, mode: 0o700 })
  for (const file of manifest.recordings) await opened(options, manifest, file, join(part.recordings, plainName(file)))
  if (manifest.database !== undefined) await opened(options, manifest, manifest.database, part.database)
  return options.embedded?.open(part.database) ?? options.oracle!.open()
}

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

/** Recordings before the rows that say where they are, and before the database, without which nothing names them. */
async function inPlace(
  options: RestoreOptions,
  part: Part,
  manifest: Manifest,
  { records, close }: RestoredRecords,
): Promise<Pick<Restored, 'recordings' | 'erasedAgain'>> {
  const { embedded, recordings } = options
  let erasedAgain: number
  let placed: ReadonlySet<string>
  try {
    erasedAgain = await eraseAgain(options, records)
    placed = await placeRecordings(options, part, manifest, await records.recordingPaths())
    await records.moveRecordings(recordings, placed)
    await records.audit.append({ action: 'backup.restored', facts: { recordings: placed.size, erasedAgain } })
  } finally {
    await close()
  }
  if (embedded !== undefined) {
    // Of a database that somebody began all the same where a restore was broken off.
    for (const file of filesOf(embedded.database)) await rm(file, { force: true })
    await rename(part.database, embedded.database)
    await syncFolder(dirname(embedded.database))
  }
  return { recordings: placed.size, erasedAgain }
}

/** What the records know of by themselves is left alone: somebody erased but for the results may have come back since. */
async function eraseAgain({ backup, now, recordings }: RestoreOptions, records: RestoredRecords['records']) {
  const known = await records.erasures()
  let again = 0
  for (const { patientId, at, resultsErased } of await readErasedList(dirname(backup))) {
    if (known.some(one => one.patientId === patientId && one.at >= at && (one.resultsErased || !resultsErased)))
      continue
    const results = resultsErased ? 'held-elsewhere' : 'keep'
    const order = { by: 'restore', at: now, results, resultYears: 30, ground: 'restore' } as const
    try {
      const erased = await records.erasePatient(patientId, order)
      // Of Oracle the disk may be as it was, with what an older dump brought back.
      for (const sound of erased.recordingPaths) await rm(join(recordings, basename(sound)), { force: true })
      again++
    } catch (cause) {
      if (!(cause instanceof Failure) || cause.code !== 'store/not-found') throw cause
    }
  }
  return again
}

/**
 * Those that no row names are an erased patient's, or past their term: they go, from the place too. One that is there already was
 * not lost, and may be sealed under a newer key.
 */
async function placeRecordings(
  { recordings }: RestoreOptions,
  part: Part,
  manifest: Manifest,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const named = new Set(paths.map(path => basename(path)))
  const placed = new Set<string>()
  for (const name of manifest.recordings.map(plainName)) {
    const place = join(recordings, name)
    if (!named.has(name)) await rm(place, { force: true })
    else {
      if (!existsSync(place)) await rename(join(part.recordings, name), place)
      placed.add(name)
    }
  }
  await syncFolder(recordings)
  return placed
}
