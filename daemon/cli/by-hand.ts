import { Failure } from '../domain/failure.js'
import type { DueCallId, EncounterId, PatientId } from '../domain/ids.js'
import { NOT_FOLLOWED_UP, type Store } from '../store/port.js'

const DAY_MS = 86_400_000
const PROTOCOL = 'general-follow-up'
/** In the place of a stay for somebody of whom the hospital told none, so that the line can be tried with them. */
const NO_STAY = { site: 'EpiCURA', ward: 'Appel manuel' } as const

/**
 * A due call of this moment about the patient's last stay. Throws Failure call/not-allowed for a patient who is in hospital: admitted
 * again, and no stay has ended since.
 */
export async function callByHand(store: Store, patientId: PatientId, now: Date): Promise<DueCallId> {
  const { readmittedAt } = await store.patient(patientId)
  const last = (await store.staysOf(patientId)).find(({ ward }) => ward !== NO_STAY.ward)
  if (readmittedAt !== undefined && (last === undefined || last.dischargedAt <= readmittedAt))
    throw new Failure('call/not-allowed', { reason: 'readmitted' })
  const stay = last ?? (await noStay(store, patientId, now))
  const protocol = stay.protocol === NOT_FOLLOWED_UP ? PROTOCOL : stay.protocol
  const times = { dueAt: now, notAfter: new Date(now.getTime() + DAY_MS) }
  return store.addDueCall({ encounterId: stay.id, patientId, ward: stay.ward, protocol, ...times, byHand: true })
}

async function noStay(store: Store, patientId: PatientId, dischargedAt: Date) {
  const stay = { ...NO_STAY, patientId, dischargedAt, protocol: PROTOCOL }
  const id: EncounterId = await store.addEncounter(stay)
  return { ...stay, id }
}
