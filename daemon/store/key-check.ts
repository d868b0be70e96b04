import { and, eq, like, ne } from 'drizzle-orm'
import type { Connection, Queries } from './connection.js'
import { settings } from './schema.js'
import { envelopeStart, type Sealed, type Vault } from './vault.js'

/** One row of settings for each key under which anything is sealed here: a text under that key. */
const FIRST = 'key-check'
const TEXT = 'hellojade'

const checkNamed = (vault: Vault, name: string) => ({
  name,
  content: vault.seal({ table: 'settings', column: 'content', row: name }, TEXT),
})

const checks = (db: Queries) =>
  db
    .select()
    .from(settings)
    .where(like(settings.name, `${FIRST}%`))

/** Throws Failure store/key with the id of a key that is in use here and not open. Nothing is written. */
export async function checkKeys(db: Queries, vault: Vault): Promise<readonly string[]> {
  const rows = await checks(db)
  for (const { name, content } of rows)
    vault.open({ table: 'settings', column: 'content', row: name }, content as Sealed)
  return rows.map(({ content }) => content)
}

/** Ids of the keys under which anything may be sealed here. */
export const keysInUse = async (db: Queries, vault: Vault): Promise<readonly string[]> =>
  (await checkKeys(db, vault)).map(content => content.split('.')[1] ?? '')

/** Nothing is sealed under any other key than the ring's first any more. */
export async function forgetOldKeys(tx: Queries, vault: Vault): Promise<void> {
  const { content } = checkNamed(vault, FIRST)
  await tx.update(settings).set({ content }).where(eq(settings.name, FIRST))
  await tx.delete(settings).where(and(like(settings.name, `${FIRST}%`), ne(settings.name, FIRST)))
}

/**
 * Before anything is sealed under the ring's first key. Of two processes that make the database together with different keys,
 * the second is refused.
 */
export const rememberKey = (connection: Connection, vault: Vault): Promise<void> =>
  connection.write(async tx => {
    const { dialect } = connection
    await dialect.upsert(tx, settings, checkNamed(vault, FIRST), { key: [settings.name] })
    const known = await checkKeys(tx, vault)
    if (known.some(content => content.startsWith(envelopeStart(vault.keyId)))) return
    await dialect.upsert(tx, settings, checkNamed(vault, `${FIRST}/${vault.keyId}`), { key: [settings.name] })
  })
