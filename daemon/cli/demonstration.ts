import { join } from 'node:path'
import type { CallObserver } from '../call/port.js'
import type { CallContext, Dialogue } from '../dialogue/port.js'
import { localClock } from '../domain/calendar.js'
import type { DueCallId } from '../domain/ids.js'
import { projectRoot } from '../paths.js'
import type { Rehearsal } from '../rehearsal/format.js'
import type { Asked } from '../rehearsal/patient.js'
import { takeCall } from '../rehearsal/play.js'
import { readRehearsal } from '../rehearsal/read.js'
import type { Store } from '../store/port.js'
import type { ArrivingCall } from '../telephony/demonstration/call.js'
import type { DemonstrationLine } from '../telephony/demonstration/line.js'

const DAY_MS = 86_400_000

/** The embedded default's patient: her record and her voice stand in one rehearsal file. */
const demonstrationPatient = (): Promise<Rehearsal> =>
  readRehearsal(join(projectRoot, 'daemon', 'telephony', 'demonstration', 'patient.yaml'))

/** A due call to the demonstration patient, whose record is made at the first start. */
export async function demonstrationDueCall(store: Store, now = new Date()): Promise<DueCallId> {
  const { patient, protocol, caregivers } = await demonstrationPatient()
  const known = await store.findPatients(patient.familyName)
  const found = known.find(
    ({ givenName, birthDate }) => givenName === patient.givenName && birthDate === patient.birthDate,
  )
  const { sex, title, spokenName, ...person } = patient
  const patientId =
    found?.id ??
    (await store.addPatient({
      ...person,
      ...(sex === undefined ? {} : { sex }),
      ...(title === undefined ? {} : { title }),
      ...(spokenName === undefined ? {} : { spokenName }),
      language: 'fr',
      tempo: 1,
      gainDb: 0,
      phones: [{ number: '+3265000000', label: 'démonstration' }],
      caregivers,
    }))
  const dischargedAt = new Date(now.getTime() - DAY_MS)
  const encounterId = await store.addEncounter({
    patientId,
    site: 'Démonstration',
    ward: 'Démonstration',
    dischargedAt,
    protocol,
  })
  const notAfter = new Date(now.getTime() + DAY_MS)
  return store.addDueCall({
    encounterId,
    patientId,
    ward: 'Démonstration',
    protocol,
    dueAt: now,
    notAfter,
    byHand: true,
  })
}

/** Lets the demonstration patient pick up every call that reaches the far end. */
export async function liveDemonstrationPatient(
  line: DemonstrationLine,
): Promise<Required<Pick<CallObserver, 'asked'>>> {
  const rehearsal = await demonstrationPatient()
  let asked: Asked | undefined
  line.farEnd.onCall((call: ArrivingCall) => {
    if (call.to === 'nurse') return
    asked = undefined
    void takeCall(call, { rehearsal, asked: () => asked, keptAudio: false })
  })
  return { asked: linkId => (asked = { linkId }) }
}

/** The sentences with the demonstration patient's name, rendered at set-up so that the first call starts at once. */
export async function demonstrationSentences(
  dialogues: ReadonlyMap<string, Dialogue>,
  hospital: CallContext['hospital'],
): Promise<{ readonly owner: string; readonly sentences: readonly string[] }> {
  const { patient, protocol, caregivers } = await demonstrationPatient()
  const { sex, title, spokenName, ...person } = patient
  const sentences = dialogues.get(protocol)?.personSentences({
    language: 'fr',
    hospital,
    person: {
      ...person,
      caregivers,
      ...(sex === undefined ? {} : { sex }),
      ...(title === undefined ? {} : { title }),
      ...(spokenName === undefined ? {} : { spokenName }),
    },
    ...localClock(new Date()),
  })
  return { owner: 'demonstration', sentences: sentences ?? [] }
}
