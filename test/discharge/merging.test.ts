import t, { type Test } from 'tap'
import type { Accepted, StayPlan } from '../../daemon/store/port.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { discharged, freshStore, jeanne, MONDAY, minutesLater, mortalStore, ring } from '../store/scene.js'

const EPI = (number: string) => ({ authority: 'EPI', number })
const refused = (reason: string) => ({ code: 'call/not-allowed', facts: { reason } })
const { givenName, familyName, birthDate } = jeanne

const dueOnMonday: StayPlan = ({ protocol }) => ({
  calls: [{ day: 1, protocol, dueAt: MONDAY, notAfter: minutesLater(600), urgent: false }],
  missed: [],
  preferencesUnmet: false,
})

/** A stay whose one call is due at its hour on Monday; returns what the store made of it. */
async function left(store: OpenStore, patient: string, visit: string, dischargedAt = minutesLater(-1440)) {
  const stay = { id: EPI(visit), site: 'Hornu', ward: 'Chirurgie', dischargedAt, protocol: 'general-follow-up' }
  const phones = [{ number: '+32475123456' }]
  const told = { patient: { id: EPI(patient), givenName, familyName, birthDate, phones }, stay }
  const [accepted] = await store.acceptDischarges([told], dueOnMonday)
  return accepted as Required<Accepted>
}

/** The patient is being rung under the number OLD when the hospital says that it is NEW's, who has a call due too. */
async function mergedOnTheLine(t: Test, store?: OpenStore) {
  const at = store ?? (await freshStore(t))
  const kept = await left(at, 'NEW', 'V2', minutesLater(-1500))
  const old = await left(at, 'OLD', 'V1')
  const [due] = await at.dueCallsOf(old.patientId)
  const call = await ring(at, { patientId: old.patientId, dueCallId: due!.id })
  const [waiting] = await at.dueCallsOf(kept.patientId)
  t.match(await at.mergePatients(EPI('NEW'), EPI('OLD')), { outcome: 'changed', patientId: kept.patientId })
  return { store: at, call, old: old.patientId, kept: kept.patientId, waiting: waiting!.id }
}

t.test('who is on the line under a number that was given up is not rung under the one that was kept', async t => {
  const { store, call, kept, waiting } = await mergedOnTheLine(t)
  await t.rejects(ring(store, { patientId: kept, dueCallId: waiting }), refused('on-the-line'))
  await store.closeCall(call, { endedAt: minutesLater(5), disposition: 'completed' })
  const next = await discharged(store)
  await t.resolves(ring(store, next), 'the line is free')
})

t.test('an opt-out told in a call whose patient was merged meanwhile ends every call', async t => {
  const { store, call, old, kept, waiting } = await mergedOnTheLine(t)
  await store.addOptOut({ scope: 'patient', patientId: old, at: MONDAY })
  t.match(await store.dueCall(waiting), { state: 'cancelled' })
  await store.closeCall(call, { endedAt: minutesLater(5), disposition: 'opted-out' })
  t.match(await left(store, 'NEW', 'V3', minutesLater(-60)), { outcome: 'opted-out', patientId: kept })
})

for (const what of ['deceased', 'readmitted'] as const)
  t.test(`a patient who was merged during the call that says so is ${what}`, async t => {
    const { store, old, kept, waiting } = await mergedOnTheLine(t)
    await store.markPatient(old, what, MONDAY)
    t.match(await store.dueCall(waiting), { state: 'cancelled' })
    t.match(await store.patient(kept), { [`${what}At`]: MONDAY })
  })

t.test('language and pace found in such a call are those of the record that goes on', async t => {
  const { store, old, kept } = await mergedOnTheLine(t)
  await store.setLanguage(old, 'nl')
  await store.setProsody(old, 0.8, 3)
  t.match(await store.patient(kept), { language: 'nl', tempo: 0.8, gainDb: 3 })
})

t.test('a call that ends after the merge goes, with its tasks, under the record that was kept', async t => {
  const { store, call, old, kept } = await mergedOnTheLine(t)
  const task = { kind: 'callback', ward: 'Chirurgie', callId: call, createdAt: MONDAY } as const
  await store.addTask({ ...task, patientId: old })
  t.match((await store.result(call)).tasks, [{ patientId: kept }])
  await store.closeCall(call, { endedAt: minutesLater(5), disposition: 'completed' })
  t.match((await store.result(call)).call, { patientId: kept })
})

t.test('so does one that was broken off by a crash', async t => {
  const { store, again } = await mortalStore(t)
  const { call, kept } = await mergedOnTheLine(t, store)
  const next = await again()
  t.equal((await next.closeInterruptedCalls(minutesLater(5))).length, 1)
  t.match((await next.result(call)).call, { patientId: kept, disposition: 'interrupted' })
})

t.test('a record that was merged twice goes on under the last', async t => {
  const { store, call, old } = await mergedOnTheLine(t)
  const last = await left(store, 'LAST', 'V9')
  await store.mergePatients(EPI('LAST'), EPI('NEW'))
  await store.markPatient(old, 'deceased', MONDAY)
  t.match(await store.patient(last.patientId), { deceasedAt: MONDAY })
  await store.closeCall(call, { endedAt: minutesLater(5), disposition: 'deceased-reported' })
  t.match((await store.result(call)).call, { patientId: last.patientId })
})

/** Two records of one patient, each with a stay whose call is due. */
async function two(t: Test, oldLeft: Date, newLeft: Date) {
  const store = await freshStore(t)
  const old = await left(store, 'OLD', 'V1', oldLeft)
  const kept = await left(store, 'NEW', 'V2', newLeft)
  const stateOf = async (encounterId: string) =>
    (await store.dueCallsOf(kept.patientId)).find(call => call.encounterId === encounterId)?.state
  const states = async () => [await stateOf(old.encounterId), await stateOf(kept.encounterId)]
  return { store, old, kept, states, merge: () => store.mergePatients(EPI('NEW'), EPI('OLD')) }
}

t.test('two records with a call due each are one patient who is rung about the last stay', async t => {
  const oldLast = await two(t, minutesLater(-1000), minutesLater(-2000))
  await oldLast.merge()
  t.strictSame(await oldLast.states(), ['due', 'cancelled'])
  const newLast = await two(t, minutesLater(-2000), minutesLater(-1000))
  await newLast.merge()
  t.strictSame(await newLast.states(), ['cancelled', 'due'])
})

t.test('two stays that ended in the same minute are followed up once', async t => {
  const { states, merge } = await two(t, minutesLater(-1000), minutesLater(-1000))
  await merge()
  t.strictSame((await states()).sort(), ['cancelled', 'due'])
  const store = await freshStore(t)
  const { patientId } = await left(store, 'ONE', 'V1')
  await left(store, 'ONE', 'V2')
  t.strictSame((await store.dueCallsOf(patientId)).map(({ state }) => state).sort(), ['cancelled', 'due'])
})

t.test('a readmission told of the record that was given up ends the calls, until it is told to be none', async t => {
  const { store, merge, states } = await two(t, minutesLater(-2000), minutesLater(-1000))
  await store.readmit({ patientId: EPI('OLD'), stayId: EPI('V3'), at: minutesLater(-10) })
  await merge()
  t.strictSame(await states(), ['cancelled', 'cancelled'])
  const none = { patientId: EPI('OLD'), stayId: EPI('V3'), at: MONDAY }
  await store.cancelStay(none, dueOnMonday)
  t.strictSame(await states(), ['cancelled', 'due'])
})

t.test('an opt-out of the record that was given up ends the calls of the one that was kept', async t => {
  const { store, old, merge, states } = await two(t, minutesLater(-2000), minutesLater(-1000))
  await store.addOptOut({ scope: 'patient', patientId: old.patientId, at: MONDAY })
  await merge()
  t.strictSame(await states(), ['cancelled', 'cancelled'])
})
