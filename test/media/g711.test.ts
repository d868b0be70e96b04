import { createHash } from 'node:crypto'
import t from 'tap'
import { decode, encode } from '../../daemon/media/g711.js'

const everySample = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768)
const everyCode = Uint8Array.from({ length: 256 }, (_, i) => i)
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

t.test('A-law is that of an independent implementation, for every sample and every code', async t => {
  t.equal(digest(encode('alaw', everySample)), '38488f6fd710f4686360edc4d38639f96c491595ef93f8eb8d62d5e07ca6ce7b')
  const samples = decode('alaw', everyCode)
  t.equal(digest(new Uint8Array(samples.buffer)), 'e04788d110e58ff8c70c93b8480190d973e3b67876b6119abbaec766cc75c174')
})

t.test('µ-law decodes as an independent implementation does', async t => {
  const samples = decode('ulaw', everyCode)
  t.equal(digest(new Uint8Array(samples.buffer)), '3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827')
})

t.test('known values of G.711', async t => {
  t.same([...encode('alaw', Int16Array.of(0, -1, 32_767, -32_768))], [0xd5, 0x55, 0xaa, 0x2a])
  t.same([...encode('ulaw', Int16Array.of(0, 32_767, -32_768))], [0xff, 0x80, 0x00])
  t.same([...decode('alaw', Uint8Array.of(0xd5, 0x55, 0xaa, 0x2a))], [8, -8, 32_256, -32_256])
  t.same([...decode('ulaw', Uint8Array.of(0xff, 0x80, 0x00))], [0, 32_124, -32_124])
})

t.test('both signs are coded alike, and a code survives decoding and encoding', async t => {
  for (const codec of ['alaw', 'ulaw'] as const) {
    const again = encode(codec, decode(codec, everyCode))
    // µ-law has two zeros; the negative one comes back as the positive.
    t.same(
      [...again].filter((code, i) => code !== i),
      codec === 'ulaw' ? [0xff] : [],
      codec,
    )
  }
  const louder = Int16Array.from({ length: 32_000 }, (_, i) => i + 1)
  const up = decode('ulaw', encode('ulaw', louder))
  const down = decode(
    'ulaw',
    encode(
      'ulaw',
      louder.map(s => -s),
    ),
  )
  t.ok(up.every((sample, i) => sample === -down[i]!))
})

t.test('no sample is off by more than half a step of its segment', async t => {
  for (const codec of ['alaw', 'ulaw'] as const) {
    const back = decode(codec, encode(codec, everySample))
    const worst = everySample.reduce(
      (most, s, i) => Math.max(most, Math.abs(s - back[i]!) / Math.max(512, Math.abs(s))),
      0,
    )
    t.ok(worst < 0.04, `${codec}: ${worst}`)
  }
})
