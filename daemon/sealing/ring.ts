import { hkdfSync } from 'node:crypto'
import { Failure } from '../domain/failure.js'

export const KEY_BYTES = 32

/** One secret of the hospital. It is never used itself: each use has a key of its own, derived from it (RFC 5869). */
export interface SecretKey {
  /** Names the key without telling it: 8 hexadecimal digits. */
  readonly id: string
  /** 32 bytes for `use`, other ones for each salt. */
  derive(use: string, salt?: Uint8Array): Buffer
}

/** The keys that are open: the first seals, all of them open. */
export interface KeyRing {
  readonly current: SecretKey
  readonly keys: readonly SecretKey[]
  /** Throws Failure store/key when the ring does not hold it. */
  key(id: string): SecretKey
}

/** Throws Failure store/key-unreadable for a key that is not 32 bytes long, or none at all. */
export function keyRing(secrets: readonly Uint8Array[]): KeyRing {
  const keys = secrets.map(secretKey)
  const [current] = keys
  if (current === undefined) throw new Failure('store/key-unreadable', { source: 'key' })
  return {
    current,
    keys,
    key: id => {
      const known = keys.find(key => key.id === id)
      if (known === undefined) throw new Failure('store/key', { keyId: id })
      return known
    },
  }
}

function secretKey(secret: Uint8Array): SecretKey {
  if (secret.length !== KEY_BYTES) throw new Failure('store/key-unreadable', { source: 'key' })
  const derive = (use: string, salt: Uint8Array = new Uint8Array()): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, salt, `hellojade/${use}`, KEY_BYTES))
  return { id: derive('key-id').toString('hex').slice(0, 8), derive }
}
