import { join } from 'node:path'
import t from 'tap'
import { nationalNumberBirth, nationalNumberFault } from '../../daemon/domain/national-number.js'
import type { ImportOptions } from '../../daemon/store/lifecycle/import.js'
import { IMPORT_COLUMNS } from '../../daemon/store/lifecycle/import-columns.js'
import { openTable } from '../../daemon/store/table-rows.js'
import { discharged, freshStore, jeanne, MONDAY, minutesLater, ring, tempFolder } from './scene.js'

const rules: ImportOptions = { today: '2026-11-09', country: 'BE', dry: false }
const tableOf = (text: string) =>
  openTable(async function* () {
    yield Buffer.from(text)
  }, IMPORT_COLUMNS)
const HEAD = 'Nom;Prénom;Date de naissance;GSM\n'
const row = (name: string, more = 'Anne;03/04/1947;0475 12 34 56') => `${name};${more}\n`

t.test('a row becomes a patient, in the words of three languages', async t => {
  const store = await freshStore(t)
  const files = [
    'Nom;Prénom;Né(e) le;Sexe;Civilité;Langue;GSM;Téléphone;Personne de contact;Lien\n' +
      'Lambertzöe;Jeanne;03/04/1947;F;Madame;FR;0475/12.34.56;065 31 99 88;Paulette;fille\n',
    'Naam,Voornaam,Geboortedatum,Geslacht,Taal,GSM-nummer,Telefoonnummer\n' +
      'Peeters,An,1950-02-01,V,Nederlands,0475 65 43 21,0475654321\n',
    '{"Last name":"Smith","First name":"John","Date of birth":"1960-12-31","Gender":"male","Language":"en","Phone":"+33612345678"}\n',
  ]
  for (const file of files) t.match(await store.importPatients(await tableOf(file), rules), { taken: 1, refused: [] })
  const [first, second, third] = await store.patients({ limit: 9 })
  t.match(first, {
    ...{ familyName: 'Lambertzöe', givenName: 'Jeanne', birthDate: '1947-04-03', sex: 'f', title: 'Madame' },
    phones: [{ number: '+32475123456' }, { number: '+3265319988' }],
    caregivers: [{ name: 'Paulette', relation: 'fille' }],
  })
  t.match(second, { familyName: 'Peeters', sex: 'f', language: 'nl', phones: [{ number: '+32475654321' }] })
  t.equal(second?.phones.length, 1, 'the same number twice is one number')
  t.match(third, { familyName: 'Smith', sex: 'm', language: 'en', birthDate: '1960-12-31' })
})

t.test('every field that is wrong is told at once, by code, and nothing of the row is in', async t => {
  const store = await freshStore(t)
  const head = 'nom;prénom;date de naissance;sexe;langue;gsm;téléphone;NISS\n'
  const rows = [
    [
      'Maes;;30/02/1950;q;de;112;0900 12 345;12345678901',
      {
        givenName: 'missing',
        birthDate: 'no-such-date',
        sex: 'unknown-value',
        language: 'unknown-value',
        mobile: 'emergency',
        phone: 'premium',
        nationalNumber: 'check-digits',
      },
    ],
    ['Maes;An;10/11/2026;;;0475123456;;', { birthDate: 'in-the-future' }],
    ['Maes;An;01/01/1899;;;0475123456;;', { birthDate: 'before-1900' }],
    ['Maes;An;hier;;;;;', { birthDate: 'not-a-date', phone: 'missing' }],
    ['Maes;An;29/02/1951;;;12;;', { birthDate: 'no-such-date', mobile: 'not-a-number' }],
    ['Maes;An;03/04/1947;;;+1 212 555 2368;;47040300103', { mobile: 'foreign', nationalNumber: 'check-digits' }],
    [`${'M'.repeat(201)};A\u0000n;03/04/1947;;;0475123456;;`, { familyName: 'too-long', givenName: 'unprintable' }],
  ] as const
  const file = head + rows.map(([text]) => text).join('\n')
  const report = await store.importPatients(await tableOf(file), rules)
  t.strictSame(report.taken, 0)
  t.strictSame(
    report.refused,
    rows.map(([, reasons], index) => ({ line: index + 2, reasons })),
  )
  t.notMatch(JSON.stringify(report), /Maes|An|1950|0475/, 'no value of a row is in the report')
  t.strictSame(await store.patients({ limit: 1 }), [])
})

t.test('whatever a name is made of, it is read back as it was written', async t => {
  const store = await freshStore(t)
  const names = ["O'Brien", 'Ñandú 😀𝒳', 'Robert"); DROP TABLE patients;--', 'a;b', '=cmd()', 'Дубо́ва', '山田']
  const file = HEAD + names.map(name => row(`"${name.replaceAll('"', '""')}"`)).join('')
  t.match(await store.importPatients(await tableOf(file), rules), { taken: names.length, refused: [] })
  t.strictSame(
    (await store.patients({ limit: 20 })).map(patient => patient.familyName),
    names,
  )
})

t.test('a file that lacks a column says which, and how it may be called', async t => {
  const store = await freshStore(t)
  const lacking = store.importPatients(await tableOf('nom;gsm\nMaes;0475123456\n'), rules)
  await t.rejects(lacking, { code: 'import/columns', message: /givenName \(prénom.*birthDate \(date de naissance/ })
})

t.test('a dry run tells the same and changes nothing', async t => {
  const store = await freshStore(t)
  const file = HEAD + row('Maes') + row('Dubois', ';03/04/1947;12') + row('Maes')
  const dry = await store.importPatients(await tableOf(file), { ...rules, dry: true })
  t.strictSame(await store.patients({ limit: 1 }), [])
  t.strictSame(await store.importPatients(await tableOf(file), rules), dry)
  t.match(dry, { taken: 1, alreadyKnown: 1, skipped: 0, refused: [{ line: 3 }] })
})

t.test('who has a record already keeps it as it is, and a file is imported once', async t => {
  const store = await freshStore(t)
  await store.addPatient(jeanne)
  const file =
    HEAD + row('LAMBERTZOE', 'Jeanne-Marie;1947-04-03;0475999999') + row('Lambertzöe', 'Jeanne;1947-04-04;0475999999')
  t.match(await store.importPatients(await tableOf(file), rules), { taken: 1, alreadyKnown: 1 })
  t.match(await store.importPatients(await tableOf(file), rules), { taken: 0, alreadyKnown: 0, skipped: 2 })
  t.equal((await store.patients({ limit: 9 })).length, 2)
})

t.test('an import that was stopped goes on behind the last row that is in', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const names = Array.from({ length: 350 }, (_, n) => `Maes ${String.fromCharCode(97 + (n % 26))}${n}`)
  const file = HEAD + names.map(name => row(name)).join('') + row('Faux', ';;')
  let read = 0
  const stopped = store.importPatients(await tableOf(file), {
    ...rules,
    onRow: () => {
      if (++read === 270) throw new Error('killed')
    },
  })
  await t.rejects(stopped, { message: 'killed' })
  t.equal((await store.patients({ limit: 500 })).length, 200, 'whole batches only')
  const report = await store.importPatients(await tableOf(file), rules)
  t.match(report, { taken: 150, skipped: 200, alreadyKnown: 0, refused: [{ line: 352 }] })
  const there = await store.patients({ limit: 500 })
  t.strictSame(
    there.map(patient => patient.familyName),
    names,
  )
  const told = (await store.audit.entries({ limit: 500 }))
    .filter(({ action }) => action === 'records.imported')
    .reverse()
  t.strictSame(
    told.map(({ facts }) => facts?.taken),
    [100, 100, 100, 50],
    'each entry of the audit tells what was taken by it',
  )
  t.strictSame(
    told.flatMap(({ patientIds }) => patientIds ?? []),
    there.map(({ id }) => id),
    'and whom',
  )
})

t.test('who asked not to be rung, or died, is not imported to be rung again after an erasure', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  await store.addOptOut({ scope: 'patient', patientId: due.patientId, at: MONDAY })
  const order = { by: 'x', at: minutesLater(1), results: 'held-elsewhere', resultYears: 30, ground: 'request' } as const
  await store.erasePatient(due.patientId, order)
  const file = HEAD + row('Lambertzöe', 'Jeanne;03/04/1947;065 31 99 88')
  for (const dry of [true, false])
    t.match(await store.importPatients(await tableOf(file), { ...rules, dry }), {
      taken: 0,
      refused: [{ line: 2, reasons: { familyName: 'never-rung' } }],
    })
})

t.test('a broken end of a file costs nobody before it', async t => {
  const store = await freshStore(t)
  const report = await store.importPatients(await tableOf(`${HEAD}${row('Maes')}"Dubois;An\n`), rules)
  t.match(report, { taken: 1, refused: [{ line: 3, reasons: { row: 'QUOTE_NOT_CLOSED' } }] })
})

t.test('the check digits of a national number are those of either century', async t => {
  t.equal(nationalNumberFault('85.07.30-033 28'), undefined)
  t.equal(nationalNumberBirth('85.07.30-033 28'), '1985-07-30')
  t.equal(nationalNumberFault('00012556777'), undefined, 'born in 2000')
  t.equal(nationalNumberBirth('00012556777'), '2000-01-25')
  t.equal(nationalNumberFault('85073003327'), 'check-digits')
  t.equal(nationalNumberFault('8507300332'), 'not-a-national-number')
})

t.test('a patient of an import is rung like any other', async t => {
  const store = await freshStore(t)
  await store.importPatients(await tableOf(HEAD + row('Maes')), rules)
  const [patient] = await store.patients({ limit: 1 })
  const due = await discharged(store, { ...patient!, familyName: 'Autre' })
  await t.resolves(ring(store, due))
})
