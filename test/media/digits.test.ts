import t from 'tap'
import { seededRandom } from '../../daemon/domain/seeded.js'
import { LegCore } from '../../daemon/media/leg-core.js'
import { buildPacket } from '../../daemon/media/packet.js'
import { core, eventsOf, FAR, outgoingOf, play, rms, run, sentBy, sine } from './sounds.js'

const press = (sequence: number, timestamp: number, event: number, duration: number, ended = false) =>
  buildPacket({
    payloadType: 101,
    marker: false,
    sequence,
    timestamp,
    ssrc: 5,
    payload: Uint8Array.of(event, ended ? 0x8a : 0x0a, duration >> 8, duration & 0xff),
  })

const digitsOf = (beats: ReturnType<typeof run>) =>
  eventsOf(beats)
    .flatMap(event => (event.type === 'dtmf' ? [event.digit] : []))
    .join('')

t.test('a press is told once, at its first packet, however often its end is repeated', async t => {
  const packets = [1, 2, 3].map(i => press(i, 8000, 5, i * 160))
  const ends = [4, 5, 6].map(i => press(i, 8000, 5, 640, true))
  const beats = run(core(), 10, beat => [[...packets, ...ends][beat]])
  t.match(eventsOf(beats), [{ type: 'dtmf', digit: '5', atMs: 0 }])
})

t.test('the same key twice is two presses, also when every end was lost', async t => {
  const one = (sequence: number, timestamp: number, ended: boolean) =>
    [1, 2, 3, 4].map(i => press(sequence + i, timestamp, 1, i * 160, ended && i === 4))
  for (const ended of [true, false]) {
    const all = [...one(0, 0, ended), undefined, undefined, undefined, ...one(4, 7 * 160, ended)]
    t.equal(digitsOf(run(core(), 20, beat => [all[beat]])), '11', `ends ${ended ? 'there' : 'lost'}`)
  }
})

t.test('late, doubled and reordered event packets add no press', async t => {
  const a = [1, 2, 3].map(i => press(i, 0, 1, i * 160, i === 3))
  const b = [4, 5, 6].map(i => press(i, 1600, 2, (i - 3) * 160, i === 6))
  const mixed = [a[2], a[0], a[1], a[0], b[1], a[2], b[0], b[2], b[2]]
  t.equal(digitsOf(run(core(), 20, beat => [mixed[beat]])), '12')
})

t.test('a key held so long that it takes several events is one press', async t => {
  const long = [press(1, 0, 9, 0xffff), press(2, 0xffff, 9, 800), press(3, 0xffff, 9, 1600, true)]
  t.equal(digitsOf(run(core(), 10, beat => [long[beat]])), '9')
})

t.test('all sixteen keys are known; a flash and unknown events are none', async t => {
  const all = Array.from({ length: 18 }, (_, event) => press(event, event * 3200, event, 800, true))
  t.equal(digitsOf(run(core(), 30, beat => [all[beat]])), '0123456789*#ABCD')
})

t.test('digits are sent one after the other, in RFC 4733 events that a receiver reads back', async t => {
  const far = new LegCore({ codec: 'ulaw', windows: false, random: seededRandom(3) })
  far.start()
  const leg = core()
  leg.sendDigits('03041947x*#')
  const told: string[] = []
  const sent = Array.from({ length: 130 }, () => {
    const beat = leg.beat()
    for (const bytes of beat.packets) far.receive(bytes, FAR)
    told.push(...far.beat().events.flatMap(event => (event.type === 'dtmf' ? [event.digit] : [])))
    return beat
  })
  t.equal(told.join(''), '03041947*#')
  const events = sentBy(sent).filter(packet => packet.payloadType === 101)
  const first = events.filter(packet => packet.timestamp === events[0]!.timestamp)
  t.same(
    first.map(packet => packet.marker),
    [true, ...Array<boolean>(7).fill(false)],
  )
  t.same(first.filter(packet => packet.payload[1]! & 0x80).length, 3, 'the end three times')
  t.equal(far.counts.lostPackets, 0, 'sequence numbers without a hole')
})

t.test('speech waits for digits, none of it is lost', async t => {
  const leg = core()
  leg.sendDigits('1')
  leg.play(play(sine(400, 400)))
  const outgoing = outgoingOf(run(leg, 40, () => []))
  t.equal(rms(outgoing.subarray(0, 11 * 160)), 0)
  t.same(outgoing.subarray(11 * 160, 31 * 160), sine(400, 400))
})
