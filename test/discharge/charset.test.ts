import t from 'tap'
import { type Charset, decode } from '../../daemon/schedule/hl7/charset.js'
import { adt, house, listening, Sender } from './scene.js'

const NAME = 'Noël Lambertœuvre Žižka'

t.test('a name is what its bytes say in the character set that is declared', t => {
  const latin = Buffer.from('Zoë Dupré', 'latin1')
  t.equal(decode(latin, '8859/1', '8859/1'), 'Zoë Dupré')
  t.equal(decode(latin, '', '8859/1'), 'Zoë Dupré', 'declared by the hospital, not by the message')
  t.equal(decode(Buffer.from('Zoë Dupré'), 'UNICODE UTF-8', '8859/1'), 'Zoë Dupré')
  t.equal(decode(Buffer.from([0x4c, 0xbd, 0x75, 0xa4]), '8859/15', '8859/1'), 'Lœu€')
  const windows = Buffer.from([0x4e, 0x6f, 0xeb, 0x6c, 0x20, 0x9c, 0x20, 0x8e, 0x92, 0x80])
  t.equal(decode(windows, 'WINDOWS-1252', '8859/1'), 'Noël œ Ž’€')
  t.equal(decode(windows, '8859/1', 'WINDOWS-1252'), 'Noël œ Ž’€', 'a Windows system that says 8859/1')
  t.equal(decode(Buffer.from('Anne'), 'ASCII', '8859/1'), 'Anne')
  t.end()
})

t.test('bytes that are not what they are declared to be are refused, not misspelt', t => {
  const wrong: readonly (readonly [Buffer, string, Charset])[] = [
    [Buffer.from('Zoë', 'latin1'), 'UNICODE UTF-8', '8859/1'],
    [Buffer.from(NAME), '8859/1', '8859/1'],
    [Buffer.from(NAME), '', '8859/1'],
    [Buffer.from(NAME), '', 'WINDOWS-1252'],
    [Buffer.from([0x4c, 0x9c]), '8859/1', '8859/1'],
    [Buffer.from([0x4c, 0x81]), 'WINDOWS-1252', '8859/1'],
    [Buffer.from('Zoë', 'latin1'), 'ASCII', '8859/1'],
    [Buffer.from('Zoe'), 'ISO IR87', '8859/1'],
  ]
  for (const [bytes, declared, usual] of wrong)
    t.throws(() => decode(bytes, declared, usual), { code: 'hl7/charset' }, `${declared} ${bytes.toString('hex')}`)
  t.end()
})

t.test('accents arrive whole over HL7 in each character set', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  const cases = [
    ['8859/1', 'latin1'],
    ['UNICODE UTF-8', 'utf8'],
  ] as const
  for (const [charset, encoding] of cases) {
    const message = adt({
      patient: charset,
      visit: charset,
      name: 'Crèvecoeur^Zoë',
      header: { 18: charset },
    })
    t.equal((await sender.ask(message, encoding)).code, 'AA', charset)
  }
  const all = await at.store.patients({ limit: 10 })
  t.strictSame(
    all.map(({ familyName }) => familyName),
    ['Crèvecoeur', 'Crèvecoeur'],
  )
  t.match(await sender.ask(adt({ header: { 18: '8859/1' } }), 'utf8'), { code: 'AE', conditions: ['102'] })
})

t.test('escaped characters are read as what they stand for', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt({ name: 'Durand \\T\\ fils^Zo\\XEB\\' }))
  t.match(await at.store.patients({ limit: 1 }), [{ familyName: 'Durand & fils', givenName: 'Zoë' }])
})
