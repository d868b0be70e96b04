import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import type { Actor, AuditEntry } from '../../daemon/domain/audit.js'
import type { PatientId } from '../../daemon/domain/ids.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { discharged, freshStore, jeanne, MONDAY, raising, ring, tempFolder } from './scene.js'
import { FORBIDDEN, WORDS, within } from './trail-scene.js'

const nurse: Actor = {
  name: 'a.dubois',
  role: 'infirmier',
  from: '10.1.2.3',
  correlationId: 'req-7',
  why: 'rappel demandé',
}

const trail = async (store: OpenStore): Promise<readonly AuditEntry[]> =>
  [...(await store.audit.entries({ limit: 500 }))].reverse()
const actions = async (store: OpenStore) => (await trail(store)).map(({ action }) => action)

t.test('whoever opens a record is in the trail: who, in which role, what, when, from where and why', async t => {
  const store = await freshStore(t)
  const id = await store.addPatient(jeanne)
  await store.as(nurse).patient(id)
  const [added, read] = await trail(store)
  t.match(added, {
    seq: 1,
    action: 'patient.added',
    patientId: id,
    actor: { name: 'daemon', role: 'system' },
    at: MONDAY,
  })
  t.strictSame(read?.actor, nurse)
  t.match(read, { seq: 2, action: 'patient.read', patientId: id, at: MONDAY })
  t.strictSame(await store.audit.verify(), { holds: true, entries: 2 })
})

t.test('a list tells everybody who was on it, and a search everybody who was found', async t => {
  const store = await freshStore(t)
  const ids = [await store.addPatient(jeanne), await store.addPatient({ ...jeanne, nationalNumber: '85.07.30-033.28' })]
  const hers = store.as(nurse)
  await hers.patients({ limit: 10 })
  await hers.findPatients('lambertzoe')
  await hers.candidates('0475 12 34 56')
  await hers.findByNationalNumber('85073003328')
  const seen = (await trail(store)).slice(2)
  t.strictSame(
    seen.map(({ action, patientIds, facts }) => [action, patientIds?.length, facts?.by]),
    [
      ['patient.listed', 2, undefined],
      ['patient.searched', 2, 'name'],
      ['patient.searched', 2, 'caller-id'],
      ['patient.searched', 1, 'national-number'],
    ],
  )
  t.strictSame(seen[3]?.patientIds, [ids[1]])
  t.equal(
    (await store.audit.entries({ limit: 10, patientId: ids[0] as PatientId })).length,
    4,
    'her adding and three lists',
  )
})

t.test('a call leaves what was done in it, its patient with each, and its hundred turns once', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const before = (await trail(store)).length
  const id = await ring(store, due)
  await store.updateCall(id, { answeredAt: MONDAY, identity: 'verified' })
  const turn = { speaker: 'patient', linkId: 'pain', text: 'huit', startMs: 0, endMs: 1, interrupted: false } as const
  for (let seq = 0; seq < 100; seq++) await store.addTurn(id, { ...turn, seq })
  for (const linkId of ['pain', 'fever'])
    await store.putAnswer(id, { linkId, question: '', status: 'understood', value: 8 })
  const alert = await store.raiseAlert(id, raising)
  await store.closeCall(id, { endedAt: MONDAY, disposition: 'completed' })
  await store.as(nurse).acknowledgeAlert(alert, { by: 'a.dubois', at: MONDAY })
  await store.as(nurse).result(id)
  const left = (await trail(store)).slice(before)
  t.strictSame(
    left.map(({ action }) => action),
    [
      'call.opened',
      'call.changed',
      'call.transcribed',
      'call.answered',
      'alert.raised',
      'call.closed',
      'alert.acknowledged',
      'call.read',
    ],
  )
  t.ok(left.every(({ patientId }) => patientId === due.patientId))
  t.match(left.at(-2), { subjectId: alert, actor: { name: 'a.dubois' } })
})

t.test('a refused call is in the trail with its reason, a failed change is not', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  await store.addOptOut({ scope: 'patient', patientId: due.patientId, at: MONDAY })
  const before = (await trail(store)).length
  await t.rejects(ring(store, due), { code: 'call/not-allowed' })
  await t.rejects(store.setProsody('nobody' as PatientId, 1, 0), { code: 'store/not-found' })
  await t.rejects(store.as(nurse).patient('nobody' as PatientId), { code: 'store/not-found' })
  const left = (await trail(store)).slice(before)
  t.match(left, [{ action: 'call.refused', patientId: due.patientId, facts: { reason: 'opted-out' } }])
  t.equal(left.length, 1)
})

t.test('a change and its entry are both there or neither is; what cannot be told is not shown', async t => {
  const { store, full } = await within(t)
  const id = await store.addPatient(jeanne)
  const roomAgain = await full()
  await t.rejects(store.setProsody(id, 0.8, 3), { code: 'store/refused' })
  await t.rejects(store.as(nurse).patient(id), { code: 'store/refused' })
  await roomAgain()
  t.match(await store.patient(id), { tempo: 1, gainDb: 0 })
  t.strictSame(await actions(store), ['patient.added', 'patient.read'])
})

t.test('nothing personal is in it beyond the ids, and the reason is sealed', async t => {
  const { store, sql } = await within(t)
  const due = await discharged(store, {
    ...jeanne,
    nationalNumber: '85073003328',
    note: 'sourde',
    address: 'rue Haute 3',
  })
  const id = await ring(store, due)
  await store.as({ ...nurse, why: 'Jeanne a rappelé' }).result(id)
  await store.raiseAlert(id, raising)
  await store.addOptOut({ scope: 'number', number: '+32475123456', at: MONDAY })
  const rows = await sql('SELECT * FROM audit_entries')
  t.notMatch(JSON.stringify(rows), /Jeanne|Lambert|1947|475123456|85073003328|sourde|Haute|huit|rappel/i)
  t.equal((await store.audit.entries({ limit: 10, patientId: due.patientId }))[1]?.actor.why, 'Jeanne a rappelé')
})

t.test('the database itself refuses to change or remove an entry, or to set the head back', async t => {
  const { store, sql } = await within(t)
  await store.addPatient(jeanne)
  await store.addPatient(jeanne)
  for (const forbidden of FORBIDDEN) await t.rejects(sql(forbidden), { message: /append-only/ }, forbidden)
  t.strictSame(await store.audit.verify(), { holds: true, entries: 2 })
})

t.test('the first broken link is named: changed, missing, cut off, or a head of another chain', async t => {
  for (const [change, verdict] of [
    ["UPDATE audit_entries SET actor = 'nobody' WHERE seq = 3", { seq: 3, broken: 'changed' }],
    [`UPDATE audit_entries SET happened_at = ${WORDS.moved} WHERE seq = 5`, { seq: 5, broken: 'changed' }],
    ['UPDATE audit_entries SET patient_id = NULL WHERE seq = 1', { seq: 1, broken: 'changed' }],
    ["UPDATE audit_entries SET reason = 'v1.00000000.x' WHERE seq = 2", { seq: 2, broken: 'changed' }],
    ['DELETE FROM audit_entries WHERE seq = 4', { seq: 4, broken: 'missing' }],
    ['DELETE FROM audit_entries WHERE seq >= 5', { seq: 5, broken: 'cut' }],
    ["UPDATE audit_head SET hash = 'x'", { seq: 6, broken: 'head' }],
  ] as const) {
    const { store, sql, unguarded } = await within(t)
    for (let i = 0; i < 6; i++) await store.addPatient(jeanne)
    await unguarded()
    await sql(change)
    t.strictSame(await store.audit.verify(), { holds: false, ...verdict }, change)
  }
})

t.test('a chain cut off together with its head is shown by a head that was exported before', async t => {
  const { store, sql, unguarded } = await within(t)
  for (let i = 0; i < 3; i++) await store.addPatient(jeanne)
  const early = await store.audit.head()
  for (let i = 0; i < 3; i++) await store.addPatient(jeanne)
  const late = await store.audit.head()
  t.strictSame(await store.audit.verify([early, late]), { holds: true, entries: 6 })
  await unguarded()
  await sql('UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit_entries WHERE seq = 4)')
  await sql('DELETE FROM audit_entries WHERE seq > 4')
  t.strictSame(await store.audit.verify([early]), { holds: true, entries: 4 }, 'without it nothing shows')
  t.strictSame(await store.audit.verify([early, late]), { holds: false, seq: 5, broken: 'cut' })
  await store.addPatient(jeanne)
  await store.addPatient(jeanne)
  t.strictSame(
    await store.audit.verify([late]),
    { holds: false, seq: 6, broken: 'changed' },
    'nor can it be grown again',
  )
})

t.test('two processes lengthen one chain', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const scene = JSON.stringify(new URL('./scene.js', import.meta.url).href)
  const child = () => {
    const script = `import { storeThere } from ${scene}
      const store = await storeThere({ path: ${JSON.stringify(path)} })
      for (let i = 0; i < 30; i++) await store.audit.append({ action: 'daemon.started', facts: { i } })
      await store.close()`
    return once(spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' }), 'exit')
  }
  const ends = await Promise.all([child(), child()])
  t.strictSame(
    ends.map(([code]) => code as unknown),
    [0, 0],
  )
  await store.addPatient(jeanne)
  t.strictSame(await store.audit.verify(), { holds: true, entries: 61 })
})

t.test('what the daemon looks at for itself is no disclosure, the same list before a person is', async t => {
  const store = await freshStore(t)
  await ring(store, await discharged(store))
  const before = (await trail(store)).length
  await store.openAlerts()
  await store.latestResults(10)
  t.equal((await trail(store)).length, before)
  await store.as(nurse).latestResults(10)
  t.match((await trail(store)).slice(before), [{ action: 'call.listed', patientIds: [/./] }])
})
