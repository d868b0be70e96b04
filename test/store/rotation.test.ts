import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { rotateKeys } from '../../daemon/cli/keys.js'
import type { CallId, PatientId } from '../../daemon/domain/ids.js'
import { RECORDING_CHUNK_BYTES, Recorder } from '../../daemon/media/recorder.js'
import { openRecording } from '../../daemon/media/recording.js'
import { newFileSeal } from '../../daemon/sealing/chunks.js'
import { keyRing } from '../../daemon/sealing/ring.js'
import { INDEXED } from '../../daemon/store/blind-indexes.js'
import { SEALED_TABLES } from '../../daemon/store/rotation.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { discharged, freshStore, jeanne, MONDAY, raising, ring, sqlOn, storeThere, tempFolder } from './scene.js'

const OLD = randomBytes(32)
const NEW = randomBytes(32)
const rings = { old: keyRing([OLD]), both: keyRing([NEW, OLD]), new: keyRing([NEW]) }
const oldId = rings.old.current.id

/** Of the same column type as the others; nothing in this scene writes them. */
const UNTRIED: ReadonlySet<string> = new Set(['representative', 'pending_alerts', 'external_number', 'preferences'])

const ROTATING = fileURLToPath(new URL('./rotating.js', import.meta.url))

/** Everything that can be sealed, in some rows each, under the old key. */
async function furnished(t: Parameters<typeof tempFolder>[0], patients = 2) {
  const folder = tempFolder(t)
  const path = join(folder, 'hellojade.db')
  const store = await freshStore(t, { path, key: rings.old })
  const ids: PatientId[] = []
  const calls: CallId[] = []
  for (let i = 0; i < patients; i++) {
    const due = await discharged(store, {
      ...jeanne,
      ...{ spokenName: 'Jeanne', nationalNumber: '85073003328', address: 'rue Haute 3', note: 'sourde' },
    })
    const id = await ring(store, due)
    await store.addTurn(id, {
      seq: 0,
      speaker: 'patient',
      linkId: 'pain',
      text: 'huit',
      startMs: 0,
      endMs: 1,
      interrupted: false,
    })
    await store.putAnswer(id, {
      linkId: 'pain',
      question: '',
      status: 'understood',
      value: 8,
      pendingAlerts: [raising],
    })
    const alertId = await store.raiseAlert(id, raising)
    await store.raiseAlert(id, { ...raising, words: 'neuf' })
    await store.addAlertStep(id, raising.key, { at: MONDAY, kind: 'rung', number: '6501' })
    await store.acknowledgeAlert(alertId, { by: 'a.dubois', at: MONDAY, note: 'rappelée' })
    await store.addTask({
      kind: 'callback',
      patientId: due.patientId,
      callId: id,
      ward: 'Chirurgie',
      note: 'rappeler',
      createdAt: MONDAY,
    })
    await store.addOptOut({ scope: 'number', number: `+3247${1000000 + i}`, at: MONDAY })
    await store.as({ name: 'a.dubois', role: 'infirmier', from: 'here', why: 'appel' }).result(id)
    const recording = join(folder, `${id}.sealed`)
    const seal = newFileSeal(rings.old, { use: 'recording', context: id }, RECORDING_CHUNK_BYTES)
    const recorder = new Recorder(recording, () => t.teardown(() => {}), seal)
    await recorder.open()
    for (let frame = 0; frame < 60; frame++) recorder.append(new Int16Array(160).fill(frame), new Int16Array(160))
    await recorder.close()
    await store.updateCall(id, { recordingPath: recording, recordingStartMs: 0 })
    await store.closeCall(id, { endedAt: MONDAY, disposition: 'completed' })
    ids.push(due.patientId)
    calls.push(id)
  }
  const refused = { key: 'k', failure: 'http/invalid', facts: {}, content: Buffer.from('MSH|') } as const
  await store.keepDeadLetter(refused, MONDAY)
  await store.close()
  return { folder, path, ids, calls }
}

/** All that the records tell of these calls and patients, looked up in every way. */
async function told(store: OpenStore, { ids, calls }: { ids: readonly PatientId[]; calls: readonly CallId[] }) {
  return JSON.stringify([
    await Promise.all(ids.map(id => store.patient(id))),
    await Promise.all(calls.map(id => store.result(id))),
    (await store.findPatients('Lambertzoe')).map(({ id }) => id),
    (await store.candidates('0475/123456')).map(({ id }) => id),
    (await store.findByNationalNumber('85.07.30-033.28')).map(({ id }) => id),
  ])
}

/** Values and recordings still under the old key. */
async function left({ rotation }: OpenStore, { folder }: { readonly folder: string }): Promise<number> {
  const files = readdirSync(folder).filter(name => name.endsWith('.sealed'))
  const stale = files.filter(name => readFileSync(join(folder, name)).toString('hex', 4, 8) === oldId)
  return (await rotation.left()) + stale.length
}

t.test('a rotation seals everything anew, and afterwards the new key alone is needed', async t => {
  const scene = await furnished(t)
  const before = await freshStore(t, { path: scene.path, key: rings.both })
  t.strictSame([...(await before.rotation.inUse())].sort(), [oldId, rings.new.current.id].sort())
  const text = await told(before, scene)
  t.ok((await left(before, scene)) > 20)
  const sql = sqlOn(t, scene.path)
  for (const { name, columns } of SEALED_TABLES)
    for (const [, column] of columns)
      if (!UNTRIED.has(column.name)) {
        const [found] = await sql(`SELECT count(*) AS n FROM ${name} WHERE ${column.name} IS NOT NULL`)
        t.ok(Number(found?.n), `${name}.${column.name} is tried`)
      }
  t.equal(await rotateKeys(before, rings.both, () => {}), 0)
  t.equal(await left(before, scene), 0)
  t.strictSame(await before.rotation.inUse(), [rings.new.current.id])
  t.equal(await told(before, scene), text)
  t.match(
    (await before.audit.entries({ limit: 50 })).find(({ action }) => action === 'keys.rotated'),
    {
      facts: { from: oldId, to: rings.new.current.id, recordings: 2 },
    },
  )
  t.match(await before.audit.verify(), { holds: true }, 'the chain holds: reasons were sealed anew, hashes stay')
  await before.close()

  const after = await freshStore(t, { path: scene.path, key: rings.new })
  t.equal(await told(after, scene), text)
  t.match(await after.audit.verify(), { holds: true })
  const recording = await openRecording(join(scene.folder, `${scene.calls[0]}.sealed`), scene.calls[0]!, rings.new)
  t.ok(recording.whole)
  t.equal((await recording.read(44)).readInt16LE(59 * 640), 59)
  await recording.close()
  await after.close()
  await t.rejects(storeThere({ path: scene.path, key: rings.old }), { code: 'store/key' })
})

t.test('killed in the middle it goes on where it was; who reads meanwhile always reads everything', async t => {
  const scene = await furnished(t, 1)
  const reader = await freshStore(t, { path: scene.path, key: rings.both })
  const text = await told(reader, scene)
  const keys = [NEW, OLD].map(key => key.toString('hex')).join()
  let before = await left(reader, scene)
  for (const batches of [1, 3]) {
    const child = spawn(process.execPath, [ROTATING, scene.path, keys, String(batches)], { stdio: 'ignore' })
    const ended = once(child, 'exit')
    t.equal(await told(reader, scene), text, 'while it works')
    t.strictSame(await ended, [null, 'SIGKILL'])
    const rest = await left(reader, scene)
    t.ok(rest > 0 && rest < before, `${rest} of ${before} left`)
    t.equal(await told(reader, scene), text, 'half-way')
    before = rest
  }
  await t.rejects(storeThere({ path: scene.path, key: rings.new }), {
    code: 'store/key',
    facts: { keyId: oldId },
  })
  const last = await freshStore(t, { path: scene.path, key: rings.both })
  t.equal(await rotateKeys(last, rings.both, () => {}), 0)
  await last.close()
  t.equal(await left(reader, scene), 0)
  t.equal(await told(reader, scene), text)
})

t.test('alerts stay append-only: a rotation that is not under way lets nothing pass', async t => {
  const { path } = await furnished(t, 1)
  const sql = sqlOn(t, path)
  for (const table of ['alerts', 'alert_events', 'alert_acknowledgements', 'alert_steps'])
    await t.rejects(sql(`UPDATE ${table} SET id = id`), { message: /append-only/ }, table)
  await sql("INSERT INTO settings (name, content) VALUES ('resealing', '1')")
  await t.resolves(sql("UPDATE alerts SET words = 'v1.x'"))
  for (const statement of [
    "UPDATE alerts SET rule = 'x'",
    'UPDATE alerts SET words = NULL',
    "UPDATE alert_events SET urgency = 'routine'",
    "UPDATE alert_acknowledgements SET acknowledged_by = 'x'",
    "UPDATE alert_steps SET kind = 'x'",
    "UPDATE audit_entries SET actor = 'x'",
  ])
    await t.rejects(sql(statement), { message: /append-only/ }, statement)
})

t.test('every column that is looked up blindly is computed anew with what it stands for', t => {
  const named = SEALED_TABLES.flatMap(({ table }) =>
    Object.values(table as unknown as Record<string, { name?: string }>),
  )
    .map(column => column?.name ?? '')
    .filter(name => name.endsWith('_index'))
  // Nothing that these stand for is kept: a lasting hash, and messages that are forgotten within a month.
  const lasting = ['readmission_index', 'message_index', 'stay_index']
  t.strictSame(named.sort(), [...INDEXED.map(({ index }) => index.name), ...lasting].sort())
  t.end()
})
