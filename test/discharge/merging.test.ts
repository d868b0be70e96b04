import t, { type Test } from 'tap'
import type { Accepted } from '../../daemon/store/port.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { discharged, freshStore, jeanne, MONDAY, minutesLater, mortalStore, ring } from '../store/scene.js'

const EPI = (number: string) => ({ authority: 'EPI', number })
const refused = (reason: string) => ({ code: 'call/not-allowed', facts: { reason } })
const { givenName, familyName, birthDate } = jeanne

/** A stay whose one call is due at its hour on Monday; returns what the store made of it. */
async function left(store: OpenStore, patient: string, visit: string, dischargedAt = minutesLater(-1440)) {
  const stay = { id: EPI(visit), site: 'Hornu', ward: 'Chirurgie', dischargedAt, protocol: 'general-follow-up' }
  const plan = () => ({
    calls: [{ day: 1, protocol: stay.protocol, dueAt: MONDAY, notAfter: minutesLater(600), urgent: false }],
    missed: [],
    preferencesUnmet: false,
  })
  const phones = [{ number: '+32475123456' }]
  const told = { patient: { id: EPI(patient), givenName, familyName, birthDate, phones }, stay }
  const [accepted] = await store.acceptDischarges([told], plan)
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
