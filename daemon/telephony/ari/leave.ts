import { CAUSE } from '../../domain/hangup.js'
import { db, ms } from '../../domain/units.js'
import type { Clip, Codec, Media } from '../../media/port.js'
import { openAudioPath } from './audio-path.js'
import type { Channel } from './generated/ari.js'
import type { AriLink } from './link.js'
import { removeBridge, removeChannel } from './removal.js'
import type { Ours } from './sweep.js'

export interface LeaveOptions {
  readonly media: Media
  /** What is said to who is on the line with us alone; without it they are hung up on. */
  readonly excuse: readonly Clip[]
  readonly codec?: Codec
  readonly externalHost?: string
}

/** What an earlier life left and is not simply removed. */
export interface Leave {
  /** Whether this channel or bridge is still needed. */
  has(id: string): boolean
  /** Behind the sweep of the rest: begins with the words, and follows those who talk. */
  begin(): void
  /** After a reconnection: what the PBX holds by now. */
  reconcile(channels: ReadonlyMap<string, Channel>): void
  /** Whoever hears the excuse is let go; two who talk with each other are left to. */
  stop(): Promise<void>
}

interface Parting {
  readonly channels: readonly string[]
  readonly ids: readonly string[]
  begin(): void
  end(): Promise<void>
  /** Goes on without us. */
  readonly alone: boolean
}

/** Between two sentences, as everywhere (mouth.ts). */
const GAP_MS = ms(180)
/** The words take five seconds. */
const LONGEST_MS = 15_000

/**
 * A daemon that died left patients in silence and, on the same bridge, patients with the nurse who had taken them. These go on until
 * one of them hangs up; those hear what happened before the line is let go.
 */
export function takeLeave(link: AriLink, { channels, bridges }: Ours, options: LeaveOptions): Leave {
  const people = [...channels.values()].filter(({ state, name }) => state === 'Up' && !name.startsWith(OUR_AUDIO))
  const isPerson = (id: string): boolean => people.some(one => one.id === id)
  const talks = bridges.flatMap(({ id, channels: members }) => {
    const talking = members.filter(isPerson)
    return talking.length > 1 ? [talkOf(link, id, talking)] : []
  })
  const withUs = people.filter(({ id }) => !talks.some(talk => talk.ids.includes(id)))
  const words = options.excuse.length === 0 ? [] : withUs.map(({ id }) => excuseTo(link, id, options))
  const open = new Set<Parting>([...talks, ...words])
  const end = async (parting: Parting): Promise<void> => {
    await parting.end()
    open.delete(parting)
  }
  return {
    has: id => [...open].some(({ ids }) => ids.includes(id)),
    begin: () => {
      for (const parting of open) {
        parting.begin()
        const unfollows = parting.channels.map(id =>
          link.follow(id, ({ type }) => {
            if (type !== 'ChannelDestroyed' && type !== 'StasisEnd') return
            for (const unfollow of unfollows) unfollow()
            void end(parting)
          }),
        )
      }
    },
    reconcile: present => {
      for (const parting of open) if (parting.channels.some(id => !present.has(id))) void end(parting)
    },
    stop: async () => {
      await Promise.all([...open].filter(({ alone }) => !alone).map(end))
    },
  }
}

/** How Asterisk names the channels of external media. */
const OUR_AUDIO = 'UnicastRTP/'

/** Two on one bridge: our own audio was swept from it. Where one hangs up, the other has nobody left to talk to. */
const talkOf = (link: AriLink, bridge: string, channels: readonly string[]): Parting => ({
  ...{ channels, ids: [bridge, ...channels], alone: true },
  begin: () => undefined,
  end: async () => {
    await Promise.all(channels.map(id => removeChannel(link, id, CAUSE.normal)))
    await removeBridge(link, bridge)
  },
})

function excuseTo(link: AriLink, channel: string, options: LeaveOptions): Parting {
  const { media, excuse, externalHost, codec = 'alaw' } = options
  // Its own audio went with the sweep; the ids of that are taken until Asterisk has forgotten them.
  const names = { channel, media: `${channel}-excuse-media`, bridge: `${channel}-excuse` }
  let path: ReturnType<typeof openAudioPath> | undefined
  let timer: NodeJS.Timeout | undefined
  let over: Promise<void> | undefined
  const end = (): Promise<void> => {
    over ??= (async () => {
      clearTimeout(timer)
      await removeChannel(link, channel, CAUSE.normal)
      await path?.close()
    })()
    return over
  }
  const say = async (): Promise<void> => {
    const audio = { voiceActivity: false }
    path = openAudioPath(link, {
      ...{ names, codec, media, audio },
      ...(externalHost !== undefined && { externalHost }),
    })
    const leg = await path.join()
    leg.onEvent(({ type }) => {
      if (type === 'play-ended' || type === 'failed') void end()
    })
    leg.play({ playId: 'excuse', clips: excuse, gapMs: GAP_MS, tempo: 1, gainDb: db(0) })
  }
  return {
    ...{ channels: [channel], ids: Object.values(names), alone: false },
    begin: () => {
      timer = setTimeout(() => void end(), LONGEST_MS)
      say().catch(() => end())
    },
    end,
  }
}
