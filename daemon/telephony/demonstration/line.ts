import { Failure } from '../../domain/failure.js'
import { CAUSE } from '../../domain/hangup.js'
import { ms } from '../../domain/units.js'
import type { Media } from '../../media/port.js'
import type { CallPlaced, DialRequest, FarEnd, IncomingCall, Leg, LineState, ReceivedCall, Telephony } from '../port.js'
import { type ArrivingCall, type CalleeOptions, DemonstrationCall } from './call.js'
import { patch } from './patch.js'
import { turnedRound } from './received.js'
import { realTime, type Scheduler } from './scheduler.js'

export interface DemonstrationOptions {
  /** Real media: RTP over UDP on loopback between the two ends. Virtual media: the same in memory. */
  readonly media: Media
  /** Default wall time. */
  readonly scheduler?: Scheduler
  readonly callee?: CalleeOptions
}

export interface DemonstrationLine extends Telephony {
  readonly farEnd: FarEnd & { onCall(listener: (call: ArrivingCall) => void): void }
}

/** A caller who hears it ring for so long gives up. */
const ANSWER_MS = 60_000

/** The embedded default behind the Telephony port: both ends in this process, joined by their media alone. */
export function openDemonstrationLine(options: DemonstrationOptions): DemonstrationLine {
  const { media, scheduler = realTime, callee = {} } = options
  const live = new Map<string, DemonstrationCall>()
  const callees: ((call: ArrivingCall) => void)[] = []
  let up = false
  let arrived = 0
  let receiver: ((call: ReceivedCall) => void) | undefined

  const dial = (request: DialRequest): Leg => {
    const call = new DemonstrationCall(request, media, scheduler, callee)
    if (!up || live.has(request.channelId)) {
      void call.end(CAUSE.temporaryFailure, 'line')
      return call.caller
    }
    live.set(request.channelId, call)
    void call.gone.then(() => live.delete(request.channelId))
    // Later, so that the caller has had its turn to listen and to change its mind, as on any line.
    const callOff = scheduler.after(ms(0), () => {
      for (const listener of callees) listener(call.callee)
      if (callees.length === 0) void call.end(CAUSE.noAnswer, 'far-end')
    })
    call.callee.onHangUp(callOff)
    return call.caller
  }

  const call = (placed: CallPlaced): IncomingCall => {
    const channelId = `received-${++arrived}`
    const made = new DemonstrationCall(
      { channelId, number: placed.number, ringMs: ANSWER_MS },
      media,
      scheduler,
      callee,
    )
    const { received, patient } = turnedRound(made, placed)
    live.set(channelId, made)
    void made.gone.then(() => live.delete(channelId))
    scheduler.after(ms(0), () => {
      if (receiver && up) receiver(received)
      else void received.refuse()
    })
    return patient
  }

  const join = (leg: Leg, guest: Leg): Promise<void> => {
    const [call, other] = [live.get(leg.channelId), live.get(guest.channelId)]
    if (call?.audio === undefined || other?.audio === undefined) return Promise.reject(new Failure('telephony/lost'))
    const undo = patch(call.audio, other.audio)
    call.callee.onHangUp(undo)
    other.callee.onHangUp(undo)
    return Promise.resolve()
  }

  const stop = async (): Promise<void> => {
    up = false
    await Promise.all([...live.values()].map(call => call.end(CAUSE.normal, 'us')))
  }

  return {
    start: () => {
      up = true
      return Promise.resolve()
    },
    dial,
    onReceived: listener => {
      receiver = listener
    },
    join,
    state: (): Promise<LineState> =>
      Promise.resolve({
        line: 'demonstration',
        up,
        detail: up ? 'Simulated patient on this machine' : 'Not started',
        channels: live.size,
        bridges: 0,
      }),
    stop,
    farEnd: {
      onCall: listener => void callees.push(listener),
      call,
      stop: () => {
        callees.length = 0
        return Promise.resolve()
      },
    },
  }
}
