import t from 'tap'
import { callByHand } from '../../daemon/cli/by-hand.js'
import { discharged, dueFor, freshStore, jeanne, MONDAY, minutesLater, newCallId, ring } from '../store/scene.js'

const notAllowed = (reason: string) => ({ code: 'call/not-allowed', facts: { reason } })

t.test('a call made by hand is about the last stay, of which it has ward and protocol', async t => {
  const store = await freshStore(t)
  const { patientId } = await discharged(store)
  const stay = { patientId, site: 'Hornu', ward: 'Cardiologie', dischargedAt: minutesLater(-60) }
  const encounterId = await store.addEncounter({ ...stay, protocol: 'heart-failure' })
  const made = await store.dueCall(await callByHand(store, patientId, MONDAY))
  t.match(made, { encounterId, ward: 'Cardiologie', protocol: 'heart-failure', byHand: true, dueAt: MONDAY })
})

t.test(
  'who is back in hospital is not rung by hand, and nothing is left to be rung for; after the next stay, yes',
  async t => {
    const store = await freshStore(t)
    const { patientId } = await discharged(store)
    await store.markPatient(patientId, 'readmitted', MONDAY)
    await t.rejects(callByHand(store, patientId, minutesLater(60)), notAllowed('readmitted'))
    t.match(await store.dueCallsOf(patientId), [{ state: 'cancelled' }])
    await dueFor(store, patientId, minutesLater(120))
    const dueCallId = await callByHand(store, patientId, minutesLater(180))
    await t.resolves(ring(store, { patientId, dueCallId }, minutesLater(180)))
  },
)

t.test('nor who is in hospital and has not left it yet, whatever was tried by hand before', async t => {
  const store = await freshStore(t)
  const patientId = await store.addPatient(jeanne)
  const tried = { id: newCallId(), dueCallId: await callByHand(store, patientId, MONDAY), patientId, startedAt: MONDAY }
  const attempt = { ...tried, number: '+32475123456', protocol: 'general-follow-up', protocolVersion: '1' }
  await t.resolves(store.openAttempt(attempt), 'somebody without a stay can be rung')
  await store.markPatient(patientId, 'readmitted', minutesLater(-60))
  await t.rejects(callByHand(store, patientId, minutesLater(60)), notAllowed('readmitted'))
})
