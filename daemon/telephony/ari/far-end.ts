import { randomUUID } from 'node:crypto'
import { Failure } from '../../domain/failure.js'
import { CAUSE } from '../../domain/hangup.js'
import type { Media, MediaLeg, MediaOptions } from '../../media/port.js'
import { placedCall } from '../placed.js'
import type { FarEnd, IncomingCall } from '../port.js'
import { type AudioPath, openAudioPath } from './audio-path.js'
import type { StasisStart } from './generated/ari.js'
import { type LiveLeg, openLeg } from './leg.js'
import { openLink } from './link.js'
import { namesOf } from './names.js'
import { removeChannel, wentAway } from './removal.js'
import type { AriAccess } from './rest.js'
import { listOurs, sweepOrphans } from './sweep.js'

export interface AsteriskFarEndOptions extends AriAccess {
  readonly app: string
  readonly media: Media
  /** How the callee's end hears and is heard (rehearsals): impairments, kept audio. */
  readonly audio?: Omit<MediaOptions, 'id' | 'codec'>
}

/** A caller who hears it ring for so long gives up. */
const ANSWER_MS = 60_000

interface Arrived extends IncomingCall {
  end(cause: number): Promise<void>
}

/**
 * The callee behind a second Asterisk: a call that comes in over its SIP trunk enters Stasis and is rung, answered or refused here,
 * so that a whole SIP and RTP leg lies between the daemon and the rehearsal's patient.
 * Throws telephony/unauthorised or telephony/unreachable.
 */
export async function openAsteriskFarEnd(options: AsteriskFarEndOptions): Promise<FarEnd> {
  const calls = new Map<string, Arrived>()
  const placed = new Map<string, LiveLeg>()
  let listener: ((call: IncomingCall) => void) | undefined
  const link = openLink({
    ...options,
    onStray: event => {
      if (event.type !== 'StasisStart' || event.args[0] !== 'inbound') return
      const call = receive(event)
      calls.set(event.channel.id, call)
      if (listener) listener(call)
      else void call.end(CAUSE.noUserResponding)
    },
  })

  const receive = ({ channel, args }: StasisStart): Arrived => {
    const path = { channelId: channel.id }
    const hangUpListeners = new Set<() => void>()
    let audioPath: AudioPath | undefined
    let over: Promise<void> | undefined
    const end = (cause: number): Promise<void> => {
      over ??= (async () => {
        await Promise.all([removeChannel(link, channel.id, cause), audioPath?.close()])
        unfollow()
        calls.delete(channel.id)
        for (const tell of hangUpListeners) tell()
      })()
      return over
    }
    const unfollow = link.follow(channel.id, event => {
      // A channel that came in is unsubscribed when it leaves Stasis, often before its ChannelDestroyed.
      if (event.type === 'StasisEnd' || event.type === 'ChannelDestroyed') void end(CAUSE.normal)
    })
    return {
      number: args[1] ?? channel.dialplan.exten,
      ring: () => link.request('POST /channels/{channelId}/ring', { path }).catch(asLost),
      answer: async (): Promise<MediaLeg> => {
        if (over) throw new Failure('telephony/lost')
        const { media, audio } = options
        const names = namesOf(channel.id)
        audioPath = openAudioPath(link, { names, codec: 'alaw', media, ...(audio ? { audio } : {}) })
        try {
          await audioPath.ready
          await link.request('POST /channels/{channelId}/answer', { path })
          return await audioPath.join()
        } catch (error) {
          await end(CAUSE.normal)
          return asLost(error)
        }
      },
      hangUp: end,
      end,
      onHangUp: tell => {
        hangUpListeners.add(tell)
      },
    }
  }

  await link.start()
  await sweepOrphans(link, await listOurs(link), id => calls.has(id))
  return {
    onCall: given => {
      listener = given
    },
    call: ({ number, caller }) => {
      const channelId = randomUUID()
      const leg = openLeg(link, {
        request: { channelId, number, ringMs: ANSWER_MS, ...(caller === undefined ? {} : { callerId: caller }) },
        endpoint: 'PJSIP/{number}@trunk',
        media: options.media,
        audio: options.audio,
        onTrouble: () => undefined,
        onOver: () => placed.delete(channelId),
      })
      placed.set(channelId, leg)
      return placedCall(leg, number)
    },
    stop: async () => {
      await Promise.all([...placed.values()].map(leg => leg.hangUp()))
      await Promise.all([...calls.values()].map(call => call.end(CAUSE.normal)))
      await link.stop()
    },
  }
}

/** The caller hung up while we spoke of the call. */
function asLost(error: unknown): never {
  throw wentAway(error) ? new Failure('telephony/lost', {}, { cause: error }) : error
}
