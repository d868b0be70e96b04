import { createReadStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

/** POSIX.1-1988 ustar: headers and contents are padded to blocks of this size. */
const BLOCK_BYTES = 512

/**
 * Streams one file of a gzipped tar archive (what `npm pack` makes) into `into`, without unpacking the rest.
 * Reads ustar names with their prefix, and pax path records. Throws an Error if the file is absent or the archive is cut.
 */
export async function untar(archive: string, path: string, into: Writable, signal?: AbortSignal): Promise<void> {
  await pipeline(contentOf(archive, path), into, signal ? { signal } : {})
}

async function* contentOf(archive: string, path: string): AsyncGenerator<Buffer> {
  const source = createReadStream(archive, { highWaterMark: 1 << 18 })
  const plain = source.pipe(createGunzip())
  source.on('error', cause => plain.destroy(cause))
  try {
    const blocks = new Blocks(plain)
    let longName: string | undefined
    for (;;) {
      const entry = parseHeader(await blocks.take(BLOCK_BYTES))
      if (entry === undefined) throw new Error(`tar: ${path} is not in the archive`)
      if (entry.type === 'x') {
        longName = paxPath(await blocks.take(padded(entry.bytes)))
        continue
      }
      if ((longName ?? entry.name) === path && entry.isFile) {
        yield* blocks.pass(entry.bytes)
        return
      }
      longName = undefined
      for await (const skipped of blocks.pass(padded(entry.bytes))) void skipped
    }
  } finally {
    source.destroy()
    plain.destroy()
  }
}

const padded = (bytes: number): number => Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES

/** Undefined for the block of zeros that ends an archive. */
const parseHeader = (header: Buffer): { name: string; bytes: number; type: string; isFile: boolean } | undefined => {
  if (header.every(byte => byte === 0)) return undefined
  const text = (start: number, length: number): string =>
    (header.toString('utf8', start, start + length).split('\0')[0] ?? '').trim()
  const prefix = text(345, 155)
  const bytes = Number.parseInt(text(124, 12), 8)
  if (!Number.isSafeInteger(bytes)) throw new Error('tar: a header is damaged')
  const type = text(156, 1)
  return {
    name: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    bytes,
    type,
    isFile: type === '0' || type === '',
  }
}

/** A pax extended header is lines of "length key=value". */
const paxPath = (record: Buffer): string | undefined => /(?:^|\n)\d+ path=([^\n]*)\n/.exec(record.toString('utf8'))?.[1]

/** Reads a stream in amounts of our choosing, holding one piece at a time. */
class Blocks {
  readonly #pieces: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(stream: AsyncIterable<Buffer>) {
    this.#pieces = stream[Symbol.asyncIterator]()
  }

  async #more(): Promise<void> {
    const next = await this.#pieces.next()
    if (next.done === true) throw new Error('tar: the archive is cut short')
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value])
  }

  async take(bytes: number): Promise<Buffer> {
    while (this.#rest.length < bytes) await this.#more()
    const taken = this.#rest.subarray(0, bytes)
    this.#rest = this.#rest.subarray(bytes)
    return taken
  }

  async *pass(bytes: number): AsyncGenerator<Buffer> {
    let left = bytes
    while (left > 0) {
      if (this.#rest.length === 0) await this.#more()
      const piece = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }
}
