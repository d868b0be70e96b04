import t from 'tap'
import { discharged, freshStore, jeanne, MONDAY, ring } from './scene.js'

const TEXTS = {
  quotes: `l'"aube" ''d''hiver'' \\ ; --`,
  sql: `'); DROP TABLE patients; --`,
  binds: ':1 :name ? $1 %s {0}',
  emoji: 'ça va 👩🏽‍⚕️ 𝔘𝔫𝔦 𠜎',
  lines: 'un\r\ndeux\tFIN\u2028\u0007',
  'start of heading': '\u0001 and \u0001\u0001',
  nul: 'avant\u0000après',
  'as long as a page': 'à'.repeat(2200),
  'beyond 32 kB': 'é'.repeat(33_000),
  'a megabyte': 'x'.repeat(1024 * 1024),
} as const

t.test('any text that a patient says is read back as it was', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  const turn = { speaker: 'patient', linkId: 'story', startMs: 0, endMs: 1.25, interrupted: false } as const
  for (const [seq, text] of Object.values(TEXTS).entries()) await store.addTurn(id, { ...turn, seq, text })
  const { turns } = await store.result(id)
  for (const [seq, name] of Object.keys(TEXTS).entries())
    t.ok(turns[seq]?.text === TEXTS[name as keyof typeof TEXTS], name)
})

t.test('any name that a person has is read back as it was, and found', async t => {
  const store = await freshStore(t)
  for (const familyName of [TEXTS.quotes, TEXTS.sql, TEXTS.emoji, 'Nguyễn', 'ẞß', 'O’Neill']) {
    const id = await store.addPatient({ ...jeanne, familyName })
    t.equal((await store.patient(id)).familyName, familyName)
    t.ok((await store.findPatients(familyName)).some(patient => patient.id === id))
  }
})

t.test('a text of no letters is neither absent nor another text', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  const turn = { speaker: 'agent', text: '', startMs: 0, endMs: 1, interrupted: false } as const
  await store.addTurn(id, { ...turn, seq: 0, linkId: '', promptVersion: '' })
  await store.addTurn(id, { ...turn, seq: 1, linkId: '\u0001' })
  t.strictSame((await store.result(id)).turns, [
    { ...turn, seq: 0, linkId: '', promptVersion: '' },
    { ...turn, seq: 1, linkId: '\u0001' },
  ])
  const patient = { ...jeanne, title: '', phones: [{ number: '', label: '' }] }
  t.match(await store.patient(await store.addPatient(patient)), patient)
})

t.test('an instant is read back to the millisecond, in winter and in summer, before 1970 and far ahead', async t => {
  const store = await freshStore(t)
  const { patientId } = await discharged(store)
  for (const at of [
    '2026-03-29T00:59:59.999Z',
    '2026-10-25T01:00:00.001Z',
    '1931-07-04T12:00:00.500Z',
    '2399-12-31T23:59:59.999Z',
  ]) {
    await store.markPatient(patientId, 'readmitted', new Date(at))
    t.equal((await store.patient(patientId)).readmittedAt?.toISOString(), at)
  }
})

t.test('numbers keep their fractions', async t => {
  const store = await freshStore(t)
  const id = await store.addPatient(jeanne)
  for (const [tempo, gainDb] of [
    [0.1 + 0.2, -6.02],
    [1 / 3, 1e-12],
    [1e15, 0],
  ] as const) {
    await store.setProsody(id, tempo, gainDb)
    t.match(await store.patient(id), { tempo, gainDb })
  }
})

t.test('what the database does not take is refused with a code that says why', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  await t.rejects(store.addPatient({ ...jeanne, language: 'de' as never }), { code: 'store/refused' })
  await t.rejects(store.addPatient({ ...jeanne, tempo: null as never }), { code: 'store/incomplete' })
  const stay = { patientId: due.patientId, site: 'Hornu', dischargedAt: MONDAY, protocol: 'p' }
  await store.addEncounter({ ...stay, ward: 'w'.repeat(400) })
  const turn = { seq: 0, speaker: 'agent', text: 'x', startMs: 0, endMs: 1, interrupted: false } as const
  await store.addTurn(id, { ...turn, linkId: 'x' })
  await t.rejects(store.openReceived({ id, site: 'Hornu', ward: 'x', startedAt: MONDAY }), { code: 'store/duplicate' })
})
