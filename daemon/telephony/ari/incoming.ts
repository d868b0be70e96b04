import { Failure } from '../../domain/failure.js'
import { CAUSE } from '../../domain/hangup.js'
import type { Codec, Media } from '../../media/port.js'
import type { LegEvent, ReceivedCall } from '../port.js'
import { type AudioPath, openAudioPath } from './audio-path.js'
import type { AriEvent, StasisStart } from './generated/ari.js'
import { keepEvents } from './kept-events.js'
import type { LiveLeg } from './leg.js'
import type { AriLink } from './link.js'
import { namesOf } from './names.js'
import { removeChannel, wentAway } from './removal.js'

export interface IncomingPlan {
  readonly media: Media
  readonly codec?: Codec
  readonly externalHost?: string
  /** Something went wrong that a person should know; the call ends by itself. */
  onTrouble(failure: Failure): void
  /** Nothing of the call is left. */
  onOver(): void
}

/** What a network writes where a caller withholds the number. */
const WITHHELD = /^(?:anonymous|restricted|private|unavailable|unknown|withheld)?$/i

/** Follows one channel that came in to its end: it waits, unanswered, until we answer it or let it go. */
export function openIncoming(
  link: AriLink,
  { channel, args }: StasisStart,
  plan: IncomingPlan,
): { readonly call: ReceivedCall; readonly live: LiveLeg } {
  const names = namesOf(channel.id)
  const events = keepEvents<LegEvent>()
  let path: AudioPath | undefined
  let pickedUp = false
  let talking = false
  let over: Promise<void> | undefined

  const end = (cause: number, by: Extract<LegEvent, { type: 'hung-up' }>['by']): Promise<void> => {
    over ??= (async () => {
      const closed = path?.close()
      const tell = () => events.emit({ type: 'hung-up', cause, rang: true, pickedUp, by })
      if (by !== 'us') tell()
      await removeChannel(link, names.channel, cause)
      if (by === 'us') tell()
      await closed
      for (const unfollow of followed) unfollow()
      plan.onOver()
    })()
    return over
  }
  const fail = (error: unknown): void => {
    if (over) return
    plan.onTrouble(error instanceof Failure ? error : new Failure('telephony/lost', {}, { cause: error }))
    void end(CAUSE.temporaryFailure, 'line')
  }
  const answer = async (): Promise<void> => {
    if (over || path) return
    const { codec = 'alaw' } = plan
    path = openAudioPath(link, { ...plan, names, codec })
    try {
      await path.ready
      await link.request('POST /channels/{channelId}/answer', { path: { channelId: names.channel } })
      pickedUp = true
      const audio = await path.join()
      if (over) return
      talking = true
      audio.onEvent(event => {
        if (event.type === 'failed' && event.reason === 'media-stopped') fail(new Failure('media/stopped'))
      })
      events.emit({ type: 'answered', audio })
    } catch (error) {
      if (wentAway(error)) void end(CAUSE.normal, 'far-end')
      else fail(error)
    }
  }

  const followed = [
    link.follow(names.channel, event => {
      if (event.type === 'ChannelDtmfReceived' && talking && !over) events.emit({ type: 'dtmf', digit: event.digit })
      // A channel that came in is unsubscribed when it leaves Stasis, often before its ChannelDestroyed.
      if (event.type === 'StasisEnd' || event.type === 'ChannelDestroyed') void end(CAUSE.normal, 'far-end')
    }),
    ...[names.media, names.bridge].map(id =>
      link.follow(id, (event: AriEvent) => {
        if (event.type === 'ChannelDestroyed' || event.type === 'BridgeDestroyed') fail(new Failure('telephony/lost'))
      }),
    ),
  ]

  const live: LiveLeg = {
    channelId: names.channel,
    names,
    onEvent: listener => events.listen(listener),
    hangUp: () => end(CAUSE.normal, 'us'),
    lose: () => fail(new Failure('telephony/lost')),
    // Who called is the host of a join, never the guest.
    moveTo: () => Promise.reject(new Failure('telephony/lost')),
    held: () => [names.channel, ...(talking ? [names.media] : [])],
    reconcile: (channels, held) => {
      if (held.some(id => !channels.has(id))) fail(new Failure('telephony/lost'))
    },
  }
  const number = channel.caller.number.trim()
  const call: ReceivedCall = {
    leg: live,
    dialled: args[1] ?? channel.dialplan.exten,
    ...(WITHHELD.test(number) ? {} : { caller: number }),
    answer: () => void answer(),
    refuse: () => end(CAUSE.congestion, 'us'),
  }
  return { call, live }
}
