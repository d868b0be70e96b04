import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import fc from 'fast-check'
import t from 'tap'
import { keyRing } from '../../daemon/sealing/ring.js'
import { normaliseName, normalisePhone } from '../../daemon/store/normalise.js'
import { openVault, type Sealed } from '../../daemon/store/vault.js'
import { discharged, freshStore, KEY, MONDAY, raising, ring, tempFolder } from './scene.js'

const place = { table: 'patients', column: 'family_name', row: '1' }

t.test('any text comes back as it was sealed, and never twice as the same envelope', t => {
  const vault = openVault(keyRing([KEY]))
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const sealed = vault.seal(place, text)
      return vault.open(place, sealed) === text && sealed !== vault.seal(place, text)
    }),
  )
  t.end()
})

t.test('an envelope with any character changed does not open', t => {
  const vault = openVault(keyRing([KEY]))
  const sealed = vault.seal(place, 'Jeanne')
  for (let i = 0; i < sealed.length - 1; i++) {
    const other = sealed[i] === 'A' ? 'B' : 'A'
    const changed = (sealed.slice(0, i) + other + sealed.slice(i + 1)) as Sealed
    t.throws(() => vault.open(place, changed), { code: 'store/damaged' }, `character ${i}`)
  }
  for (const junk of ['', 'v1', 'v1..', `v1.${vault.keyId}.AAAA`, `${sealed}.x`])
    t.throws(() => vault.open(place, junk as Sealed), { code: 'store/damaged' }, junk)
  t.end()
})

t.test('an envelope opens neither in another place nor under another key', t => {
  const vault = openVault(keyRing([KEY]))
  const sealed = vault.seal(place, 'Jeanne')
  for (const moved of [
    { ...place, row: '2' },
    { ...place, column: 'given_name' },
    { ...place, table: 'caregivers' },
  ])
    t.throws(() => vault.open(moved, sealed), { code: 'store/damaged' })
  t.throws(() => openVault(keyRing([randomBytes(32)])).open(place, sealed), { code: 'store/key' })
  t.end()
})

t.test('a blind index depends on the text, its field and the key', t => {
  const vault = openVault(keyRing([KEY]))
  const index = vault.blindIndex('phone', 'x')
  t.equal(vault.blindIndex('phone', 'x'), index)
  t.not(vault.blindIndex('family-name', 'x'), index)
  t.not(vault.blindIndex('phone', 'y'), index)
  t.not(openVault(keyRing([randomBytes(32)])).blindIndex('phone', 'x'), index)
  t.end()
})

t.test('names and numbers are compared as people write them', t => {
  t.equal(normaliseName('Élise  DUPONT-Léonard'), 'elise dupont leonard')
  t.equal(normaliseName('Łukaszewicz Straße Œuvrard'), 'łukaszewicz strasse oeuvrard')
  t.equal(normaliseName('Нагорная'), 'нагорная')
  for (const written of ['0475/12.34.56', '0032 475 123456', '+32 (0)475 12 34 56', '+32475123456'])
    t.equal(normalisePhone(written), '+32475123456', written)
  t.equal(normalisePhone(' Patient-1 '), 'patient-1')
  t.end()
})

t.test('nothing personal can be read in the raw files', async t => {
  const folder = tempFolder(t)
  const store = await freshStore(t, { path: join(folder, 'hellojade.db') })
  const due = await discharged(store)
  const id = await ring(store, due)
  const words = 'Ventredouloureux'
  const turn = { seq: 0, speaker: 'patient', linkId: 'pain', startMs: 0, endMs: 1, interrupted: false } as const
  await store.addTurn(id, { ...turn, text: words })
  await store.putAnswer(id, {
    linkId: 'pain-where',
    question: words,
    status: 'understood',
    value: words,
    text: words,
    earlier: [{ value: words, text: words }],
    pendingAlerts: [{ ...raising, words }],
  })
  await store.raiseAlert(id, { ...raising, question: words, words })
  await store.raiseAlert(id, { ...raising, words: `${words}!` })
  const task = { kind: 'callback', patientId: due.patientId, callId: id, ward: 'Chirurgie' } as const
  await store.addTask({ ...task, note: words, createdAt: MONDAY })
  await store.addOptOut({ scope: 'number', patientId: due.patientId, number: '+32475123456', at: MONDAY })
  t.match((await store.result(id)).turns[0]?.text, words)

  const bytes = Buffer.concat(readdirSync(folder).map(name => readFileSync(join(folder, name)))).toString('latin1')
  const latin = (text: string) => Buffer.from(text).toString('latin1')
  const personal = ['Jeanne', 'Lambertz', 'lambertz', '1947-04-03', '475123456', '31 99 88', 'Paulette', 'Quintard']
  for (const text of [...personal, 'fille', 'Madame', 'cholécyst', words])
    t.notOk(bytes.includes(latin(text)), `${text} is not in the file`)
  t.ok(bytes.includes('Chirurgie'), 'the ward is, so the search would have found them')
})

t.test('a name moved to another patient in the file does not open', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const one = await discharged(store)
  const other = await discharged(store)
  const raw = createClient({ url: `file:${path}` })
  t.teardown(() => raw.close())
  await raw.execute({
    sql: 'UPDATE patients SET family_name = (SELECT family_name FROM patients WHERE id = ?) WHERE id = ?',
    args: [one.patientId, other.patientId],
  })
  await t.rejects(store.patient(other.patientId), {
    code: 'store/damaged',
    facts: { column: 'patients.family_name' },
  })
  await t.resolves(store.patient(one.patientId))
})

t.test('the files are readable by their owner alone', async t => {
  const folder = join(tempFolder(t), 'data')
  await freshStore(t, { path: join(folder, 'hellojade.db') })
  for (const name of readdirSync(folder)) t.equal(statSync(join(folder, name)).mode & 0o077, 0, name)
  t.equal(statSync(folder).mode & 0o077, 0)
})
