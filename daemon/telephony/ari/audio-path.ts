import { Failure } from '../../domain/failure.js'
import type { Address, Codec, Media, MediaLeg, MediaOptions } from '../../media/port.js'
import { sendingDigitsBy } from './digits.js'
import type { Channel } from './generated/ari.js'
import type { AriLink } from './link.js'
import { type LegNames, MARK } from './names.js'
import { removeBridge, removeChannel } from './removal.js'

export interface AudioPathOptions {
  readonly names: LegNames
  readonly codec: Codec
  readonly media: Media
  /** Our address as Asterisk sees it; default the one the media leg is bound to. */
  readonly externalHost?: string
  readonly audio?: Omit<MediaOptions, 'id' | 'codec'> | undefined
  /** Nothing is made in Asterisk before this resolves, nothing at all when it rejects. */
  readonly after?: Promise<unknown>
}

/** The way of a call's audio between Asterisk and the media room: media leg, external media channel, bridge. */
export interface AudioPath {
  /** Everything stands but the patient; rejects with a Failure when it cannot. */
  readonly ready: Promise<void>
  /** The answer: starts the audio and puts the channel on the bridge. */
  join(): Promise<MediaLeg>
  /** Removes all of it, also in the midst of its making; safe twice. */
  close(): Promise<void>
}

/** Measured: 3–30 ms on loopback. */
const STASIS_MS = 3000

/**
 * Opened while the phone rings, so that the answer costs one request: the patient hears comfort silence within 200 ms.
 * The external media channel must be in Stasis before it can be bridged, else Asterisk answers 422.
 */
export function openAudioPath(link: AriLink, options: AudioPathOptions): AudioPath {
  const { names, media, codec } = options
  let leg: MediaLeg | undefined
  let closing: Promise<void> | undefined
  let begun = false
  /** Ends the wait for Stasis: when a request fails, and at a hang-up. */
  const givenUp = new AbortController()

  const setUp = async (): Promise<void> => {
    leg = await media.open({ ...options.audio, id: names.channel, codec })
    await options.after
    begun = true
    const [, channel] = await whole([
      link.next(names.media, 'StasisStart', AbortSignal.any([givenUp.signal, AbortSignal.timeout(STASIS_MS)])),
      orGiveUp(link.request('POST /channels/externalMedia', externalMedia(leg.local))),
      orGiveUp(link.request('POST /bridges/{bridgeId}', bridge)),
    ])
    leg.connect(targetOf(channel))
    await addToBridge(names.media)
  }

  // proxy_media: with two phones left on it Asterisk would hand their packets on unseen (bridge_native_rtp), and its clock with them.
  const bridge = {
    path: { bridgeId: names.bridge },
    query: { type: 'mixing,proxy_media', name: link.app },
    body: {},
  }

  const orGiveUp = <T>(request: Promise<T>): Promise<T> =>
    request.catch((error: unknown) => {
      givenUp.abort()
      throw error
    })

  const externalMedia = (local: Address) => ({
    query: {
      channelId: names.media,
      app: link.app,
      external_host: `${options.externalHost ?? local.host}:${local.port}`,
      format: codec,
    },
    body: { variables: { [MARK]: link.app } },
  })

  const addToBridge = (channel: string) =>
    link.request('POST /bridges/{bridgeId}/addChannel', { path: { bridgeId: names.bridge }, query: { channel } })

  const ready = setUp()
  const settled = ready.catch(() => {})

  const remove = async (): Promise<void> => {
    givenUp.abort()
    await settled
    const made = begun ? [removeChannel(link, names.media, 16), removeBridge(link, names.bridge)] : []
    await Promise.allSettled([...made, leg?.close()])
  }

  return {
    ready,
    join: async () => {
      await ready
      if (!leg || closing) throw new Failure('telephony/lost')
      leg.start()
      await addToBridge(names.channel)
      return sendingDigitsBy(link, names.channel, leg)
    },
    close: () => {
      closing ??= remove()
      return closing
    },
  }
}

/** All of them, or the first failure once every one has settled: what was still on its way can then be removed. */
async function whole<T extends readonly Promise<unknown>[]>(
  all: readonly [...T],
): Promise<{ [I in keyof T]: Awaited<T[I]> }> {
  await Promise.allSettled(all)
  return Promise.all(all)
}

/** Where Asterisk listens for our RTP stands in the reply of externalMedia. */
function targetOf({ channelvars }: Channel): Address {
  const host = channelvars?.UNICASTRTP_LOCAL_ADDRESS
  const port = Number(channelvars?.UNICASTRTP_LOCAL_PORT)
  if (typeof host !== 'string' || !(port > 0)) throw new Failure('telephony/lost')
  return { host, port }
}
