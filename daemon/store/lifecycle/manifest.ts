import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../domain/failure.js'
import type { KeyRing, SecretKey } from '../../sealing/port.js'

/** A sealed file of a backup: where it lies in it, and what it must be. */
export interface BackedUpFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** What a backup holds. */
export interface Manifest {
  readonly version: 1
  /** The folder's name: each file opens in this backup alone. */
  readonly name: string
  readonly madeAt: string
  /** The key that seals it. */
  readonly keyId: string
  /** Absent on Oracle, which is backed up by its own means. */
  readonly database?: BackedUpFile
  readonly recordings: readonly BackedUpFile[]
}

export const MANIFEST = 'manifest.json'

/** Who has no key cannot write a manifest that fits changed files. */
const macOf = (key: SecretKey, text: string): string =>
  createHmac('sha256', key.derive('backup/manifest')).update(text).digest('hex')

export const manifestText = (manifest: Manifest, key: SecretKey): string => {
  const text = JSON.stringify(manifest, null, 2)
  return `${text}\n${macOf(key, text)}\n`
}

/** Throws Failure backup/unreadable where there is none, backup/damaged for a changed one, store/key for a key not at hand. */
export async function readManifest(folder: string, keys: KeyRing): Promise<Manifest> {
  const written = await readFile(join(folder, MANIFEST), 'utf8').catch((cause: unknown) => {
    throw new Failure('backup/unreadable', { folder }, { cause })
  })
  const end = written.trimEnd().lastIndexOf('\n')
  const text = written.slice(0, Math.max(0, end))
  const mac = Buffer.from(written.slice(end + 1).trim())
  try {
    const manifest = JSON.parse(text) as Manifest
    const expected = Buffer.from(macOf(keys.key(manifest.keyId), text))
    if (mac.length === expected.length && timingSafeEqual(mac, expected)) return manifest
  } catch (cause) {
    if (cause instanceof Failure) throw cause
  }
  throw new Failure('backup/damaged', { file: MANIFEST })
}

export async function hashOf(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
}
