import { type FileHandle, open } from 'node:fs/promises'
import { Failure } from '../domain/failure.js'
import {
  type FileKind,
  type FileSeal,
  fileSeal,
  HEAD_BYTES,
  keyIdOf,
  openChunk,
  sealChunk,
  TAG_BYTES,
} from './chunks.js'
import type { KeyRing } from './ring.js'

/** A sealed file open for reading. */
export interface SealedFile {
  /** Length of what is sealed in it. */
  readonly bytes: number
  /** False where its end is missing: a machine that died in mid-call, or somebody who cut it. */
  readonly whole: boolean
  readonly keyId: string
  readonly chunkBytes: number
  /** Bytes from `start` up to `end`, of which only the chunks that hold them are read. Throws Failure sealing/damaged. */
  read(start: number, end?: number): Promise<Buffer>
  /** All of it, a chunk at a time. */
  stream(): AsyncGenerator<Buffer>
  close(): Promise<void>
}

/**
 * Opens a sealed file. A last chunk that was written half is left out, and the file then is not `whole`. Throws Failure
 * sealing/damaged, store/key for a key not at hand, or the system's error.
 */
export async function openSealedFile(path: string, ring: KeyRing, kind: FileKind): Promise<SealedFile> {
  const file = await open(path, 'r')
  try {
    return await opened(file, ring, kind)
  } catch (cause) {
    await file.close()
    throw cause
  }
}

async function opened(file: FileHandle, ring: KeyRing, kind: FileKind): Promise<SealedFile> {
  const head = await bytesAt(file, 0, HEAD_BYTES)
  const seal = fileSeal(ring, kind, head)
  const step = seal.chunkBytes + TAG_BYTES
  const { size } = await file.stat()
  const fullChunks = Math.floor((size - HEAD_BYTES) / step)
  const lastChunk = await endOf(file, seal, fullChunks, size - HEAD_BYTES - fullChunks * step)
  const bytes = fullChunks * seal.chunkBytes + (lastChunk?.length ?? 0)

  const chunk = async (index: number): Promise<Buffer> =>
    index === fullChunks
      ? (lastChunk ?? Buffer.alloc(0))
      : openChunk(seal, index, false, await bytesAt(file, HEAD_BYTES + index * step, step))

  async function* chunks(first: number, end: number): AsyncGenerator<Buffer> {
    for (let index = first; index * seal.chunkBytes < end; index++) yield await chunk(index)
  }

  return {
    bytes,
    whole: lastChunk !== undefined,
    keyId: keyIdOf(head),
    chunkBytes: seal.chunkBytes,
    read: async (start, end = bytes) => {
      const to = Math.min(end, bytes)
      if (start >= to) return Buffer.alloc(0)
      const first = Math.floor(start / seal.chunkBytes)
      const parts: Buffer[] = []
      for await (const part of chunks(first, to)) parts.push(part)
      const from = start - first * seal.chunkBytes
      return Buffer.concat(parts).subarray(from, from + to - start)
    },
    stream: () => chunks(0, bytes),
    close: () => file.close(),
  }
}

/** The last chunk, or undefined where there is none that opens as such. */
async function endOf(
  file: FileHandle,
  seal: FileSeal,
  index: number,
  sealedBytes: number,
): Promise<Buffer | undefined> {
  if (sealedBytes < TAG_BYTES) return undefined
  try {
    return openChunk(
      seal,
      index,
      true,
      await bytesAt(file, HEAD_BYTES + index * (seal.chunkBytes + TAG_BYTES), sealedBytes),
    )
  } catch (cause) {
    if (cause instanceof Failure) return undefined
    throw cause
  }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return bytes.subarray(0, done)
}

/**
 * What a sealed file holds, as it is written: head, chunks and the last one, whatever the pieces it comes in. Without an end it
 * is a file that was cut, and says so.
 */
export async function* sealStream(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  seal: FileSeal,
  { ends = true }: { readonly ends?: boolean } = {},
): AsyncGenerator<Buffer> {
  yield Buffer.from(seal.head)
  let waiting = Buffer.alloc(0)
  let index = 0
  for await (const piece of source) {
    waiting = Buffer.concat([waiting, piece])
    while (waiting.length >= seal.chunkBytes) {
      yield sealChunk(seal, index++, false, waiting.subarray(0, seal.chunkBytes))
      waiting = waiting.subarray(seal.chunkBytes)
    }
  }
  if (ends) yield sealChunk(seal, index, true, waiting)
}
