import fc from 'fast-check'
import t from 'tap'
import { buildPacket, parsePacket, sequenceDistance, timestampDistance } from '../../daemon/media/packet.js'

const packet = {
  payloadType: 8,
  marker: true,
  sequence: 65_535,
  timestamp: 0xffffffff,
  ssrc: 1,
  payload: Uint8Array.of(1, 2),
}

t.test('a packet that was built is read as it was meant', async t => {
  t.match(parsePacket(buildPacket(packet)), { ...packet, payload: Uint8Array.of(1, 2) })
})

t.test('contributing sources, an extension and padding are stepped over', async t => {
  const bytes = Uint8Array.from([
    0x80 | 0x20 | 0x10 | 2,
    8,
    0,
    1,
    0,
    0,
    0,
    2,
    0,
    0,
    0,
    3, // header: padding, extension, two sources
    9,
    9,
    9,
    9,
    9,
    9,
    9,
    9, // sources
    0xbe,
    0xde,
    0,
    1,
    7,
    7,
    7,
    7, // extension of one word
    42,
    43,
    0,
    0,
    3, // payload, three bytes of padding
  ])
  t.same([...parsePacket(bytes)!.payload], [42, 43])
})

t.test('bytes that contradict themselves are no packet', async t => {
  const whole = buildPacket(packet)
  t.equal(parsePacket(whole.subarray(0, 11)), undefined, 'too short')
  t.equal(parsePacket(Uint8Array.from(whole, (b, i) => (i === 0 ? 0x40 : b))), undefined, 'version 1')
  t.equal(parsePacket(Uint8Array.from(whole, (b, i) => (i === 0 ? 0x8f : b))), undefined, 'sources beyond the end')
  t.equal(parsePacket(Uint8Array.from(whole, (b, i) => (i === 0 ? 0x90 : b))), undefined, 'extension beyond the end')
  t.equal(parsePacket(Uint8Array.from([...whole.with(0, 0xa0), 200])), undefined, 'more padding than bytes')
  t.equal(parsePacket(Uint8Array.from([...whole.with(0, 0xa0), 0])), undefined, 'padding of no bytes')
})

t.test('no bytes at all make the parser fail, and a payload never leaves its packet', async t => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), bytes => {
      const parsed = parsePacket(bytes)
      return !parsed || (parsed.payload.length <= bytes.length - 12 && parsed.payload.buffer === bytes.buffer)
    }),
    { numRuns: 20_000 },
  )
  t.pass('20,000 packets')
})

t.test('order is a signed distance on a ring', async t => {
  t.equal(sequenceDistance(65_535, 0), 1)
  t.equal(sequenceDistance(2, 65_534), -4)
  t.equal(timestampDistance(0xffffffff, 159), 160)
})
