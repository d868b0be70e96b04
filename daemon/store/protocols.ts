import { and, eq } from 'drizzle-orm'
import type { Ground } from './ground.js'
import type { Store } from './port.js'
import { protocolVersions } from './schema.js'

/** The questionnaires as calls used them, so that what was asked can be shown years later. */
export const protocolRecords = ({ connection }: Ground): Pick<Store, 'keepProtocol' | 'protocolText'> => ({
  keepProtocol: ({ id, version, text }, at) =>
    connection.write(async tx => {
      const key = [protocolVersions.protocol, protocolVersions.version]
      await tx
        .insert(protocolVersions)
        .values({ protocol: id, version, content: text, firstUsedAt: at })
        .onConflictDoUpdate({ target: key, set: { content: text } })
    }),
  protocolText: (id, version) =>
    connection.read(async db => {
      const here = and(eq(protocolVersions.protocol, id), eq(protocolVersions.version, version))
      const [row] = await db.select({ content: protocolVersions.content }).from(protocolVersions).where(here)
      return row?.content ?? undefined
    }),
})
