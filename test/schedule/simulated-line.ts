import type { CallId, DueCallId } from '../../daemon/domain/ids.js'
import type { Disposition } from '../../daemon/domain/outcome.js'
import type { Placer } from '../../daemon/schedule/engine-port.js'
import type { Store } from '../../daemon/store/port.js'

export interface SimulatedLine {
  readonly store: Pick<Store, 'openAttempt' | 'closeCall'>
  readonly now: () => Date
  readonly newId: () => CallId
  readonly ring: (dueCallId: DueCallId, callId: CallId) => void
  readonly callMs: number
  readonly outcome?: () => Disposition
}

/** The daemon's order of things, without a telephone: the attempt's row, the ring, the committed end. */
export function simulatedPlacer({ store, now, newId, ring, callMs, outcome }: SimulatedLine): Placer {
  let live = 0
  return {
    get live() {
      return live
    },
    place: async ({ id: dueCallId, patientId, protocol, lease }) => {
      const id = newId()
      const attempt = { id, dueCallId, patientId, number: '+32470000000', protocol, protocolVersion: '1.0.0', lease }
      await store.openAttempt({ ...attempt, startedAt: now() })
      ring(dueCallId, id)
      live++
      const talk = async () => {
        await new Promise(resolve => setTimeout(resolve, callMs))
        const disposition = outcome?.() ?? 'completed'
        await store.closeCall(id, { endedAt: now(), disposition, hangupCause: 16 })
        return { disposition }
      }
      return { ended: talk().finally(() => live--) }
    },
  }
}
