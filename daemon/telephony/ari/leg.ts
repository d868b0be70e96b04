import { Failure } from '../../domain/failure.js'
import { CAUSE } from '../../domain/hangup.js'
import type { Media } from '../../media/port.js'
import type { DialRequest, Leg, LegEvent } from '../port.js'
import { type AudioPath, type AudioPathOptions, openAudioPath } from './audio-path.js'
import type { AriEvent, Channel } from './generated/ari.js'
import { keepEvents } from './kept-events.js'
import type { AriLink } from './link.js'
import { endpointOf, type LegNames, namesOf } from './names.js'
import { originate } from './originate.js'
import { removeChannel } from './removal.js'
import { refusedStatus } from './rest.js'

export interface LegPlan {
  readonly request: DialRequest
  /** e.g. "PJSIP/{number}@trunk" */
  readonly endpoint: string
  readonly callerId?: string
  readonly media: Media
  readonly externalHost?: string
  /** How our end hears and is heard (rehearsals). */
  readonly audio?: AudioPathOptions['audio'] | undefined
  /** Something went wrong that a person should know; the leg ends by itself. */
  onTrouble(failure: Failure): void
  /** Nothing of the leg is left. */
  onOver(): void
}

export interface LiveLeg extends Leg {
  readonly names: LegNames
  /** The channels that stand in the PBX by now unless the leg is lost. */
  held(): readonly string[]
  /** After a reconnection: what the PBX holds, by id, listed after `held` was asked. */
  reconcile(channels: ReadonlyMap<string, Channel>, held: readonly string[]): void
  /** The PBX stays away. */
  lose(): void
  /** Leaves its own bridge and audio for the bridge of another leg; rejects as Asterisk refuses when the channel has gone. */
  moveTo(bridge: string): Promise<void>
}

type By = Extract<LegEvent, { type: 'hung-up' }>['by']
type Phase = 'dialling' | 'ringing' | 'answering' | 'talking' | 'moved'

/** A hang-up in the midst of the answer shows as a refused request a moment before its own event. */
const HANG_UP_EVENT_MS = 1000

/** Dials and follows one channel to its end. */
export function openLeg(link: AriLink, plan: LegPlan): LiveLeg {
  const { request } = plan
  const names = namesOf(request.channelId)
  const events = keepEvents<LegEvent>()
  let phase: Phase = 'dialling'
  let rang = false
  let pickedUp = false
  let placed = false
  let refused = false
  let over: Promise<void> | undefined

  /** The first to end it says why; removal waits for the dialling request, so that it cannot be overtaken. */
  const end = (cause: number, by: By): Promise<void> => {
    over ??= (async () => {
      const pathClosed = path.close()
      const tell = () => events.emit({ type: 'hung-up', cause, rang, pickedUp, by })
      // What has already ended is told at once: with a PBX that does not answer, removal takes its whole time limit.
      if (by !== 'us') tell()
      await placing
      if (!refused) await removeChannel(link, names.channel, cause)
      if (by === 'us') tell()
      await pathClosed
      for (const unfollow of followed) unfollow()
      plan.onOver()
    })()
    return over
  }

  const fail = (error: unknown, cause: number = CAUSE.temporaryFailure): void => {
    if (over) return
    plan.onTrouble(error instanceof Failure ? error : new Failure('telephony/lost', {}, { cause: error }))
    void end(cause, 'line')
  }

  /** Asterisk refuses what is asked of a channel that is going away: its own event says why a moment later. */
  const failUnlessGone = (error: unknown, cause?: number): void => {
    if (refusedStatus(error) === undefined) fail(error, cause)
    else setTimeout(() => fail(error, cause), HANG_UP_EVENT_MS).unref()
  }

  const ring = (): void => {
    if (phase !== 'dialling' || over) return
    phase = 'ringing'
    rang = true
    events.emit({ type: 'ringing' })
  }

  const answer = async (): Promise<void> => {
    pickedUp = true
    if (over || phase === 'answering' || phase === 'talking' || phase === 'moved') return
    phase = 'answering'
    try {
      const audio = await path.join()
      if (over) return
      phase = 'talking'
      audio.onEvent(event => {
        if (event.type === 'failed' && event.reason === 'media-stopped' && phase === 'talking')
          fail(new Failure('media/stopped'))
      })
      events.emit({ type: 'answered', audio })
    } catch (error) {
      failUnlessGone(error)
    }
  }

  const onChannel = (event: AriEvent): void => {
    // Whoever hangs up at once is gone before the channel is in Stasis, or before we are told: its state has it all the same.
    if ('channel' in event && event.channel?.state === 'Up') pickedUp = true
    switch (event.type) {
      case 'Dial':
        if (event.dialstatus === 'RINGING') ring()
        if (event.dialstatus === 'ANSWER') pickedUp = true
        break
      case 'ChannelStateChange':
        if (event.channel.state === 'Ringing') ring()
        break
      case 'StasisStart':
        void answer()
        break
      case 'ChannelDtmfReceived':
        if (phase === 'talking' && !over) events.emit({ type: 'dtmf', digit: event.digit })
        break
      case 'ChannelDestroyed':
        // Asterisk says 0 where the far end gave no reason (FACTS.md).
        void end(event.cause || CAUSE.normal, 'far-end')
        break
      default:
    }
  }
  const onPath = (event: AriEvent): void => {
    if (phase === 'moved') return
    if (event.type === 'ChannelDestroyed' || event.type === 'BridgeDestroyed') fail(new Failure('telephony/lost'))
  }

  const followed = [
    link.follow(names.channel, onChannel),
    link.follow(names.media, onPath),
    link.follow(names.bridge, onPath),
  ]
  const endpoint = endpointOf(plan.endpoint, request.number)
  const dialled = originate(link, { ...request, callerId: request.callerId ?? plan.callerId, endpoint })
  const path: AudioPath = openAudioPath(link, { ...plan, names, codec: request.codec ?? 'alaw', after: dialled })
  // A phone that would hear nothing is not rung any longer.
  path.ready.catch((error: unknown) => failUnlessGone(error))
  const placing = dialled.then(
    () => {
      placed = true
    },
    (error: unknown) => {
      // What Asterisk refused is not ours to remove: with 409 another daemon's call bears the id.
      refused = refusedStatus(error) !== undefined
      fail(error, endpoint === undefined ? CAUSE.invalidNumber : CAUSE.destinationOutOfOrder)
    },
  )

  return {
    channelId: names.channel,
    names,
    onEvent: listener => events.listen(listener),
    hangUp: () => end(CAUSE.normal, 'us'),
    lose: () => fail(new Failure('telephony/lost')),
    moveTo: async bridgeId => {
      if (over || phase !== 'talking') throw new Failure('telephony/lost')
      phase = 'moved'
      // Asterisk takes a channel out of the bridge it is in when it is added to another.
      const query = { channel: names.channel }
      await link.request('POST /bridges/{bridgeId}/addChannel', { path: { bridgeId }, query })
      await path.close()
    },
    held: () => [...(placed ? [names.channel] : []), ...(phase === 'talking' ? [names.media] : [])],
    reconcile: (channels, held) => {
      if (held.some(id => !channels.has(id))) return fail(new Failure('telephony/lost'))
      const channel = channels.get(names.channel)
      if (!channel) return
      if (channel.state === 'Ringing') ring()
      if (channel.state === 'Up') pickedUp = true
      if (channel.state === 'Up' && channel.dialplan.app_name === 'Stasis') void answer()
    },
  }
}
