import t, { type Test } from 'tap'
import { db, ms } from '../../daemon/domain/units.js'
import { openMedia } from '../../daemon/media/media.js'
import type { KeptAudio } from '../../daemon/media/port.js'
import { openVirtualMedia } from '../../daemon/media/virtual.js'
import { type DemonstrationLine, openDemonstrationLine } from '../../daemon/telephony/demonstration/line.js'
import { VirtualTime } from '../../daemon/telephony/demonstration/scheduler.js'
import type { IncomingCall, LegEvent, ReceivedCall } from '../../daemon/telephony/port.js'
import { rehearsal, SILERO, say, stage } from '../rehearsal/stage.js'

const settle = () => new Promise<void>(resolve => setImmediate(resolve))

async function ring(t: Test, phone: (call: IncomingCall) => void | Promise<void>, channelId = 'attempt-1') {
  const media = await openVirtualMedia({ sileroPath: SILERO, settled: settle })
  const time = new VirtualTime()
  const line = openDemonstrationLine({ media, scheduler: time })
  await line.start()
  line.farEnd.onCall(call => void phone(call))
  const events: LegEvent[] = []
  const leg = line.dial({ channelId, number: '+3225550100', ringMs: 30_000 })
  leg.onEvent(event => events.push(event))
  t.teardown(async () => {
    await line.stop()
    if (media.openLegs > 0) throw new Error(`${media.openLegs} legs are left`)
    await media.close()
  })
  const pass = async (byMs: number) => {
    for (let passed = 0; passed < byMs; passed += 20) {
      time.advance(ms(20))
      await settle()
      await media.advance()
    }
  }
  return { line, leg, events, pass, media }
}

const lineState = (line: DemonstrationLine) => line.state().then(state => state.channels)

for (const [phone, cause, rang] of [
  ['busy', 17, false],
  ['reject', 21, true],
  ['no-answer', 19, true],
  ['unreachable', 19, false],
] as const) {
  t.test(`a phone that is ${phone} ends the call with its cause`, async t => {
    const { story, events, openLegs } = await stage(rehearsal({ phone, answers: { '*': [await say(['sept'])] } }), [])
    t.match(events.at(-1), { type: 'hung-up', cause, rang, by: 'far-end' })
    t.equal(events.filter(event => event.type === 'hung-up').length, 1)
    t.same({ answered: story.answered, openLegs }, { answered: false, openLegs: 0 })
  })
}

t.test('a line with nobody at its end does not ring', async t => {
  const media = await openVirtualMedia({ sileroPath: SILERO, settled: settle })
  const time = new VirtualTime()
  const line = openDemonstrationLine({ media, scheduler: time })
  const events: LegEvent[] = []
  line.dial({ channelId: 'a', number: '1', ringMs: 1000 }).onEvent(event => events.push(event))
  t.match(events, [{ type: 'hung-up', rang: false, by: 'line' }], 'a line that was not started')
  await line.start()
  line.dial({ channelId: 'b', number: '1', ringMs: 1000 }).onEvent(event => events.push(event))
  time.advance(ms(20))
  t.match(events[1], { type: 'hung-up', cause: 19, rang: false })
  await media.close()
})

t.test('a phone rings for as long as the caller lets it', async t => {
  const { events, pass, line } = await ring(t, call => call.ring())
  await pass(29_960)
  t.same(
    events.map(event => event.type),
    ['ringing'],
  )
  t.equal(await lineState(line), 1)
  await pass(60)
  t.match(events[1], { type: 'hung-up', cause: 19, rang: true })
  t.equal(await lineState(line), 0)
})

t.test('the caller may hang up while it rings, during the answer, and twice', async t => {
  const told: string[] = []
  const { leg, events, pass } = await ring(t, async call => {
    call.onHangUp(() => told.push('hung up'))
    await call.ring()
  })
  await pass(100)
  await leg.hangUp()
  await leg.hangUp()
  t.match(events, [{ type: 'ringing' }, { type: 'hung-up', cause: 16, by: 'us', rang: true, pickedUp: false }])
  t.same(told, ['hung up'])

  const answering = await ring(t, async call => {
    const audio = call.answer()
    void answering.leg.hangUp()
    const closed = await audio
    closed.sendDigits('1')
  })
  await answering.pass(100)
  t.match(answering.events, [{ type: 'hung-up', by: 'us', pickedUp: true }])
})

t.test('keys pressed by the patient arrive as events of the leg, each once', async t => {
  const { events, pass } = await ring(t, async call => {
    await call.ring()
    const audio = await call.answer()
    audio.sendDigits('03041947*#')
  })
  await pass(4000)
  t.equal(events.flatMap(event => (event.type === 'dtmf' ? event.digit : [])).join(''), '03041947*#')
})

t.test('an attempt that is on the line is not rung a second time', async t => {
  const calls: string[] = []
  const { line, pass } = await ring(t, call => void calls.push(call.number))
  const events: LegEvent[] = []
  line.dial({ channelId: 'attempt-1', number: 'other', ringMs: 1000 }).onEvent(event => events.push(event))
  t.match(events, [{ type: 'hung-up', by: 'line', rang: false }])
  await pass(100)
  t.same(calls, ['+3225550100'])
})

t.test('stopping the line ends its calls', async t => {
  const { line, events, pass, media } = await ring(t, async call => void (await call.answer()))
  await pass(100)
  t.equal(media.openLegs, 2)
  await line.stop()
  t.equal(media.openLegs, 0)
  t.equal(events.at(-1)?.type, 'hung-up')
})

t.test('over real RTP on loopback the two ends hear each other and the keys', async t => {
  const media = await openMedia({ sileroPath: SILERO })
  t.teardown(() => media.close())
  const line = openDemonstrationLine({ media, callee: { keepAudio: true } })
  await line.start()
  const { clips } = await say(['oui-bien-sur'])
  const pickUp = async (call: IncomingCall, heard: (incoming: Promise<KeptAudio>) => void) => {
    await call.ring()
    const audio = await call.answer()
    call.onHangUp(() => heard(audio.keptAudio()))
    audio.sendDigits('42')
  }
  const kept = new Promise<KeptAudio>(resolve => line.farEnd.onCall(call => void pickUp(call, resolve)))
  const leg = line.dial({ channelId: 'attempt-1', number: '1', ringMs: 5000 })
  const digits: string[] = []
  const twoKeys = new Promise<void>(resolve =>
    leg.onEvent(event => {
      if (event.type === 'answered') {
        t.match(event.audio.local.host, /^127\./)
        event.audio.onEvent(heard => {
          if (heard.type === 'play-ended') void leg.hangUp()
        })
        event.audio.play({ playId: 'a', clips: [{ pcm: clips[0]! }], gapMs: ms(0), tempo: 1, gainDb: db(0) })
      }
      if (event.type === 'dtmf') digits.push(event.digit)
      if (event.type === 'hung-up') resolve()
    }),
  )
  await twoKeys
  t.same(digits, ['4', '2'])
  t.ok(
    (await kept).incoming.some(value => Math.abs(value) > 3000),
    'the voice was heard',
  )
  t.equal(media.openLegs, 0)
})

t.test('the patient rings us: told who calls, answered, or given up before that', async t => {
  const { line, pass } = await ring(t, () => undefined)
  const received: ReceivedCall[] = []
  line.onReceived(call => received.push(call))
  const seen: string[] = []
  const rings = async () => {
    const patient = line.farEnd.call({ number: '065769111', caller: '+32470000000' })
    await pass(40)
    const call = received.at(-1)!
    call.leg.onEvent(event => seen.push(event.type))
    return { patient, call }
  }
  const first = await rings()
  t.match(first.call, { caller: '+32470000000', dialled: '065769111' })
  first.call.answer()
  const audio = await first.patient.answer()
  audio.sendDigits('5')
  await pass(600)
  await first.patient.hangUp(16)
  t.same(seen.splice(0), ['answered', 'dtmf', 'hung-up'])

  const second = await rings()
  await second.patient.hangUp(16)
  second.call.answer()
  await pass(40)
  t.same(seen.splice(0), ['hung-up'])
  await t.rejects(second.patient.answer(), { code: 'telephony/lost' })

  const third = await rings()
  await third.call.refuse()
  await t.rejects(third.patient.answer(), { code: 'telephony/lost' })
  await pass(40)
})
