import { and, eq } from 'drizzle-orm'
import type { Queries } from './connection.js'
import type { Ground } from './ground.js'
import type { Store } from './port.js'
import { protocolVersions } from './schema.js'

const KEY = [protocolVersions.protocol, protocolVersions.version]

/** A call uses this version, for the first time or again. */
export const protocolUsed = ({ connection }: Ground, tx: Queries, protocol: string, version: string, at: Date) =>
  connection.dialect.upsert(tx, protocolVersions, { protocol, version, firstUsedAt: at }, { key: KEY })

/** The questionnaires as calls used them, so that what was asked can be shown years later. */
export const protocolRecords = ({ connection }: Ground): Pick<Store, 'keepProtocol' | 'protocolText'> => ({
  keepProtocol: ({ id, version, text }, at) =>
    connection.write(async tx => {
      const row = { protocol: id, version, content: text, firstUsedAt: at }
      await connection.dialect.upsert(tx, protocolVersions, row, { key: KEY, set: { content: text } })
    }),
  protocolText: (id, version) =>
    connection.read(async db => {
      const here = and(eq(protocolVersions.protocol, id), eq(protocolVersions.version, version))
      const [row] = await db.select({ content: protocolVersions.content }).from(protocolVersions).where(here)
      return row?.content ?? undefined
    }),
})
