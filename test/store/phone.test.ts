import fc from 'fast-check'
import t from 'tap'
import { normalisePhone } from '../../daemon/store/phone.js'

t.test('a Belgian number is the same number however it is written', async t => {
  for (const [written, e164] of [
    ['0475/12.34.56', '+32475123456'],
    ['+32(0)475 12 34 56', '+32475123456'],
    ['0032475123456', '+32475123456'],
    ['475123456', '+32475123456'],
    ['32475123456', '+32475123456'],
    ['065 31 99 88', '+3265319988'],
    ['+32 65-31-99-88', '+3265319988'],
    [' 065\u00a031\u00a099\u00a088 ', '+3265319988'],
  ] as const)
    t.strictSame(normalisePhone(written), { e164 }, written)
})

t.test('a patient beyond the border is reached, one over the sea is asked about', async t => {
  t.strictSame(normalisePhone('+33 6 12 34 56 78'), { e164: '+33612345678' })
  t.strictSame(normalisePhone('00352 621 123 456'), { e164: '+352621123456' })
  t.strictSame(normalisePhone('06 12 34 56 78', 'FR'), { e164: '+33612345678' })
  t.strictSame(normalisePhone('+1 212 555 2368'), { refused: 'foreign' })
  t.strictSame(normalisePhone('+262 692 12 34 56'), { refused: 'foreign' })
  t.strictSame(normalisePhone('+33 6 12 34 56 78', 'BE', []), { refused: 'foreign' })
})

t.test('a number that costs or belongs to a service is refused', async t => {
  for (const written of ['0900 12 345', '070 245 245', '078 15 15 15', '0800 12 345', '+1 900 234 5678'])
    t.strictSame(normalisePhone(written), { refused: 'premium' }, written)
})

t.test('an emergency number is refused whatever stands before it', async t => {
  for (const written of ['112', '1 1 2', '+32 112', '0032 112', '100', '101', '1733', '1813', '116 000', '911'])
    t.strictSame(normalisePhone(written), { refused: 'emergency' }, written)
})

t.test('what is no telephone number is refused', async t => {
  const texts = [
    '',
    'aucun',
    '0475 12 34',
    '0475.12.34.5O',
    '065319988 / 0475123456',
    'GSM: 0475123456',
    '0475123456\u0000',
    '065 31 99 88 ext 12',
    '077 123 45 67',
    '9'.repeat(1_000_000),
  ]
  for (const text of texts) t.strictSame(normalisePhone(text), { refused: 'not-a-number' }, text.slice(0, 40))
})

t.test('whatever is typed is refused or a number that reads back as itself', async () => {
  const typed = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^\+?[0-9 ()./-]{0,18}$/))
  fc.assert(
    fc.property(typed, text => {
      const read = normalisePhone(text)
      return 'refused' in read || JSON.stringify(normalisePhone(read.e164)) === JSON.stringify(read)
    }),
    { numRuns: 1000 },
  )
})
