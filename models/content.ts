import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { Content, ModelFile } from './catalogue.js'

/** What is on disk under a file's name. */
export type FileState = 'present' | 'missing' | 'damaged'

const stampsSchema = z.record(z.string(), z.object({ bytes: z.number(), mtimeMs: z.number() }))
const STAMPS = 'checked.json'

/** All contents that a file may have. */
export const acceptedContents = (file: ModelFile): readonly Content[] => [file, ...file.also]

/** Hex digest of a whole file, read in pieces (150 MB in about 0.5 s). */
export async function digestOf(path: string, algorithm: 'sha256' | 'md5', signal?: AbortSignal): Promise<string> {
  const hash = createHash(algorithm)
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20, ...(signal ? { signal } : {}) }))
    hash.update(piece as Buffer)
  return hash.digest('hex')
}

/** True if the bytes at `path` are one of the accepted contents: the length first, then the digest. */
export async function isIntact(path: string, file: ModelFile, signal?: AbortSignal): Promise<boolean> {
  const { size } = await stat(path)
  for (const content of acceptedContents(file)) {
    if (content.bytes !== size) continue
    const algorithm = content.sha256 === undefined ? 'md5' : 'sha256'
    if ((await digestOf(path, algorithm, signal)) === content[algorithm]) return true
  }
  return false
}

/**
 * Whether a model's file is there and whole. A file that was once checked and has kept its length and time of change is
 * not read again, so that a start with all models costs milliseconds; `full` reads it all the same.
 */
export async function fileState(folder: string, file: ModelFile, full = false): Promise<FileState> {
  const path = join(folder, file.name)
  const found = await stat(path).catch(() => undefined)
  if (found === undefined || !found.isFile()) return 'missing'
  if (!acceptedContents(file).some(content => content.bytes === found.size)) return 'damaged'
  if (!full) {
    const stamp = (await readStamps(folder))[file.name]
    if (stamp?.bytes === found.size && stamp.mtimeMs === found.mtimeMs) return 'present'
  }
  if (!(await isIntact(path, file))) return 'damaged'
  await stampChecked(folder, file.name).catch(() => {}) // a read-only models folder is fine: it is read again next time
  return 'present'
}

/** Remembers that a file was checked in full. */
export async function stampChecked(folder: string, name: string): Promise<void> {
  const { size, mtimeMs } = await stat(join(folder, name))
  const stamps = { ...(await readStamps(folder)), [name]: { bytes: size, mtimeMs } }
  await writeWhole(join(folder, STAMPS), JSON.stringify(stamps, null, 1))
}

const readStamps = async (folder: string): Promise<z.infer<typeof stampsSchema>> => {
  const text = await readFile(join(folder, STAMPS), 'utf8').catch(() => '{}')
  try {
    return stampsSchema.parse(JSON.parse(text))
  } catch {
    return {}
  }
}

/** Writes a small file so that a reader sees the old or the new one, never half of it. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}`)
  const file = await open(draft, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}

/** Moves a checked file to its final name; after a power cut it is there whole or not at all. */
export async function settle(draft: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(draft, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Removes a file or folder if it is there. */
export const discard = (path: string): Promise<void> => rm(path, { recursive: true, force: true })
