import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Failure } from '../domain/failure.js'
import type { KeyRing } from './ring.js'

/** "HJS1", key id, salt, bytes of plain text in a chunk. */
export const HEAD_BYTES = 28
export const TAG_BYTES = 16
const MAGIC = 'HJS1'
const SALT_BYTES = 16
const NONCE_BYTES = 12

/**
 * How one file is sealed: cut into chunks of `chunkBytes`, each an AES-256-GCM of its own, so that any part of it opens alone
 * and a file can grow while a call is being recorded. The last chunk is always shorter than the others, perhaps empty, and
 * says that it is the last. Plain data: it is handed over to the media thread as it is.
 */
export interface FileSeal {
  readonly head: Uint8Array
  /** Of this file alone. */
  readonly key: Uint8Array
  /** What the file is; it opens as nothing else. */
  readonly context: string
  readonly chunkBytes: number
}

/** What a sealed file is for, and which one it is. */
export interface FileKind {
  readonly use: 'recording' | 'backup' | 'export'
  /** The call's id, the name of the backup. */
  readonly context: string
}

/** For a file that is about to be written, under the ring's first key. */
export function newFileSeal(ring: KeyRing, kind: FileKind, chunkBytes: number): FileSeal {
  const head = Buffer.alloc(HEAD_BYTES)
  head.write(MAGIC, 'latin1')
  head.write(ring.current.id, 4, 'hex')
  randomBytes(SALT_BYTES).copy(head, 8)
  head.writeUInt32BE(chunkBytes, 24)
  return fileSeal(ring, kind, head)
}

/** For a file whose first {@link HEAD_BYTES} are `head`. Throws Failure sealing/damaged, or store/key for a key not at hand. */
export function fileSeal(ring: KeyRing, { use, context }: FileKind, head: Uint8Array): FileSeal {
  const bytes = Buffer.from(head)
  const chunkBytes = bytes.length === HEAD_BYTES ? bytes.readUInt32BE(24) : 0
  if (chunkBytes === 0 || bytes.toString('latin1', 0, 4) !== MAGIC)
    throw new Failure('sealing/damaged', { reason: 'head' })
  const key = ring.key(keyIdOf(bytes)).derive(`file/${use}`, bytes.subarray(8, 8 + SALT_BYTES))
  return { head: bytes, key, context: `${use}/${context}`, chunkBytes }
}

export const keyIdOf = (head: Uint8Array): string => Buffer.from(head).toString('hex', 4, 8)

/**
 * The key is the file's own, so the number of the chunk is nonce enough (NIST SP 800-38D section 8.2.1); whether it is the last
 * is part of it, so that the same number never seals two texts (Hoang, Reyhanitabar, Rogaway, Vizár 2015, STREAM).
 */
function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(NONCE_BYTES)
  bytes.writeBigUInt64BE(BigInt(index), 0)
  bytes[NONCE_BYTES - 1] = last ? 1 : 0
  return bytes
}

const boundTo = ({ head, context }: FileSeal, index: number, last: boolean): Buffer =>
  Buffer.concat([head, Buffer.from(`${context}.${index}.${last ? 'last' : 'more'}`)])

/** The chunk of that number as it is written: as long as `plain`, and {@link TAG_BYTES} more. */
export function sealChunk(seal: FileSeal, index: number, last: boolean, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', seal.key, nonce(index, last), { authTagLength: TAG_BYTES })
  cipher.setAAD(boundTo(seal, index, last))
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Throws Failure sealing/damaged for a changed byte, another file, another place in it, or a wrong `last`. */
export function openChunk(seal: FileSeal, index: number, last: boolean, sealed: Uint8Array): Buffer {
  const end = sealed.length - TAG_BYTES
  if (end < 0) throw new Failure('sealing/damaged', { reason: `chunk ${index}` })
  const decipher = createDecipheriv('aes-256-gcm', seal.key, nonce(index, last), { authTagLength: TAG_BYTES })
  decipher.setAAD(boundTo(seal, index, last))
  decipher.setAuthTag(sealed.subarray(end))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()])
  } catch {
    throw new Failure('sealing/damaged', { reason: `chunk ${index}` })
  }
}
