import { createSocket } from 'node:dgram'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import t from 'tap'
import { seededRandom } from '../../daemon/domain/seeded.js'
import { openMedia } from '../../daemon/media/media.js'
import { core, FAR, incomingOf, packetsOf, play, rms, run, sileroPath, sine } from './sounds.js'

/** A packet of a call with some of its bytes changed, cut or lengthened; one in four is nothing but random bytes. */
function mutated(random: () => number, base: Uint8Array): Uint8Array {
  const below = (size: number) => Math.floor(random() * size)
  if (random() < 0.25) return Uint8Array.from({ length: below(300) }, () => below(256))
  const bytes = Uint8Array.from(base)
  for (let i = below(6); i > 0; i--) bytes[below(random() < 0.7 ? 12 : bytes.length)] = below(256)
  return random() < 0.2 ? bytes.subarray(0, below(bytes.length)) : bytes
}

const collected = () => {
  global.gc?.()
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return (heapUsed + external + arrayBuffers) / 1e6
}

t.test('200,000 random and mutated packets neither break a leg nor make it grow', async t => {
  const random = seededRandom(2024)
  const calls = packetsOf(sine(300, 4000)).concat(packetsOf(sine(300, 400), { ssrc: 1 }))
  const leg = core({ windows: true })
  let beforeMb = 0
  for (let i = 0; i < 200_000; i++) {
    leg.receive(mutated(random, calls[Math.floor(random() * calls.length)]!), FAR)
    if (i % 4 === 0) leg.beat()
    if (i === 50_000) beforeMb = collected()
  }
  const grownMb = collected() - beforeMb
  t.ok(grownMb < 12, `${grownMb.toFixed(1)} MB`)
  const { receivedPackets, rejectedPackets, lostPackets } = leg.counts
  t.ok(receivedPackets > 50_000 && rejectedPackets > 50_000, 'both kinds were among them')
  t.ok(Number.isSafeInteger(lostPackets) && lostPackets >= 0)
  const after = incomingOf(
    run(leg, 100, beat => [packetsOf(sine(300, 2000), { ssrc: 1234, sequence: 9, timestamp: 77 })[beat]]),
  )
  t.ok(rms(after.subarray(8000)) > 0.9 * rms(sine(300, 2000)), 'a good far end is heard at once afterwards')
})

t.test('every order of hostile packets, beats and orders leaves a frame a beat', async t => {
  const step = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map(bytes => ({ bytes })),
    fc
      .tuple(
        fc.constantFrom(0, 8, 13, 101, 96, 200),
        fc.nat(65_535),
        fc.nat(0xffffffff),
        fc.nat(3),
        fc.uint8Array({ maxLength: 2000 }),
      )
      .map(([type, sequence, timestamp, ssrc, payload]) => {
        const bytes = new Uint8Array(12 + payload.length)
        const view = new DataView(bytes.buffer)
        view.setUint16(0, 0x8000 | type)
        view.setUint16(2, sequence)
        view.setUint32(4, timestamp)
        view.setUint32(8, ssrc)
        bytes.set(payload, 12)
        return { bytes }
      }),
    fc.constantFrom('beat', 'muted', 'cut', 'duck', 'play', 'digits').map(order => ({ order })),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const leg = core({ windows: true })
      for (const one of steps) {
        if ('bytes' in one) leg.receive(one.bytes, FAR)
        else if (one.order === 'cut') leg.cut()
        else if (one.order === 'duck') leg.duck(-15)
        else if (one.order === 'play') leg.play(play(sine(300, 30), { tempo: 0.8 }))
        else if (one.order === 'digits') leg.sendDigits('1#z')
        else {
          const beat = leg.beat(one.order === 'muted')
          if (beat.incoming.length !== 160 || beat.outgoing.length !== 160) return false
        }
      }
      return true
    }),
    { numRuns: 3000 },
  )
  t.pass()
})

t.test('thousands of hostile packets over real UDP leave the thread and its memory as they were', async t => {
  const media = await openMedia({ sileroPath })
  const leg = await media.open({ id: 'fuzzed', codec: 'alaw' })
  const socket = createSocket('udp4')
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  leg.connect({ host: '127.0.0.1', port: socket.address().port })
  leg.start()
  const random = seededRandom(99)
  const calls = packetsOf(sine(300, 4000))
  let beforeMb = 0
  for (let round = 0; round < 60; round++) {
    for (let i = 0; i < 100; i++) {
      socket.send(mutated(random, calls[Math.floor(random() * calls.length)]!), leg.local.port, '127.0.0.1')
    }
    await pause(10)
    if (round === 15) beforeMb = process.memoryUsage().rss / 1e6
  }
  const grownMb = process.memoryUsage().rss / 1e6 - beforeMb
  t.ok(grownMb < 30, `${grownMb.toFixed(1)} MB`)
  const stats = await leg.close()
  t.ok(
    stats.receivedPackets + stats.rejectedPackets > 4000,
    `${stats.receivedPackets} taken, ${stats.rejectedPackets} not`,
  )
  socket.close()
  await media.close()
  t.equal(media.openLegs, 0)
})
