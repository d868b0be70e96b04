import t from 'tap'
import { discharged, dueFor, freshStore, jeanne, MONDAY, minutesLater, newCallId, ring } from './scene.js'

const refused = (reason: string) => ({ code: 'call/not-allowed', facts: { reason } })

t.test('a patient who opted out is not rung, on any number', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  await store.addOptOut({ scope: 'patient', patientId: due.patientId, number: '065319988', at: MONDAY })
  await t.rejects(ring(store, due), refused('opted-out'))
  t.match(await store.dueCall(due.dueCallId), { state: 'cancelled' })
  const next = await dueFor(store, due.patientId)
  await t.rejects(ring(store, { ...due, dueCallId: next }), refused('opted-out'))
})

t.test(
  'a number that opted out is rung for nobody, however it is written, and the patient stays reachable',
  async t => {
    const store = await freshStore(t)
    const one = await discharged(store)
    const other = await discharged(store)
    await store.addOptOut({ scope: 'number', patientId: one.patientId, number: '0475/12.34.56', at: MONDAY })
    await t.rejects(ring(store, other), refused('number-opted-out'))
    const elsewhere = { number: '065 31 99 88', protocol: 'p', protocolVersion: '1', startedAt: MONDAY }
    await t.resolves(store.openAttempt({ id: newCallId(), ...one, ...elsewhere }))
  },
)

t.test('a death stops every call, those booked later too', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  await store.markPatient(due.patientId, 'deceased', MONDAY)
  t.match(await store.dueCall(due.dueCallId), { state: 'cancelled' })
  await t.rejects(ring(store, due), refused('deceased'))
  const later = await dueFor(store, due.patientId, minutesLater(60))
  await t.rejects(ring(store, { ...due, dueCallId: later }), refused('deceased'))
})

t.test('a readmission stops the calls of the stay before it, not those of the stay that it began', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  await store.markPatient(due.patientId, 'readmitted', MONDAY)
  await t.rejects(ring(store, due), refused('readmitted'))
  const home = await dueFor(store, due.patientId, minutesLater(4000))
  await t.resolves(ring(store, { ...due, dueCallId: home }, minutesLater(5000)))
})

t.test('a patient on the line is not rung a second time until that call is over', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const first = await ring(store, due)
  await t.rejects(ring(store, due), refused('on-the-line'))
  await store.closeCall(first, { endedAt: minutesLater(5), disposition: 'busy' })
  await t.resolves(ring(store, due))
})

t.test('the same attempt is never opened twice, not even when it is over', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = newCallId()
  const attempt = { id, ...due, number: '+32475123456', protocol: 'p', protocolVersion: '1', startedAt: MONDAY }
  await store.openAttempt(attempt)
  await t.rejects(store.openAttempt(attempt), refused('opened-before'))
  await store.closeCall(id, { endedAt: MONDAY, disposition: 'busy' })
  await t.rejects(store.openAttempt(attempt), refused('opened-before'))
})

t.test('an attempt names a due call of that patient', async t => {
  const store = await freshStore(t)
  const one = await discharged(store)
  const other = await discharged(store, { ...jeanne, phones: [] })
  await t.rejects(ring(store, { ...one, dueCallId: other.dueCallId }), { code: 'store/not-found' })
  t.strictSame(await store.openCalls(), [])
})

t.test('of two processes that ring the same patient at the same instant, one is refused', async t => {
  const path = `${t.testdir()}/hellojade.db`
  const store = await freshStore(t, { path })
  const due = await discharged(store)
  const other = await freshStore(t, { path })
  for (let i = 0; i < 10; i++) {
    const tried = await Promise.allSettled([ring(store, due), ring(other, due)])
    const opened = tried.filter(one => one.status === 'fulfilled')
    t.equal(opened.length, 1)
    t.match(
      tried.find(one => one.status === 'rejected'),
      { reason: refused('on-the-line') },
    )
    for (const { value } of opened) await store.closeCall(value, { endedAt: MONDAY, disposition: 'busy' })
  }
})
