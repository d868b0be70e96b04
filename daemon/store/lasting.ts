import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Connection } from './connection.js'
import { hashKeys } from './schema.js'
import { rowSeal } from './sealed.js'
import type { Vault } from './vault.js'

/**
 * Keyed hashes that no rotation of the keys changes: of what is not kept, so that it could not be computed anew. Their key is
 * made once with the database and lies in it, sealed.
 */
export interface Lasting {
  /** Equal texts give equal hashes within one use. */
  hash(use: string, text: string): string
}

const NAME = 'lasting'
const SECRET_BYTES = 32

export async function openLasting(connection: Connection, vault: Vault): Promise<Lasting> {
  const seal = rowSeal(vault, NAME)
  const fresh = seal.seal(hashKeys.secret, randomBytes(SECRET_BYTES).toString('hex'))
  const sealed = await connection.write(async tx => {
    await connection.dialect.upsert(tx, hashKeys, { name: NAME, secret: fresh }, { key: [hashKeys.name] })
    const [row] = await tx.select().from(hashKeys).where(eq(hashKeys.name, NAME))
    return row?.secret ?? fresh
  })
  const secret = Buffer.from(seal.open(hashKeys.secret, sealed), 'hex')
  const keys = new Map<string, Buffer>()
  const keyOf = (use: string): Buffer => {
    const key = keys.get(use) ?? Buffer.from(hkdfSync('sha256', secret, '', `hellojade/lasting/${use}`, SECRET_BYTES))
    keys.set(use, key)
    return key
  }
  return { hash: (use, text) => createHmac('sha256', keyOf(use)).update(text).digest('base64url') }
}
