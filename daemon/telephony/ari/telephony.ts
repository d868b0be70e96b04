import type { Failure } from '../../domain/failure.js'
import { CAUSE } from '../../domain/hangup.js'
import type { Clip, Media } from '../../media/port.js'
import type { DialRequest, Leg, LineState, ReceivedCall, Telephony } from '../port.js'
import type { StasisStart } from './generated/ari.js'
import { openIncoming } from './incoming.js'
import { joinLegs } from './joined.js'
import { keepEvents } from './kept-events.js'
import { type Leave, takeLeave } from './leave.js'
import { type LiveLeg, openLeg } from './leg.js'
import { openLink } from './link.js'
import { removeChannel } from './removal.js'
import { type AriAccess, addressOf } from './rest.js'
import { listOurs, sweepOrphans } from './sweep.js'

export interface AriTelephonyOptions extends AriAccess {
  /** The Stasis application; one daemon a name. */
  readonly app: string
  /** How a number is dialled, e.g. "PJSIP/{number}@trunk". */
  readonly endpoint: string
  /** How a nurse's number is dialled; default the same. */
  readonly nurseEndpoint?: string
  readonly media: Media
  /** Shown to the patient unless the request brings its own. */
  readonly callerId?: string
  /** Our address as Asterisk sees it, for RTP; default the media leg's own. */
  readonly externalHost?: string
  /** What those hear whom an earlier life of the daemon left on the line, before it is let go; without it they are hung up on. */
  readonly excuse?: readonly Clip[]
  /** What an operator should know: a refused dial, a lost PBX, orphans swept. Holds no number. */
  onTrouble?(failure: Failure): void
}

/** A PBX that restarts is back after 1–5 s with none of its channels; one away for longer has lost the callers too. */
const AWAY_MS = 5000
/** First argument of Stasis() in dialplan/extensions.conf. */
const INBOUND = 'inbound'
/** Ids that were dialled are remembered: an attempt that has ended does not ring again either. */
const REMEMBERED = 4096

/** The `Telephony` port over a real Asterisk. */
export function openAriTelephony(options: AriTelephonyOptions): Telephony {
  const legs = new Map<string, LiveLeg>()
  const dialled = new Set<string>()
  let receiver: ((call: ReceivedCall) => void) | undefined
  let away: NodeJS.Timeout | undefined
  let sweeping: Promise<void> = Promise.resolve()
  let leave: Leave | undefined
  const onTrouble = (failure: Failure) => options.onTrouble?.(failure)

  const loseAll = (): void => {
    for (const leg of legs.values()) leg.lose()
  }
  const isLive = (id: string): boolean =>
    leave?.has(id) === true ||
    [...legs.values()].some(({ names }) => id === names.channel || id === names.media || id === names.bridge)

  /** A leg dialled after the list was asked for is not in it: only the earlier ones are compared. */
  const reconcile = async (): Promise<void> => {
    const earlier = [...legs.values()].map(leg => ({ leg, held: leg.held() }))
    const ours = await listOurs(link)
    for (const { leg, held } of earlier) leg.reconcile(ours.channels, held)
    leave?.reconcile(ours.channels)
    // Later on, what belongs to no leg is what we hung up on while the PBX was away.
    const left = leave === undefined ? takeLeave(link, ours, { ...options, excuse: options.excuse ?? [] }) : undefined
    leave ??= left
    await sweepOrphans(link, ours, isLive)
    left?.begin()
  }

  const link = openLink({
    ...options,
    onUp: () => {
      clearTimeout(away)
      sweeping = reconcile().catch(onTroubleUnlessLost)
    },
    onDown: state => {
      if (state.name === 'down') onTrouble(state.failure)
      if (state.name === 'replaced') loseAll()
      else away = setTimeout(loseAll, AWAY_MS)
    },
    onStray: event => {
      if (event.type !== 'StasisStart' || isLive(event.channel.id)) return
      if (event.args[0] === INBOUND && receiver) receive(event, receiver)
      // Nobody takes calls here: the operator's own announcement answers.
      else void removeChannel(link, event.channel.id, CAUSE.congestion)
    },
  })
  const receive = (event: StasisStart, tell: (call: ReceivedCall) => void): void => {
    const onOver = () => legs.delete(event.channel.id)
    const { call, live } = openIncoming(link, event, { ...options, onTrouble, onOver })
    legs.set(event.channel.id, live)
    tell(call)
  }
  const onTroubleUnlessLost = (error: unknown): void => {
    // The connection went again while we looked: the next one looks again.
    if (link.state.name === 'up') onTrouble(error as Failure)
  }

  return {
    start: async () => {
      await link.start()
      await sweeping
    },
    dial: request => {
      const live = legs.get(request.channelId)
      if (live) return live
      if (link.state.name !== 'up' || dialled.has(request.channelId)) return unplaced(request)
      remember(dialled, request.channelId)
      const endpoint = request.to === 'nurse' ? (options.nurseEndpoint ?? options.endpoint) : options.endpoint
      const onOver = () => legs.delete(request.channelId)
      const leg = openLeg(link, { ...options, endpoint, request, onTrouble, onOver })
      legs.set(request.channelId, leg)
      return leg
    },
    onReceived: listener => {
      receiver = listener
    },
    join: (leg, guest, listens) => joinLegs(link, legs.get(leg.channelId), legs.get(guest.channelId), listens),
    state: async (): Promise<LineState> => {
      const line = `asterisk ${addressOf(options)}`
      const { state } = link
      if (state.name !== 'up') return { line, up: false, detail: detailOf(state), channels: 0, bridges: 0 }
      try {
        const ours = await listOurs(link)
        return { line, up: true, detail: 'Connected.', channels: ours.channels.size, bridges: ours.bridges.length }
      } catch (error) {
        return { line, up: false, detail: (error as Error).message, channels: 0, bridges: 0 }
      }
    },
    stop: async () => {
      clearTimeout(away)
      await Promise.all([...legs.values()].map(leg => leg.hangUp()))
      await sweeping
      await leave?.stop()
      await link.stop()
      clearTimeout(away)
    },
  }
}

function remember(ids: Set<string>, id: string): void {
  ids.add(id)
  const [oldest] = ids
  if (ids.size > REMEMBERED && oldest !== undefined) ids.delete(oldest)
}

/** A leg that was never dialled: no PBX, or an attempt that has had its ring. */
function unplaced({ channelId }: DialRequest): Leg {
  const events = keepEvents<Parameters<Parameters<Leg['onEvent']>[0]>[0]>()
  events.emit({ type: 'hung-up', cause: CAUSE.temporaryFailure, rang: false, pickedUp: false, by: 'line' })
  return { channelId, onEvent: listener => events.listen(listener), hangUp: () => Promise.resolve() }
}

function detailOf(state: { name: string; failure?: Failure }): string {
  if (state.failure) return state.failure.message
  return state.name === 'replaced'
    ? 'Another daemon has taken over this application of Asterisk: stop one of them, then restart this one.'
    : 'Not connected.'
}
