import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { keyRing } from '../../daemon/sealing/ring.js'
import type { ErasureOrder } from '../../daemon/store/lifecycle/port.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { oracleTarget, tablesInOrder } from './oracle-scene.js'
import {
  discharged,
  dueFor,
  freshStore,
  jeanne,
  KEY,
  MONDAY,
  minutesLater,
  raising,
  ring,
  sqlOn,
  tempFolder,
} from './scene.js'

const order: ErasureOrder = {
  by: 'Dr Maes',
  at: minutesLater(60),
  results: 'held-elsewhere',
  resultYears: 30,
  ground: 'request',
}

/** A patient with everything that a call can leave. */
async function withCall(store: OpenStore, patient = jeanne) {
  const due = await discharged(store, patient)
  const id = await ring(store, due)
  const turn = {
    seq: 0,
    speaker: 'patient',
    linkId: 'pain',
    text: 'huit',
    startMs: 0,
    endMs: 900,
    interrupted: false,
  } as const
  await store.addTurn(id, { ...turn, promptVersion: 'pain/1' })
  await store.putAnswer(id, { linkId: 'pain', question: '?', status: 'understood', value: 8, text: 'huit' })
  const alertId = await store.raiseAlert(id, raising)
  await store.addAlertStep(id, raising.key, { at: MONDAY, kind: 'rung', number: '6501' })
  await store.acknowledgeAlert(alertId, { by: 'Sophie Dubois', at: minutesLater(5), note: 'Rappelée.' })
  await store.addTask({
    kind: 'callback',
    patientId: due.patientId,
    callId: id,
    ward: 'Chirurgie',
    note: 'x',
    createdAt: MONDAY,
  })
  await store.addConsent(id, { kind: 'recording', given: true, textVersion: 'fr/1', at: MONDAY })
  await store.updateCall(id, { recordingPath: `/recordings/${id}.wav` })
  await store.closeCall(id, { endedAt: minutesLater(4), disposition: 'completed' })
  return { ...due, id }
}

type Sql = ReturnType<typeof sqlOn>

/** Every value of every row, but for the trace of the erasure itself and of who saw the record before: ids alone. */
async function everything(sql: Sql): Promise<string> {
  const told = tablesInOrder.filter(name => name !== 'erasures' && name !== 'audit_entries')
  const rows: unknown[] = []
  for (const name of told) rows.push(await sql(`SELECT * FROM ${name}`))
  return JSON.stringify(rows)
}

const envelopesOf = async (sql: Sql): Promise<readonly string[]> =>
  (await everything(sql)).match(/v1\.[0-9a-f]{8}\.[\w-]+/g) ?? []

t.test('an erased patient is in no table any more, and nobody else misses a row', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const kept = await withCall(store, { ...jeanne, familyName: 'Maes' })
  const before = await store.result(kept.id)
  const gone = await withCall(store)
  const erased = await store.erasePatient(gone.patientId, order)
  t.strictSame(erased.recordingPaths, [`/recordings/${gone.id}.wav`])
  t.match(erased.rows, { patients: 1, phones: 2, calls: 1, turns: 1, answers: 1, alerts: 1, alert_events: 1, tasks: 1 })
  const left = await everything(sqlOn(t, path))
  for (const id of [gone.patientId, gone.id, gone.dueCallId]) t.notMatch(left, id)
  t.match(left, kept.patientId)
  t.strictSame(await store.result(kept.id), before)
  t.match(await store.erasures(), [{ patientId: gone.patientId, at: order.at, resultsErased: true }])
  await t.rejects(store.erasePatient(gone.patientId, order), { code: 'store/not-found' })
})

/** Oracle's blocks, undo and redo are Oracle's. */
if (oracleTarget === undefined)
  t.test('what is erased is not left in free pages of the file either', async t => {
    const path = join(tempFolder(t), 'hellojade.db')
    const store = await freshStore(t, { path })
    const { patientId } = await withCall(store)
    const envelopes = await envelopesOf(sqlOn(t, path))
    await store.erasePatient(patientId, order)
    await store.close()
    const bytes = Buffer.concat(readdirSync(dirname(path)).map(file => readFileSync(join(dirname(path), file))))
    const left = envelopes.filter(envelope => bytes.includes(envelope))
    const ofTheDatabase = await envelopesOf(sqlOn(t, path))
    t.ok(envelopes.length > 15)
    t.strictSame(
      left.filter(envelope => !ofTheDatabase.includes(envelope)),
      [],
      'no sealed word of the patient',
    )
  })

t.test('results within their legal term are not erased without a word of the hospital', async t => {
  const store = await freshStore(t)
  const { patientId, id } = await withCall(store)
  const refused = store.erasePatient(patientId, { ...order, results: 'refuse' })
  await t.rejects(refused, { code: 'patient/legal-term', facts: { until: '2056-11-09' } })
  t.equal((await store.result(id)).turns.length, 1, 'nothing was touched')
  t.strictSame(await store.erasures(), [])
})

t.test('everything but the results goes at once: name, birth date, answers and alerts stay', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const { patientId, id } = await withCall(store)
  const erased = await store.erasePatient(patientId, { ...order, results: 'keep' })
  t.match(erased, { resultsErased: false, recordingPaths: [`/recordings/${id}.wav`] })
  const { turns, answers, alerts, tasks, call } = await store.result(id)
  t.match({ turns, answers, tasks }, { turns: [], answers: [{ value: 8 }], tasks: [] })
  t.match(alerts, [{ rule: 'pain-high', acknowledgedBy: 'Sophie Dubois' }])
  t.notOk('recordingPath' in call)
  const left = await store.patient(patientId)
  t.match(left, { familyName: 'Lambertzöe', birthDate: '1947-04-03', phones: [], caregivers: [] })
  t.notOk('title' in left)
  await t.rejects(sqlOn(t, path)('DELETE FROM alerts'), /append-only/, 'results stay append-only')
  t.match(await store.erasePatient(patientId, { ...order, at: new Date('2056-11-10'), results: 'refuse' }), {
    resultsErased: true,
  })
})

t.test('a patient on the line is erased after the call', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  await t.rejects(store.erasePatient(due.patientId, order), { code: 'patient/on-the-line' })
  await store.closeCall(id, { endedAt: minutesLater(1), disposition: 'busy' })
  await t.resolves(store.erasePatient(due.patientId, order))
})

t.test('who asked not to be rung is not rung after the erasure either, however the name comes back', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  await store.addOptOut({ scope: 'patient', patientId: due.patientId, at: MONDAY })
  await store.erasePatient(due.patientId, order)
  const again = await discharged(store, { ...jeanne, givenName: 'JEANNE Marie', familyName: 'LAMBERTZOE' })
  await t.rejects(ring(store, again), { code: 'call/not-allowed', facts: { reason: 'opted-out' } })
  const other = await discharged(store, { ...jeanne, birthDate: '1947-04-04' })
  await t.resolves(ring(store, other), 'a namesake with another date of birth is somebody else')
})

t.test('a number that asked not to be rung is not rung after the erasure either', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  await store.addOptOut({ scope: 'number', patientId: due.patientId, number: '0475/12.34.56', at: MONDAY })
  await store.erasePatient(due.patientId, order)
  const spouse = await discharged(store, { ...jeanne, givenName: 'Albert' })
  await t.rejects(ring(store, spouse), { code: 'call/not-allowed', facts: { reason: 'number-opted-out' } })
})

t.test('a death outlives the record; an opt-out that was lifted does not', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const dead = await discharged(store)
  await store.markPatient(dead.patientId, 'deceased', MONDAY)
  await store.erasePatient(dead.patientId, order)
  const again = await store.addPatient(jeanne)
  t.match(await store.patient(again), { deceasedAt: MONDAY })
  const lifted = await discharged(store, { ...jeanne, familyName: 'Maes' })
  await store.addOptOut({ scope: 'patient', patientId: lifted.patientId, at: MONDAY })
  await store.erasePatient(lifted.patientId, order)
  const back = await discharged(store, { ...jeanne, familyName: 'Maes' })
  await sqlOn(t, path)("UPDATE opt_outs SET lifted_at = opted_out_at, lifted_by = 'Sophie Dubois'")
  await store.erasePatient(back.patientId, order)
  const third = await discharged(store, { ...jeanne, familyName: 'Maes' })
  await t.resolves(ring(store, third))
})

t.test('nothing of an erased person can be read from what outlives the record', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const due = await discharged(store)
  await store.markPatient(due.patientId, 'deceased', MONDAY)
  await store.addOptOut({ scope: 'number', patientId: due.patientId, number: '0475/12.34.56', at: MONDAY })
  await store.erasePatient(due.patientId, order)
  const sql = sqlOn(t, path)
  t.notMatch(await everything(sql), /Jeanne|Lambert|1947|475123456/i)
  t.match(await sql('SELECT reason FROM never_rung ORDER BY kind'), [{ reason: 'opted-out' }, { reason: 'deceased' }])
})

t.test('alerts go with an erased record alone', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  await withCall(store)
  await store.erasePatient(await store.addPatient({ ...jeanne, familyName: 'Maes' }), order)
  const sql = sqlOn(t, path)
  t.match(await sql('SELECT results_erased FROM erasures'), [{ results_erased: 1 }], 'of another record')
  for (const table of ['alert_steps', 'alert_acknowledgements', 'alert_events', 'alerts'])
    await t.rejects(sql(`DELETE FROM ${table}`), /append-only/, table)
})

t.test('a patient with an alert that nobody has taken on is not erased before somebody has', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  const alertId = await store.raiseAlert(id, raising)
  await store.closeCall(id, { endedAt: minutesLater(4), disposition: 'completed' })
  for (const results of ['held-elsewhere', 'keep', 'refuse'] as const)
    await t.rejects(store.erasePatient(due.patientId, { ...order, results }), { code: 'patient/open-alert' }, results)
  t.match(await store.openAlerts(), [{ callId: id }])
  t.match(await store.patient(due.patientId), { phones: [{ number: '+32475123456' }, {}] }, 'a nurse can ring her')
  await store.acknowledgeAlert(alertId, { by: 'Sophie Dubois', at: minutesLater(5) })
  await t.resolves(store.erasePatient(due.patientId, order))
})

t.test('a restored backup that still has the alert as open does not bring an erased patient back', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  await store.raiseAlert(id, raising)
  await store.closeCall(id, { endedAt: minutesLater(4), disposition: 'completed' })
  await t.resolves(store.erasePatient(due.patientId, { ...order, ground: 'restore' }))
})

t.test('a kept result tells a name and a date of birth, and by nothing else whose it is or how to ring', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const found = { nationalNumber: '47040300250', address: 'Rue de la Gare 5', note: 'sonne deux fois' }
  const { patientId, id } = await withCall(store, { ...jeanne, ...found, preferences: { days: ['monday'] } })
  const dueCallId = await dueFor(store, patientId, minutesLater(30))
  await store.erasePatient(patientId, { ...order, results: 'keep' })
  const kept = await store.patient(patientId)
  t.strictSame(Object.keys(kept).sort(), [
    ...['birthDate', 'caregivers', 'familyName', 'gainDb', 'givenName', 'id', 'language', 'phones', 'sex', 'tempo'],
  ])
  t.strictSame(await store.findByNationalNumber(found.nationalNumber), [])
  const { call, alerts } = await store.result(id)
  t.notOk('number' in call)
  t.strictSame(
    alerts[0]?.steps.map(step => [step.kind, 'number' in step]),
    [['rung', false]],
    'that a nurse was rung stays, her number does not',
  )
  t.match(await store.dueCall(dueCallId), { state: 'cancelled' }, 'nobody is rung any more')
  const sql = sqlOn(t, path)
  t.match(await sql('SELECT phone_index FROM calls'), [{ phone_index: null }])
  t.match(await sql('SELECT national_number_index FROM patients'), [{ national_number_index: null }])
  await store.close()
  const turned = await freshStore(t, { path, key: keyRing([new Uint8Array(32).fill(9), KEY]) })
  let sealed = 0
  for await (const { rows } of turned.rotation.values()) sealed += rows
  t.ok(sealed > 0)
  t.match(await sql('SELECT phone_index FROM calls'), [{ phone_index: null }], 'a rotation makes no index of nothing')
  await t.rejects(sql("UPDATE alert_steps SET kind = 'taken'"), /append-only/)
})

t.test(
  'a backup made while the patient was on the line does not keep the erased record when it is restored',
  async t => {
    const store = await freshStore(t)
    const due = await discharged(store)
    const id = await ring(store, due)
    await t.resolves(store.erasePatient(due.patientId, { ...order, ground: 'restore' }))
    await t.rejects(store.result(id), { code: 'store/not-found' })
    const kept = await discharged(store)
    const other = await ring(store, kept)
    await store.erasePatient(kept.patientId, { ...order, ground: 'restore', results: 'keep' })
    t.notOk('number' in (await store.result(other)).call, 'nor what goes from a record whose results stay')
  },
)
