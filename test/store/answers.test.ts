import t from 'tap'
import { discharged, freshStore, MONDAY, minutesLater, mortalStore, painHigh, raising, ring } from './scene.js'

const question = 'Sur dix, quelle est votre douleur ?'
const eight = { linkId: 'pain', question, status: 'understood', value: 8, text: 'huit' } as const
const pendingEight = { ...eight, pending: true, pendingAlerts: [painHigh] }

t.test('a corrected value stays visible, once, and its alert is withdrawn', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  await store.putAnswer(id, pendingEight)
  const four = { ...eight, value: 4, text: 'non, quatre', readBack: 'corrected' } as const
  await store.putAnswer(id, four)
  await store.putAnswer(id, { ...four, earlier: [{ value: 8, text: 'huit' }] })
  await store.closeCall(id, { endedAt: MONDAY, disposition: 'completed' })
  const { answers, alerts } = await store.result(id)
  t.strictSame(answers, [{ ...four, earlier: [{ value: 8, text: 'huit' }] }])
  t.strictSame(alerts, [])
})

t.test('a pending value that was not understood again keeps its alert', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  await store.putAnswer(id, pendingEight)
  await store.putAnswer(id, { linkId: 'pain', question, status: 'not-understood', text: 'euh' })
  await store.closeCall(id, { endedAt: MONDAY, disposition: 'partial' })
  const { answers, alerts } = await store.result(id)
  t.strictSame(answers, [
    { linkId: 'pain', question, status: 'not-understood', text: 'euh', earlier: [{ value: 8, text: 'huit' }] },
  ])
  t.match(alerts, [{ rule: 'pain-high', confirmation: 'hung-up' }])
})

t.test('an alert that was raised is not raised again at the end', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  await store.putAnswer(id, pendingEight)
  await store.raiseAlert(id, { ...raising, confirmation: 'confirmed' })
  await store.putAnswer(id, { ...eight, readBack: 'confirmed' })
  await store.closeCall(id, { endedAt: MONDAY, disposition: 'completed' })
  const { answers, alerts } = await store.result(id)
  t.strictSame(answers, [{ ...eight, readBack: 'confirmed' }])
  t.match(alerts, [{ confirmation: 'confirmed' }])
  t.equal(alerts[0]?.history.length, 1)
})

t.test('a value still pending at the hang-up is final, marked unanswered', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  await store.putAnswer(id, { ...eight, pending: true })
  t.match((await store.result(id)).answers, [{ pending: true }])
  await store.closeCall(id, { endedAt: MONDAY, disposition: 'partial' })
  t.strictSame((await store.result(id)).answers, [{ ...eight, readBack: 'unanswered' }])
})

t.test('after a crash, what was pending becomes final with its alert and the call is interrupted', async t => {
  const { store, again } = await mortalStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  await store.putAnswer(id, pendingEight)
  const done = await ring(store, await discharged(store))
  await store.closeCall(done, { endedAt: MONDAY, disposition: 'completed' })

  const next = await again()
  const ended = await next.closeInterruptedCalls(minutesLater(9))
  t.match(ended, [{ id, disposition: 'interrupted', endedAt: minutesLater(9) }])
  t.equal(ended.length, 1)
  const { call, answers, alerts, tasks } = await next.result(id)
  t.match(call, { disposition: 'interrupted', endedAt: minutesLater(9) })
  t.strictSame(answers, [{ ...eight, readBack: 'unanswered' }])
  t.match(alerts, [{ ...painHigh, ward: 'Chirurgie', raisedAt: minutesLater(9) }])
  t.strictSame(tasks, [])
  t.strictSame(await next.closeInterruptedCalls(minutesLater(10)), [])
  t.match((await next.result(done)).call, { disposition: 'completed' })
})

t.test('after a crash, a pending value without a known alert becomes a nurse task that names the item', async t => {
  const { store, again } = await mortalStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  await store.putAnswer(id, { ...eight, pending: true })
  const next = await again()
  await next.closeInterruptedCalls(minutesLater(9))
  t.match((await next.result(id)).tasks, [
    { kind: 'interrupted', patientId: due.patientId, ward: 'Chirurgie', note: 'à confirmer : pain' },
  ])
})

t.test('after a crash between the confirmed answer and its alert, the alert is raised', async t => {
  const { store, again } = await mortalStore(t)
  const id = await ring(store, await discharged(store))
  await store.putAnswer(id, pendingEight)
  await store.putAnswer(id, { ...eight, readBack: 'confirmed' })
  const next = await again()
  await next.closeInterruptedCalls(minutesLater(9))
  t.match((await next.result(id)).alerts, [{ key: 'pain-high' }])
})

t.test(
  'after a crash at its confirming question, a danger sign is an emergency; one that was denied stays as it was',
  async t => {
    const { store, again } = await mortalStore(t)
    const id = await ring(store, await discharged(store))
    const sign = {
      rule: 'red-flag',
      ruleVersion: '1.0.0',
      urgency: 'urgent',
      recordingSecond: null,
      ward: 'Chirurgie',
    } as const
    const at = minutesLater(1)
    await store.raiseAlert(id, {
      ...sign,
      key: 'red-flag:breathing',
      words: 'je respire mal',
      confirmation: 'unconfirmed',
      at,
    })
    await store.raiseAlert(id, { ...sign, key: 'red-flag:fainting', confirmation: 'denied', at })
    const next = await again()
    await next.closeInterruptedCalls(minutesLater(9))
    t.match((await next.result(id)).alerts, [
      { key: 'red-flag:breathing', urgency: 'emergency', confirmation: 'hung-up', words: 'je respire mal' },
      { key: 'red-flag:fainting', urgency: 'urgent', confirmation: 'denied' },
    ])
  },
)
