import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { Failure } from '../domain/failure.js'

declare const envelope: unique symbol
/** What a personal column holds: `v1.<key id>.<base64url(iv | tag | ciphertext)>`. Only a vault makes one. */
export type Sealed = string & { readonly [envelope]: true }

/** Where a sealed value lives. It opens there and nowhere else. */
export interface Place {
  readonly table: string
  readonly column: string
  readonly row: string
}

export interface Vault {
  /** Names the key without telling it. */
  readonly keyId: string
  seal(place: Place, text: string): Sealed
  /** Throws Failure store/damaged for a value of another place, another key or with a changed byte. */
  open(place: Place, sealed: Sealed): string
  /** Equal texts give equal indexes within one field; nothing can be read back from one. */
  blindIndex(field: string, text: string): string
}

export const KEY_BYTES = 32
/** NIST SP 800-38D section 8.2.2: 96 random bits; safe for 2^32 values under one key. */
const IV_BYTES = 12
const TAG_BYTES = 16
/** 22 characters of base64url are 132 bits: no collision among any number of patients. */
const INDEX_CHARACTERS = 22

const derive = (key: Uint8Array, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `hellojade/${use}`, KEY_BYTES))

/**
 * AES-256-GCM with the place as additional data (table.column.row). The given key is never used itself: sealing, each blind
 * index and the key's id have keys of their own (RFC 5869). Throws Failure store/key if it is not 32 bytes long.
 */
export function openVault(key: Uint8Array): Vault {
  if (key.length !== KEY_BYTES) throw new Failure('store/key')
  const sealing = derive(key, 'seal')
  const keyId = derive(key, 'key-id').toString('hex').slice(0, 8)
  const indexing = new Map<string, Buffer>()

  const indexKey = (field: string): Buffer => {
    const known = indexing.get(field) ?? derive(key, `index/${field}`)
    indexing.set(field, known)
    return known
  }

  return {
    keyId,
    seal(place, text) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv, { authTagLength: TAG_BYTES })
      cipher.setAAD(boundTo(place))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `v1.${keyId}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}` as Sealed
    },
    open(place, sealed) {
      const [version, id, body, rest] = sealed.split('.')
      const bytes = Buffer.from(body ?? '', 'base64url')
      const known = version === 'v1' && id === keyId && rest === undefined && bytes.length >= IV_BYTES + TAG_BYTES
      if (!known) throw damaged(place)
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(boundTo(place))
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      try {
        return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        throw damaged(place)
      }
    },
    blindIndex: (field, text) =>
      createHmac('sha256', indexKey(field)).update(text).digest('base64url').slice(0, INDEX_CHARACTERS),
  }
}

const boundTo = ({ table, column, row }: Place): Buffer => Buffer.from(`${table}.${column}.${row}`)
const damaged = ({ table, column }: Place): Failure => new Failure('store/damaged', { column: `${table}.${column}` })
