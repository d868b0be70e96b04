import type { FileHandle } from 'node:fs/promises'

/** Number types of a CTranslate2 file that we read; bytes of one number. */
const NUMBER_BYTES = { float32: 4, int8: 1, int16: 2, int32: 4, float16: 2 } as const
/** How a number type is written in a model.bin. */
const NUMBER_TYPES = ['float32', 'int8', 'int16', 'int32', 'float16'] as const

/** Where a tensor's numbers lie in the file. */
export interface Tensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly type: keyof typeof NUMBER_BYTES
  readonly startAt: number
  readonly bytes: number
}

/** The table of contents of a CTranslate2 model.bin; the weights themselves stay on disk. */
export interface Ct2Index {
  readonly spec: string
  readonly tensors: ReadonlyMap<string, Tensor>
}

/** No name, dimension list or count of a real model comes near these: a damaged file must not make us allocate. */
const LIMITS = { tensors: 100_000, dimensions: 8 } as const

/**
 * Reads the table of contents. The format (binary version 6): u32 version, text spec, u32 revision, u32 count; for each
 * tensor text name, u8 rank, u32 per dimension, u8 type, u32 length, the numbers; texts are u16 length with their final zero.
 * Throws an Error if the file ends early or is something else.
 */
export async function readCt2Index(file: FileHandle): Promise<Ct2Index> {
  const cursor = new Cursor(file, (await file.stat()).size)
  const version = await cursor.u32()
  if (version !== 6) throw new Error(`ct2: binary version ${version} is not read`)
  const spec = await cursor.text()
  await cursor.u32()
  const count = await cursor.u32()
  if (count > LIMITS.tensors) throw new Error('ct2: the file is damaged')
  const tensors = new Map<string, Tensor>()
  for (let i = 0; i < count; i++) {
    const tensor = await readTensor(cursor)
    tensors.set(tensor.name, tensor)
  }
  return { spec, tensors }
}

const readTensor = async (cursor: Cursor): Promise<Tensor> => {
  const name = await cursor.text()
  const rank = await cursor.u8()
  if (rank > LIMITS.dimensions) throw new Error('ct2: the file is damaged')
  const shape: number[] = []
  for (let i = 0; i < rank; i++) shape.push(await cursor.u32())
  const type = NUMBER_TYPES[await cursor.u8()]
  const bytes = await cursor.u32()
  if (type === undefined || shape.reduce((product, size) => product * size, NUMBER_BYTES[type]) !== bytes)
    throw new Error('ct2: a tensor is damaged')
  return { name, shape, type, startAt: cursor.skip(bytes), bytes }
}

/** Walks through a file with small reads, jumping over the weights. */
class Cursor {
  readonly #file: FileHandle
  readonly #size: number
  #at = 0
  #window: Buffer = Buffer.alloc(0)
  #windowAt = 0

  constructor(file: FileHandle, size: number) {
    this.#file = file
    this.#size = size
  }

  async #bytes(count: number): Promise<Buffer> {
    if (this.#at < this.#windowAt || this.#at + count > this.#windowAt + this.#window.length) {
      const window = Buffer.alloc(Math.min(4096, Math.max(0, this.#size - this.#at)))
      const { bytesRead } = await this.#file.read(window, 0, window.length, this.#at)
      this.#window = window.subarray(0, bytesRead)
      this.#windowAt = this.#at
      if (bytesRead < count) throw new Error('ct2: the file is cut short')
    }
    const start = this.#at - this.#windowAt
    this.#at += count
    return this.#window.subarray(start, start + count)
  }

  async u8(): Promise<number> {
    return (await this.#bytes(1)).readUInt8(0)
  }

  async u32(): Promise<number> {
    return (await this.#bytes(4)).readUInt32LE(0)
  }

  async text(): Promise<string> {
    const length = (await this.#bytes(2)).readUInt16LE(0)
    if (length === 0 || length > 1024) throw new Error('ct2: the file is damaged')
    return (await this.#bytes(length)).toString('utf8', 0, length - 1)
  }

  /** Jumps over `count` bytes and returns where they start. */
  skip(count: number): number {
    const start = this.#at
    this.#at += count
    if (this.#at > this.#size) throw new Error('ct2: the file is cut short')
    return start
  }
}
