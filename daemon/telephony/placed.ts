import { Failure } from '../domain/failure.js'
import type { MediaLeg } from '../media/port.js'
import type { IncomingCall, Leg } from './port.js'

/** A call that the far end placed, as the far end sees any call: its `answer` is the other side's. */
export function placedCall(leg: Leg, number: string): IncomingCall {
  const hangUps = new Set<() => void>()
  let over = false
  const answered = new Promise<MediaLeg>((resolve, reject) => {
    leg.onEvent(event => {
      if (event.type === 'answered') resolve(event.audio)
      if (event.type !== 'hung-up') return
      over = true
      reject(new Failure('telephony/lost'))
      for (const tell of hangUps) tell()
    })
  })
  answered.catch(() => undefined)
  return {
    number,
    ring: () => Promise.resolve(),
    answer: () => answered,
    hangUp: () => leg.hangUp(),
    onHangUp: tell => {
      if (over) tell()
      else hangUps.add(tell)
    },
  }
}
