import t from 'tap'
import { ms } from '../../daemon/domain/units.js'
import { discharged, freshStore, jeanne, MONDAY, minutesLater, painHigh, raising, ring } from './scene.js'

t.test('a whole call is read back as it was written', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  await store.updateCall(id, { answeredAt: minutesLater(1), identity: 'verified' })
  await store.addTurn(id, {
    seq: 1,
    speaker: 'patient',
    linkId: 'pain',
    text: 'huit',
    startMs: 900,
    endMs: 1400.5,
    interrupted: false,
    confidence: 0.7,
  })
  await store.addTurn(id, {
    seq: 0,
    speaker: 'agent',
    linkId: 'pain',
    text: 'Sur dix ?',
    startMs: 0,
    endMs: 800,
    interrupted: true,
    promptVersion: 'pain/1',
  })
  await store.addConsent(id, { kind: 'recording', given: true, textVersion: 'fr/1', at: minutesLater(2) })
  await store.updateCall(id, { recordingPath: 'calls/x.wav', recordingStartMs: 12_000 })
  await store.updateCall(id, { score: { score: 60, complete: false, band: 'moderate' } })
  await store.putAnswer(id, {
    linkId: 'pain',
    question: 'Sur dix ?',
    status: 'understood',
    value: 8,
    text: 'huit',
    startMs: ms(900),
    readBack: 'confirmed',
    byKeypad: true,
  })
  await store.putAnswer(id, {
    linkId: 'fever',
    question: 'De la fièvre ?',
    status: 'understood',
    value: false,
    text: 'non',
  })
  const alertId = await store.raiseAlert(id, {
    ...raising,
    atMs: ms(900),
    recordingSecond: 1.4,
    confirmation: 'unconfirmed',
  })
  const taskId = await store.addTask({
    kind: 'callback',
    patientId: due.patientId,
    callId: id,
    ward: 'Chirurgie',
    note: 'veut parler à Sophie',
    notBefore: '2026-11-09T15:00',
    createdAt: minutesLater(3),
  })
  await store.closeCall(id, { endedAt: minutesLater(4), disposition: 'completed', hangupCause: 16 })

  const result = await store.result(id)
  t.strictSame(result.call, {
    id,
    direction: 'outbound',
    ...due,
    number: '+32475123456',
    protocol: 'general-follow-up',
    protocolVersion: '1.0.0',
    startedAt: MONDAY,
    answeredAt: minutesLater(1),
    endedAt: minutesLater(4),
    disposition: 'completed',
    identity: 'verified',
    hangupCause: 16,
    recordingPath: 'calls/x.wav',
    recordingStartMs: 12_000,
    score: { score: 60, complete: false, band: 'moderate' },
  })
  t.strictSame(result.turns, [
    {
      seq: 0,
      speaker: 'agent',
      linkId: 'pain',
      text: 'Sur dix ?',
      startMs: 0,
      endMs: 800,
      interrupted: true,
      promptVersion: 'pain/1',
    },
    {
      seq: 1,
      speaker: 'patient',
      linkId: 'pain',
      text: 'huit',
      startMs: 900,
      endMs: 1400.5,
      interrupted: false,
      confidence: 0.7,
    },
  ])
  t.strictSame(result.answers, [
    {
      linkId: 'pain',
      question: 'Sur dix ?',
      status: 'understood',
      value: 8,
      text: 'huit',
      startMs: 900,
      readBack: 'confirmed',
      byKeypad: true,
    },
    { linkId: 'fever', question: 'De la fièvre ?', status: 'understood', value: false, text: 'non' },
  ])
  t.strictSame(result.alerts, [
    {
      ...painHigh,
      id: alertId,
      callId: id,
      steps: [],
      ward: 'Chirurgie',
      raisedAt: MONDAY,
      atMs: 900,
      confirmation: 'unconfirmed',
      recordingSecond: 1.4,
      history: [{ at: MONDAY, urgency: 'urgent', confirmation: 'unconfirmed' }],
    },
  ])
  t.strictSame(result.tasks, [
    {
      id: taskId,
      kind: 'callback',
      patientId: due.patientId,
      callId: id,
      ward: 'Chirurgie',
      note: 'veut parler à Sophie',
      notBefore: '2026-11-09T15:00',
      createdAt: minutesLater(3),
    },
  ])
  t.strictSame(result.consents, [{ kind: 'recording', given: true, textVersion: 'fr/1', at: minutesLater(2) }])
})

t.test('a patient is read back with phones in the order to be tried', async t => {
  const store = await freshStore(t)
  const id = await store.addPatient(jeanne)
  t.strictSame(await store.patient(id), { ...jeanne, id })
})

t.test('a family name is found without its accents, case and ligatures, and only whole', async t => {
  const store = await freshStore(t)
  const id = await store.addPatient({ ...jeanne, familyName: "D'Hœst-Élan" })
  await store.addPatient(jeanne)
  for (const typed of ["D'Hœst-Élan", 'D’HOEST élan', '  d hoest elan '])
    t.strictSame(
      (await store.findPatients(typed)).map(patient => patient.id),
      [id],
      typed,
    )
  t.strictSame(await store.findPatients('hoest'), [])
})

t.test('pages of patients follow each other without gap or repetition, in the order they came', async t => {
  const store = await freshStore(t)
  const ids = []
  for (let i = 0; i < 7; i++) ids.push(await store.addPatient({ ...jeanne, phones: [], caregivers: [] }))
  const first = await store.patients({ limit: 3 })
  const second = await store.patients({ limit: 3, after: ids[2]! })
  const third = await store.patients({ limit: 3, after: ids[5]! })
  t.strictSame(
    [...first, ...second, ...third].map(patient => patient.id),
    ids,
  )
})

t.test('tempo and gain that a patient asked for are kept', async t => {
  const store = await freshStore(t)
  const id = await store.addPatient(jeanne)
  await store.setProsody(id, 0.8, 6)
  t.match(await store.patient(id), { tempo: 0.8, gainDb: 6 })
})

t.test('the language that a patient changed to is that of the next calls', async t => {
  const store = await freshStore(t)
  const id = await store.addPatient(jeanne)
  await store.setLanguage(id, 'en')
  t.match(await store.patient(id), { ...jeanne, language: 'en' })
  await t.rejects(store.setLanguage('nobody' as typeof id, 'en'), { code: 'store/not-found' })
})

t.test('the latest attempts come first, and only as many as asked for', async t => {
  const store = await freshStore(t)
  const ids = []
  for (let i = 0; i < 4; i++) ids.push(await ring(store, await discharged(store), minutesLater(i)))
  t.strictSame(
    (await store.latestResults(3)).map(call => call.id),
    ids.reverse().slice(0, 3),
  )
})

t.test('an attempt is closed once', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  t.strictSame(
    (await store.openCalls()).map(call => call.id),
    [id],
  )
  await store.closeCall(id, { endedAt: minutesLater(1), disposition: 'completed' })
  await store.closeCall(id, { endedAt: minutesLater(2), disposition: 'failed', hangupCause: 41 })
  const { call } = await store.result(id)
  t.match(call, { disposition: 'completed', endedAt: minutesLater(1) })
  t.notOk('hangupCause' in call)
  t.strictSame(await store.openCalls(), [])
})

t.test('a turn that is written again, cut short, replaces itself', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  const turn = { seq: 0, speaker: 'agent', linkId: 'pain', text: 'Bonjour', startMs: 0, endMs: 900 } as const
  await store.addTurn(id, { ...turn, interrupted: false })
  await store.addTurn(id, { ...turn, endMs: 300, interrupted: true })
  t.strictSame((await store.result(id)).turns, [{ ...turn, endMs: 300, interrupted: true }])
})

t.test('what is not there is said to be not found', async t => {
  const store = await freshStore(t)
  const nobody = 'nobody' as never
  const missing = { code: 'store/not-found' }
  await t.rejects(store.patient(nobody), missing)
  await t.rejects(store.dueCall(nobody), missing)
  await t.rejects(store.result(nobody), missing)
  await t.rejects(store.setProsody(nobody, 1, 0), missing)
  await t.rejects(store.markPatient(nobody, 'deceased', MONDAY), missing)
  await t.rejects(store.closeCall(nobody, { endedAt: MONDAY, disposition: 'failed' }), missing)
  await t.rejects(store.raiseAlert(nobody, raising), missing)
  await t.rejects(store.addTask({ kind: 'callback', patientId: nobody, ward: 'x', createdAt: MONDAY }), missing)
  const someone = await store.addPatient(jeanne)
  const ofNoCall = { kind: 'callback', patientId: someone, callId: nobody, ward: 'x', createdAt: MONDAY } as const
  await t.rejects(store.addTask(ofNoCall), missing)
  await t.rejects(store.addOptOut({ scope: 'patient', patientId: nobody, number: '1', at: MONDAY }), missing)
  const stay = { patientId: nobody, site: 'x', ward: 'x', dischargedAt: MONDAY, protocol: 'x' }
  await t.rejects(store.addEncounter(stay), missing)
})

t.test('the exact questionnaire that a call used is found by its version, whatever became of the file', async t => {
  const store = await freshStore(t)
  const used = { id: 'general-follow-up', version: '1.0.0+abc', text: '{"protocol":{"id":"general-follow-up"}}' }
  await store.keepProtocol(used, MONDAY)
  await store.keepProtocol(used, minutesLater(1))
  await store.keepProtocol({ ...used, version: '1.0.0+def', text: '{}' }, minutesLater(2))
  t.equal(await store.protocolText('general-follow-up', '1.0.0+abc'), used.text)
  t.equal(await store.protocolText('general-follow-up', '1.0.0'), undefined)
})
