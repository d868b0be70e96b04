import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../../domain/failure.js'
import { type KeyRing, newFileSeal, sealStream, syncFolder } from '../../sealing/port.js'
import { type ErasedEntry, keepErasedList } from './erased-list.js'
import { type BackedUpFile, hashOf, MANIFEST, type Manifest, manifestText } from './manifest.js'

export interface BackupOptions {
  /** Writes all of the database as it is at one instant into a file that is not there yet; absent on Oracle. */
  readonly snapshot?: (path: string) => Promise<void>
  /** On the database's own disk, where the snapshot lies until it is sealed. */
  readonly home: string
  readonly recordings: string
  /** Holds one folder for each backup, and the list of what was erased since. */
  readonly into: string
  readonly keys: KeyRing
  readonly erased: readonly ErasedEntry[]
  readonly now: Date
}

export interface Backup {
  readonly folder: string
  readonly manifest: Manifest
}

const CHUNK_BYTES = 64 * 1024
const NEEDED_MB = 100

/**
 * Makes a backup while the daemon works: the database at one instant, then the recordings there are, each sealed, and a
 * manifest. It has its name only once it is whole. Throws Failure disk/full, backup/unwritable.
 */
export async function makeBackup(options: BackupOptions): Promise<Backup> {
  const name = `hellojade-${options.now.toISOString().replace(/[-:]|\.\d+/g, '')}`
  const folder = join(options.into, name)
  const part = `${folder}.part`
  try {
    await mkdir(join(part, 'recordings'), { recursive: true, mode: 0o700 })
    const { current } = options.keys
    const database = options.snapshot && (await sealedDatabase(options, options.snapshot, part, name))
    const recordings = await sealedRecordings(options, part, name)
    const facts = { version: 1, name, madeAt: options.now.toISOString(), keyId: current.id, recordings } as const
    const manifest: Manifest = { ...facts, ...(database && { database }) }
    await writeFile(join(part, MANIFEST), manifestText(manifest, current), { mode: 0o600, flush: true })
    await rename(part, folder)
    await syncFolder(options.into)
    await keepErasedList(options.into, options.erased)
    return { folder, manifest }
  } catch (cause) {
    await rm(part, { recursive: true, force: true }).catch(() => {})
    throw unwritable(cause, options.into)
  }
}

async function sealedDatabase(
  { home, keys }: BackupOptions,
  snapshot: NonNullable<BackupOptions['snapshot']>,
  part: string,
  name: string,
): Promise<BackedUpFile> {
  const plain = join(home, `.${name}.db`)
  try {
    await snapshot(plain)
    return await sealed(plain, join(part, 'database.sealed'), 'database.sealed', name, keys)
  } finally {
    await rm(plain, { force: true })
  }
}

/** One that retention removes meanwhile is passed over. */
async function sealedRecordings({ recordings, keys }: BackupOptions, part: string, name: string) {
  const files = await readdir(recordings, { withFileTypes: true }).catch(() => [])
  const done: BackedUpFile[] = []
  for (const file of files.filter(one => one.isFile())) {
    const path = `recordings/${file.name}.sealed`
    try {
      done.push(await sealed(join(recordings, file.name), join(part, path), path, name, keys))
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
      await rm(join(part, path), { force: true })
    }
  }
  return done
}

async function sealed(from: string, to: string, path: string, name: string, keys: KeyRing): Promise<BackedUpFile> {
  const seal = newFileSeal(keys, { use: 'backup', context: `${name}/${path}` }, CHUNK_BYTES)
  await pipeline(sealStream(createReadStream(from), seal), createWriteStream(to, { mode: 0o600, flush: true }))
  return { path, ...(await hashOf(to)) }
}

function unwritable(cause: unknown, folder: string): unknown {
  if (cause instanceof Failure || !(cause instanceof Error) || !('code' in cause)) return cause
  if (cause.code === 'ENOSPC' || cause.code === 'EDQUOT')
    return new Failure('disk/full', { neededMb: NEEDED_MB, folder }, { cause })
  return new Failure('backup/unwritable', { folder, reason: String(cause.code) }, { cause })
}

/** Which of these backups is the newest, by its name. */
export async function newestBackup(into: string): Promise<string | undefined> {
  const names = await readdir(into).catch(() => [])
  const whole = names.filter(name => /^hellojade-\d{8}T\d{6}Z$/.test(name)).sort()
  return whole.length === 0 ? undefined : join(into, basename(whole.at(-1)!))
}
