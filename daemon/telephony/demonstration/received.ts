import { Failure } from '../../domain/failure.js'
import { CAUSE } from '../../domain/hangup.js'
import type { MediaLeg } from '../../media/port.js'
import type { CallPlaced, IncomingCall, ReceivedCall } from '../port.js'
import type { DemonstrationCall } from './call.js'

/** The same call the other way round: the patient dials, and the daemon's answer opens the audio of both ends. */
export function turnedRound(
  made: DemonstrationCall,
  { number, caller }: CallPlaced,
): { readonly received: ReceivedCall; readonly patient: IncomingCall } {
  const { callee } = made
  let answer: () => void = () => undefined
  const answered = new Promise<MediaLeg>((resolve, reject) => {
    answer = () => void callee.answer().then(resolve, reject)
    callee.onHangUp(() => reject(new Failure('telephony/lost')))
  })
  // A caller who gives up before we answer has nobody waiting for it.
  answered.catch(() => undefined)
  return {
    received: {
      leg: made.caller,
      dialled: number,
      ...(caller === undefined ? {} : { caller }),
      answer,
      refuse: () => callee.hangUp(CAUSE.congestion),
    },
    patient: {
      number,
      ring: () => Promise.resolve(),
      answer: () => answered,
      hangUp: cause => callee.hangUp(cause),
      onHangUp: listener => callee.onHangUp(listener),
    },
  }
}
