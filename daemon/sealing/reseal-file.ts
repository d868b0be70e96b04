import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type FileKind, newFileSeal } from './chunks.js'
import type { KeyRing } from './ring.js'
import { openSealedFile, sealStream } from './sealed-file.js'
import { syncFolder } from './sync-folder.js'

/** A file without an end that was written to so lately is perhaps still being written. */
const STILL_GROWING_MS = 60_000

/**
 * Seals a file anew under the ring's first key: written whole beside it, synced, then put in its place, so that a reader has
 * either and a kill leaves one of them. `current`: it was under that key already; `growing`: it is still being written.
 */
export async function resealFile(
  path: string,
  keys: KeyRing,
  kind: FileKind,
  now: Date,
): Promise<'resealed' | 'current' | 'growing'> {
  const file = await openSealedFile(path, keys, kind)
  const beside = `${path}.resealing`
  try {
    if (file.keyId === keys.current.id) return 'current'
    if (!file.whole && now.getTime() - (await stat(path)).mtimeMs < STILL_GROWING_MS) return 'growing'
    const out = await open(beside, 'w', 0o600)
    try {
      const seal = newFileSeal(keys, kind, file.chunkBytes)
      // What was cut stays cut: an end would say that all of it is there.
      for await (const piece of sealStream(file.stream(), seal, { ends: file.whole })) await out.writeFile(piece)
      await out.sync()
    } finally {
      await out.close()
    }
    await rename(beside, path)
    await syncFolder(dirname(path))
    return 'resealed'
  } catch (cause) {
    await rm(beside, { force: true })
    throw cause
  } finally {
    await file.close()
  }
}
