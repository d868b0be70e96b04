import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'

/** One file inside a zip archive (a Python wheel is one). */
export interface ZipEntry {
  readonly path: string
  readonly method: 'stored' | 'deflated'
  readonly compressedBytes: number
  readonly bytes: number
  /** Where its local header starts in the archive. */
  readonly headerAt: number
}

// PKWARE APPNOTE 6.3.10: sections 4.3.16 (end record), 4.3.12 (central directory), 4.3.7 (local header).
const END = { signature: 0x06054b50, bytes: 22, maxCommentBytes: 0xffff } as const
const CENTRAL = { signature: 0x02014b50, bytes: 46 } as const
const LOCAL = { signature: 0x04034b50, bytes: 30 } as const
/** Fields with this value are in a zip64 record; no package of ours is that large. */
const ZIP64 = 0xffffffff
const METHODS: Readonly<Record<number, ZipEntry['method']>> = { 0: 'stored', 8: 'deflated' }

/** Lists an archive's files. Throws an Error if it is not a whole zip archive below 4 GB. */
export async function zipEntries(archive: string): Promise<readonly ZipEntry[]> {
  const file = await open(archive, 'r')
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, END.bytes + END.maxCommentBytes))
    await file.read(tail, 0, tail.length, size - tail.length)
    const end = findEnd(tail)
    const directory = Buffer.alloc(tail.readUInt32LE(end + 12))
    const directoryAt = tail.readUInt32LE(end + 16)
    if (directoryAt + directory.length > size) throw new Error('zip: the directory lies outside the archive')
    await file.read(directory, 0, directory.length, directoryAt)
    return parseDirectory(directory, tail.readUInt16LE(end + 10))
  } finally {
    await file.close()
  }
}

const findEnd = (tail: Buffer): number => {
  for (let at = tail.length - END.bytes; at >= 0; at--) if (tail.readUInt32LE(at) === END.signature) return at
  throw new Error('zip: no end record, the archive is cut short or is no zip')
}

const parseDirectory = (directory: Buffer, count: number): readonly ZipEntry[] => {
  const entries: ZipEntry[] = []
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL.bytes > directory.length || directory.readUInt32LE(at) !== CENTRAL.signature)
      throw new Error('zip: the directory is damaged')
    const nameBytes = directory.readUInt16LE(at + 28)
    const method = METHODS[directory.readUInt16LE(at + 10)]
    const entry = {
      path: directory.toString('utf8', at + CENTRAL.bytes, at + CENTRAL.bytes + nameBytes),
      compressedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      headerAt: directory.readUInt32LE(at + 42),
    }
    if (entry.bytes === ZIP64 || entry.headerAt === ZIP64) throw new Error('zip: zip64 is not read')
    if (method !== undefined) entries.push({ ...entry, method })
    at += CENTRAL.bytes + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

/** Streams one file of the archive into `into`; throws an Error if it is absent or its length is not the announced one. */
export async function unzip(archive: string, path: string, into: Writable, signal?: AbortSignal): Promise<void> {
  const entry = (await zipEntries(archive)).find(each => each.path === path)
  if (entry === undefined) throw new Error(`zip: ${path} is not in the archive`)
  const start = await contentStart(archive, entry)
  if (entry.bytes === 0) {
    into.end()
    return
  }
  const raw = createReadStream(archive, { start, end: start + entry.compressedBytes - 1, highWaterMark: 1 << 20 })
  const length = exactly(entry.bytes, path)
  const options = signal ? { signal } : {}
  if (entry.method === 'stored') await pipeline(raw, length, into, options)
  else await pipeline(raw, createInflateRaw(), length, into, options)
}

/** The local header has lengths of its own (its extra field differs from the directory's). */
const contentStart = async (archive: string, entry: ZipEntry): Promise<number> => {
  const file = await open(archive, 'r')
  try {
    const header = Buffer.alloc(LOCAL.bytes)
    const { bytesRead } = await file.read(header, 0, LOCAL.bytes, entry.headerAt)
    if (bytesRead < LOCAL.bytes || header.readUInt32LE(0) !== LOCAL.signature)
      throw new Error('zip: a header is damaged')
    return entry.headerAt + LOCAL.bytes + header.readUInt16LE(26) + header.readUInt16LE(28)
  } finally {
    await file.close()
  }
}

/** Passes bytes on and fails at the end unless there were exactly so many: an archive cannot grow past what it announced. */
export const exactly = (bytes: number, path: string): Transform => {
  let passed = 0
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      passed += piece.length
      if (passed > bytes) done(new Error(`${path} is longer than announced`))
      else done(null, piece)
    },
    flush(done) {
      done(passed === bytes ? null : new Error(`${path} is shorter than announced`))
    },
  })
}
