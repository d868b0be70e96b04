import type { Bridge, Channel } from './generated/ari.js'
import type { AriLink } from './link.js'
import { MARK } from './names.js'
import { removeBridge, removeChannel } from './removal.js'

/** What stands in the PBX under our name. */
export interface Ours {
  readonly channels: ReadonlyMap<string, Channel>
  readonly bridges: readonly Bridge[]
}

/**
 * Channels of our application and bridges that bear its name. A channel still ringing is in no application yet: there the mark
 * set at its making tells.
 */
export async function listOurs(link: AriLink): Promise<Ours> {
  const [channels, bridges] = await Promise.all([link.request('GET /channels', {}), link.request('GET /bridges', {})])
  const ours = await Promise.all(channels.map(async channel => ((await isOurs(link, channel)) ? [channel] : [])))
  return {
    channels: new Map(ours.flat().map(channel => [channel.id, channel])),
    bridges: bridges.filter(({ name }) => name === link.app),
  }
}

async function isOurs(link: AriLink, { id, dialplan }: Channel): Promise<boolean> {
  if (dialplan.app_name === 'Stasis') return dialplan.app_data.split(',')[0] === link.app
  const asked = { path: { channelId: id }, query: { variable: MARK } }
  const mark = await link.request('GET /channels/{channelId}/variable', asked).catch(() => undefined)
  return mark?.value === link.app
}

/** Removes what is ours and belongs to no live leg: left by an earlier life, or by a hang-up while the PBX was away. */
export async function sweepOrphans(link: AriLink, ours: Ours, isLive: (id: string) => boolean): Promise<number> {
  const channels = [...ours.channels.keys()].filter(id => !isLive(id))
  const bridges = ours.bridges.map(({ id }) => id).filter(id => !isLive(id))
  await Promise.all(channels.map(id => removeChannel(link, id, 16)))
  await Promise.all(bridges.map(id => removeBridge(link, id)))
  return channels.length + bridges.length
}
