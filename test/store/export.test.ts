import { Fhir } from 'fhir'
import t from 'tap'
import { bundleOf } from '../../daemon/store/lifecycle/fhir.js'
import { discharged, freshStore, jeanne, MONDAY, minutesLater, raising, ring } from './scene.js'

t.test('everything about one patient is exported, and nothing of anybody else', async t => {
  const store = await freshStore(t)
  await discharged(store, { ...jeanne, familyName: 'Maes', phones: [{ number: '+32475000000' }] })
  const due = await discharged(store)
  const id = await ring(store, due)
  const turn = { speaker: 'patient', linkId: 'pain', startMs: 0, endMs: 900, interrupted: false } as const
  await store.addTurn(id, { ...turn, seq: 0, text: 'huit, ça fait mal' })
  await store.putAnswer(id, { linkId: 'pain', question: 'Sur dix ?', status: 'understood', value: 8, text: 'huit' })
  await store.putAnswer(id, { linkId: 'temp', question: '?', status: 'understood', value: 38.5 })
  await store.putAnswer(id, { linkId: 'fever', question: '?', status: 'understood', value: true })
  await store.putAnswer(id, { linkId: 'since', question: '?', status: 'understood', value: '2026-11-08' })
  await store.putAnswer(id, { linkId: 'story', question: '?', status: 'refused' })
  await store.raiseAlert(id, raising)
  await store.addConsent(id, { kind: 'recording', given: false, textVersion: 'fr/1', at: MONDAY })
  await store.addTask({ kind: 'callback', patientId: due.patientId, callId: id, ward: 'Chirurgie', createdAt: MONDAY })
  await store.updateCall(id, { answeredAt: minutesLater(1), recordingPath: '/r/x.wav' })
  await store.closeCall(id, { endedAt: minutesLater(4), disposition: 'completed' })
  await store.addOptOut({ scope: 'number', patientId: due.patientId, number: '0475/12.34.56', at: MONDAY })

  const person = await store.exportPerson(due.patientId)
  const written = JSON.stringify(person)
  for (const told of [
    'Lambertzöe',
    '1947-04-03',
    'gsm de Paulette',
    'Paulette Quintard',
    'cholécystectomie',
    'huit, ça fait mal',
  ])
    t.match(written, told)
  t.notMatch(written, /Maes|475000000|v1\./)
  t.match(Object.keys(person.rows).sort(), [
    ...['alert_events', 'alerts', 'answers', 'calls', 'caregivers', 'consents', 'due_calls', 'encounters', 'opt_outs'],
    ...['patients', 'phones', 'recordings', 'tasks', 'turns'],
  ])

  const bundle = bundleOf(person, new Map([[id, `recordings/${id}.wav`]]), MONDAY)
  const kinds = new Set(bundle.entry.map(({ resource }) => resource.resourceType))
  for (const kind of ['Patient', 'Encounter', 'Communication', 'QuestionnaireResponse', 'Flag', 'Consent', 'Task'])
    t.ok(kinds.has(kind), kind)
  const { valid, messages } = new Fhir().validate(bundle, { errorOnUnexpected: true })
  t.ok(valid, JSON.stringify(messages.filter(message => String(message.severity) === 'error')))
})

t.test('a patient whom nobody has rung is exported too; one who is not there is not', async t => {
  const store = await freshStore(t)
  const id = await store.addPatient({ ...jeanne, phones: [], caregivers: [] })
  const bundle = bundleOf(await store.exportPerson(id), new Map(), MONDAY)
  t.ok(new Fhir().validate(bundle, { errorOnUnexpected: true }).valid)
  await t.rejects(store.exportPerson('nobody' as typeof id), { code: 'store/not-found' })
})

t.test('a text that looks like a sealed one, where nothing is sealed, is handed out as it is', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  await store.addConsent(id, { kind: 'recording', given: true, textVersion: 'v1.2', at: MONDAY })
  const { rows } = await store.exportPerson(due.patientId)
  t.match(rows, { consents: [{ textVersion: 'v1.2' }] })
})
