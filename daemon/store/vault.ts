import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { Failure } from '../domain/failure.js'
import type { KeyRing, SecretKey } from '../sealing/port.js'

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
  /** Names the key that seals, without telling it. */
  readonly keyId: string
  seal(place: Place, text: string): Sealed
  /**
   * Throws Failure store/damaged for a value of another place or with a changed byte, store/key for one sealed under a key that
   * is not open here.
   */
  open(place: Place, sealed: Sealed): string
  /** Equal texts give equal indexes within one field; nothing can be read back from one. */
  blindIndex(field: string, text: string): string
  /** The text's index under every open key, to look it up while a rotation is under way. */
  blindIndexes(field: string, text: string): string[]
}

/** What every envelope under a key begins with. */
export const envelopeStart = (keyId: string): string => `v1.${keyId}.`

/** NIST SP 800-38D section 8.2.2: 96 random bits; safe for 2^32 values under one key. */
const IV_BYTES = 12
const TAG_BYTES = 16
/** Vectors of one draw: one by one they took an eighth of the time in which a batch of patients is written. */
const IVS_AT_ONCE = 256
/** 22 characters of base64url are 132 bits: no collision among any number of patients. */
const INDEX_CHARACTERS = 22

/** Fresh random bits each time, none given twice. */
function ivSource(): () => Uint8Array {
  let drawn = randomBytes(0)
  let used = 0
  return () => {
    if (used === drawn.length) {
      drawn = randomBytes(IV_BYTES * IVS_AT_ONCE)
      used = 0
    }
    used += IV_BYTES
    return drawn.subarray(used - IV_BYTES, used)
  }
}

interface Derived {
  readonly sealing: Buffer
  index(field: string): Buffer
}

/** Sealing and each field's blind index have keys of their own. */
function derived(key: SecretKey): Derived {
  const indexing = new Map<string, Buffer>()
  return {
    sealing: key.derive('seal'),
    index: field => {
      const known = indexing.get(field) ?? key.derive(`index/${field}`)
      indexing.set(field, known)
      return known
    },
  }
}

/** AES-256-GCM with the place as additional data (table.column.row), under the ring's first key; opens what any of them sealed. */
export function openVault(ring: KeyRing): Vault {
  const keyId = ring.current.id
  const byId = new Map(ring.keys.map(key => [key.id, derived(key)]))
  const current = byId.get(keyId) ?? derived(ring.current)
  const nextIv = ivSource()

  return {
    keyId,
    seal(place, text) {
      const iv = nextIv()
      const cipher = createCipheriv('aes-256-gcm', current.sealing, iv, { authTagLength: TAG_BYTES })
      cipher.setAAD(boundTo(place))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${envelopeStart(keyId)}${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}` as Sealed
    },
    open(place, sealed) {
      const [version, id = '', body, rest] = sealed.split('.')
      const bytes = Buffer.from(body ?? '', 'base64url')
      if (version !== 'v1' || rest !== undefined || bytes.length < IV_BYTES + TAG_BYTES || !KEY_ID.test(id))
        throw damaged(place)
      const key = byId.get(id)
      if (key === undefined) throw new Failure('store/key', { keyId: id })
      const decipher = createDecipheriv('aes-256-gcm', key.sealing, bytes.subarray(0, IV_BYTES), {
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
    blindIndex: (field, text) => blindIndex(current, field, text),
    blindIndexes: (field, text) => [...byId.values()].map(key => blindIndex(key, field, text)),
  }
}

const KEY_ID = /^[0-9a-f]{8}$/
const blindIndex = (key: Derived, field: string, text: string): string =>
  createHmac('sha256', key.index(field)).update(text).digest('base64url').slice(0, INDEX_CHARACTERS)
const boundTo = ({ table, column, row }: Place): Buffer => Buffer.from(`${table}.${column}.${row}`)
const damaged = ({ table, column }: Place): Failure => new Failure('store/damaged', { column: `${table}.${column}` })
