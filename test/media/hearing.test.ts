import t from 'tap'
import { encode } from '../../daemon/media/g711.js'
import { buildPacket } from '../../daemon/media/packet.js'
import {
  core,
  eventsOf,
  FAR,
  find,
  incomingOf,
  largestStep,
  noise,
  packetsOf,
  rms,
  run,
  sine,
  throughAlaw,
} from './sounds.js'

const speech = noise(1000)
const heard = throughAlaw(speech)
/** The first 4 ms are blended in, so the search begins behind them. */
const body = (pcm: Int16Array, fromMs = 20, toMs = 900) => pcm.subarray(fromMs * 8, toMs * 8)
/** The packets that come before a beat when `perBeat` come in each. */
const between = (packets: readonly Uint8Array[], beat: number, perBeat: number) =>
  packets.slice(Math.floor(beat * perBeat + 1e-9), Math.floor((beat + 1) * perBeat + 1e-9))
const steady = (packets: readonly Uint8Array[]) => (beat: number) => [packets[beat]]

t.test('what comes in on time is heard whole, 20 ms later', async t => {
  const leg = core()
  const incoming = incomingOf(run(leg, 60, steady(packetsOf(speech))))
  t.equal(find(incoming, body(heard)), 20 * 8 + 20 * 8)
  t.match(leg.counts, { receivedPackets: 50, lostPackets: 0, latePackets: 0, concealedFrames: 3 })
})

t.test('a far end that sends some frames ahead is heard no later for it', async t => {
  const packets = packetsOf(speech)
  const ahead = (beat: number) => (beat === 0 ? packets.slice(0, 3) : [packets[beat + 2]])
  t.equal(find(incomingOf(run(core(), 60, ahead)), body(heard)), 20 * 8)
})

t.test('reordered and doubled packets are heard in order, once', async t => {
  const packets = packetsOf(speech)
  const swapped = (beat: number) => {
    const pair = beat - (beat % 2)
    return beat % 2 === 0 ? [] : [packets[pair + 1], packets[pair], packets[pair]]
  }
  const leg = core()
  t.not(find(incomingOf(run(leg, 60, swapped)), body(heard)), -1)
  t.match(leg.counts, { receivedPackets: 50, lostPackets: 0, latePackets: 0 })
})

t.test('sequence numbers and timestamps wrap unheard', async t => {
  const packets = packetsOf(speech, { sequence: 65_520, timestamp: 0xffffff00 })
  const leg = core()
  t.not(find(incomingOf(run(leg, 60, steady(packets))), body(heard)), -1)
  t.equal(leg.counts.lostPackets, 0)
})

t.test('a far end that changes its SSRC goes on being heard', async t => {
  const first = packetsOf(speech)
  const second = packetsOf(noise(1000, 8000, 8), { sequence: 40_000, timestamp: 123_456_789, ssrc: 7 })
  const leg = core()
  const incoming = incomingOf(run(leg, 110, beat => [beat < 50 ? first[beat] : second[beat - 50]]))
  t.not(find(incoming, body(heard)), -1)
  t.not(find(incoming, body(throughAlaw(noise(1000, 8000, 8)))), -1, 'from its beginning on')
  t.match(leg.counts, { ssrcChanges: 1, lostPackets: 0 })
})

t.test('one stray packet of another source does not take the line over', async t => {
  const packets = packetsOf(speech)
  const [stray] = packetsOf(sine(1000, 20), { ssrc: 5, timestamp: 999_999 })
  const leg = core()
  const incoming = incomingOf(run(leg, 60, beat => (beat === 20 ? [stray, packets[beat]] : [packets[beat]])))
  t.not(find(incoming, body(heard)), -1)
  t.equal(leg.counts.ssrcChanges, 0)
})

t.test('a jump of the timestamps without a new SSRC is followed', async t => {
  for (const jumpTo of [900_000_000, 3_900_000_000, 10]) {
    const first = packetsOf(speech, { timestamp: 4_000_000 })
    const second = packetsOf(speech, { sequence: 51, timestamp: jumpTo })
    const incoming = incomingOf(run(core(), 110, beat => [beat < 50 ? first[beat] : second[beat - 50]]))
    t.not(find(incoming.subarray(900 * 8), body(heard)), -1, `to ${jumpTo}`)
  }
})

t.test('silence suppression keeps the time between two talkspurts', async t => {
  const packets = packetsOf(noise(2000))
  const incoming = incomingOf(run(core(), 110, beat => (beat < 20 || beat >= 70 ? [packets[beat]] : [])))
  const whole = throughAlaw(noise(2000))
  const before = find(incoming, whole.subarray(160, 20 * 160))
  const after = find(incoming, whole.subarray(71 * 160, 99 * 160))
  t.equal(after - before, 70 * 160)
})

t.test('a lost packet is bridged without a click', async t => {
  const tone = sine(230.4, 1000)
  const packets = packetsOf(tone)
  const leg = core()
  const incoming = incomingOf(run(leg, 60, beat => (beat === 25 ? [] : [packets[beat]])))
  const around = incoming.subarray(26 * 160, 29 * 160)
  t.ok(rms(around) > 0.9 * rms(tone), 'the gap is filled')
  t.ok(largestStep(around) < 1.6 * largestStep(tone), 'without a step')
  t.equal(leg.counts.lostPackets, 1)
})

t.test('a long gap fades to silence within 60 ms, and the voice comes back without a click', async t => {
  const tone = sine(230.4, 1000)
  const packets = packetsOf(tone)
  const incoming = incomingOf(run(core(), 60, beat => (beat >= 20 && beat < 30 ? [] : [packets[beat]])))
  t.equal(rms(incoming.subarray(26 * 160, 31 * 160)), 0)
  t.ok(largestStep(incoming.subarray(320)) < 2 * largestStep(tone))
})

t.test('2 % of loss loses nothing else', async t => {
  const packets = packetsOf(noise(10_000))
  const leg = core()
  run(leg, 510, beat => (beat % 50 === 25 ? [] : [packets[beat]]))
  t.match(leg.counts, { receivedPackets: 490, lostPackets: 10, latePackets: 0 })
  t.equal(leg.counts.concealedFrames, 13, 'ten gaps, and the end')
})

t.test('packets of 10, 30 and 60 ms are heard as those of 20', async t => {
  for (const frameSamples of [80, 240, 480]) {
    const packets = packetsOf(speech, { frameSamples })
    const incoming = incomingOf(run(core(), 70, beat => between(packets, beat, 160 / frameSamples)))
    t.not(find(incoming, body(heard, 60, 800)), -1, `${frameSamples / 8} ms`)
  }
})

t.test('a path that becomes longer costs a moment, then all is heard again', async t => {
  const packets = packetsOf(noise(6000))
  const leg = core()
  const incoming = incomingOf(
    run(leg, 310, beat => (beat < 50 ? [packets[beat]] : beat < 60 ? [] : [packets[beat - 10]])),
  )
  t.not(find(incoming, throughAlaw(noise(6000)).subarray(3000 * 8, 5700 * 8)), -1)
  t.ok(leg.counts.latePackets > 0 && leg.counts.latePackets <= 20)
})

t.test('a stall that ends in a burst adds no lasting delay', async t => {
  const whole = noise(8000)
  const packets = packetsOf(whole)
  const stalled = (beat: number) =>
    beat < 50 || beat > 70 ? [packets[beat]] : beat === 70 ? packets.slice(50, 71) : []
  const incoming = incomingOf(run(core(), 410, stalled))
  const delaySamples = find(incoming, throughAlaw(whole).subarray(3000 * 8, 7500 * 8)) - 3000 * 8
  t.ok(delaySamples >= 0 && delaySamples <= 80 * 8, `${delaySamples / 8} ms`)
})

t.test('a far end whose clock is 1 % fast does not pile up delay', async t => {
  const quiet = packetsOf(sine(300, 60_000, 100))
  const leg = core()
  run(leg, 2900, beat => between(quiet, beat, 1.01))
  const given = Math.floor(2900 * 1.01)
  const marked = packetsOf(speech, { sequence: given + 1, timestamp: given * 160 })
  const incoming = incomingOf(run(leg, 60, steady(marked)))
  const delaySamples = find(incoming, body(heard, 20, 600)) - 20 * 8
  t.ok(delaySamples >= 0 && delaySamples < 200 * 8, `${delaySamples / 8} ms`)
})

t.test('after connect only that address is heard', async t => {
  const packets = packetsOf(speech)
  const leg = core()
  for (const bytes of packets.slice(0, 10)) leg.receive(bytes, { host: '127.0.0.1', port: 4001 })
  for (const bytes of packets.slice(0, 10)) leg.receive(bytes, { host: '127.0.0.2', port: FAR.port })
  t.match(leg.counts, { receivedPackets: 0, rejectedPackets: 20 })
})

t.test('both laws are heard whatever was agreed; other codecs are counted and dropped', async t => {
  const leg = core({ codec: 'alaw' })
  const of = (payloadType: number, sequence: number) =>
    buildPacket({
      payloadType,
      marker: false,
      sequence,
      timestamp: sequence * 160,
      ssrc: 1,
      payload: encode('ulaw', sine(400, 20)),
    })
  const incoming = incomingOf(run(leg, 30, beat => [of(0, beat), of(96, beat + 500)]))
  t.ok(rms(incoming.subarray(20 * 160)) > 5000)
  t.match(leg.counts, { receivedPackets: 30, rejectedPackets: 30 })
})

t.test('silence of the network is told after each further second', async t => {
  const packets = packetsOf(speech)
  const starved = eventsOf(run(core(), 200, steady(packets))).filter(event => event.type === 'starved')
  t.match(starved, [
    { silentMs: 1000, atMs: 1980 },
    { silentMs: 2000, atMs: 2980 },
    { silentMs: 3000, atMs: 3980 },
  ])
})

t.test('windows are 32 ms, follow one another and hold what was heard', async t => {
  const leg = core({ windows: true })
  const beats = run(leg, 60, steady(packetsOf(speech)))
  const windows = eventsOf(beats).flatMap(event => (event.type === 'heard-window' ? [event] : []))
  t.same(
    windows.map(window => window.startAtMs),
    Array.from({ length: 37 }, (_, i) => i * 32),
  )
  const all = Int16Array.from(windows.flatMap(window => [...window.pcm]))
  t.same(all, incomingOf(beats).subarray(0, all.length))
  const level = windows[10]!.levelDb
  t.ok(Math.abs(level - 20 * Math.log10(rms(speech) / 32_768)) < 1, `${level} dBFS`)
})
