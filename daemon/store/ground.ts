import { and, eq } from 'drizzle-orm'
import type { Connection, Queries } from './connection.js'
import type { Lasting } from './lasting.js'
import type { OwedEntries } from './owed.js'
import type { Owner } from './owner.js'
import type { RetryPolicy } from './port.js'
import { sites, wards } from './schema.js'
import type { Vault } from './vault.js'

/** What every repository stands on. */
export interface Ground {
  readonly connection: Connection
  readonly vault: Vault
  readonly lasting: Lasting
  readonly newId: <Id extends string>() => Id
  readonly now: () => Date
  readonly owner: Owner
  /** What the trail has not taken yet. */
  readonly owed: OwedEntries
  /** What follows an attempt. */
  readonly retry: RetryPolicy
}

/** A row without its nulls: an absent column is an absent property. */
export type Present<Row> = { [K in keyof Row as null extends Row[K] ? never : K]: Row[K] } & {
  [K in keyof Row as null extends Row[K] ? K : never]?: Exclude<Row[K], null>
}

export const present = <Row extends object>(row: Row): Present<Row> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Present<Row>

/** The ward of that name on the site, entered on first sight. */
export async function wardOnSite(ground: Ground, tx: Queries, siteId: string, name: string): Promise<string> {
  const here = and(eq(wards.siteId, siteId), eq(wards.name, name))
  const [known] = await tx.select({ id: wards.id }).from(wards).where(here)
  if (known !== undefined) return known.id
  const id = ground.newId<string>()
  await tx.insert(wards).values({ id, siteId, name })
  return id
}

/** The site of that name, entered on first sight. */
export async function siteNamed(ground: Ground, tx: Queries, name: string): Promise<string> {
  const [known] = await tx.select({ id: sites.id }).from(sites).where(eq(sites.name, name))
  if (known !== undefined) return known.id
  const id = ground.newId<string>()
  await tx.insert(sites).values({ id, name })
  return id
}

/**
 * The ward of that name beside the ward `nearId`, on whose site it lies: what an alert or a task names is never refused for
 * a ward not seen before.
 */
export async function wardNear(ground: Ground, tx: Queries, nearId: string, name: string): Promise<string> {
  const [near] = await tx.select({ name: wards.name, siteId: wards.siteId }).from(wards).where(eq(wards.id, nearId))
  if (near?.name === name) return nearId
  return wardOnSite(ground, tx, near?.siteId ?? (await siteNamed(ground, tx, name)), name)
}
