import t from 'tap'
import { db, ms } from '../../daemon/domain/units.js'
import { startBarePhone } from '../parts/bare-phone.js'
import { eventually } from '../parts/process.js'
import { dial, endpointTo, openStage, pause } from '../parts/stage.js'
import { joined, tone, toneMs } from '../parts/wav.js'
import { layWire } from '../parts/wire.js'

const stage = await openStage(t)
const play = (pcm: Int16Array) => ({ playId: 'tone', clips: [{ pcm }], gapMs: ms(0), tempo: 1, gainDb: db(0) })

t.test('a call through a real Asterisk', { skip: stage.skip }, async t => {
  const asterisk = await stage.asterisk(t)

  for (const codec of ['alaw', 'ulaw'] as const) {
    t.test(`carries audio both ways in ${codec} and hears the keypad`, async t => {
      const phone = await stage.phone(t, { mode: 'answer', says: tone(700, 2000) })
      const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
      await line.start()
      const call = dial(line, { codec })
      const { audio } = await call.until('answered')
      const heard: Int16Array[] = []
      audio.onEvent(event => {
        if (event.type === 'window') heard.push(event.pcm)
      })
      audio.play(play(tone(1300, 1000)))
      await pause(1200)
      t.match(await line.state(), { up: true, channels: 2, bridges: 1 })
      await phone.press('42#')
      await eventually(() => call.events.filter(({ type }) => type === 'dtmf').length === 3, 2000)
      await phone.hangUp()
      t.match(await call.until('hung-up'), { cause: 16, rang: true, pickedUp: true, by: 'far-end' })
      await call.leg.hangUp()
      t.same(call.types(), ['ringing', 'answered', 'dtmf', 'dtmf', 'dtmf', 'hung-up'])
      t.same(call.events.flatMap(event => (event.type === 'dtmf' ? [event.digit] : [])).join(''), '42#')
      t.ok(toneMs(phone.heard(), 1300) >= 960, `the phone heard our tone (${toneMs(phone.heard(), 1300)} of 1000 ms)`)
      const fromPhone = toneMs(joined(...heard), 700)
      t.ok(fromPhone >= 1500, `we heard the phone's tone (${fromPhone} of 2000 ms)`)
      t.same(line.trouble, [])
      await stage.empty(t, asterisk)
    })
  }

  t.test('is picked up and put down at once: a hang-up, however early it reaches us', async t => {
    const phone = await stage.phone(t, { mode: 'hang-up-after', hangUpAfterMs: 0 })
    const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await line.start()
    for (let i = 0; i < 10; i++)
      t.match(await dial(line).until('hung-up'), { pickedUp: true, by: 'far-end' }, `call ${i + 1}`)
    await stage.empty(t, asterisk)
  })

  t.test('lets the patient hear something within 200 ms of the answer', async t => {
    const took: number[] = []
    for (let calls = 0; calls < 5; calls++) {
      const phone = await startBarePhone({ answerAfterMs: 300 })
      const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
      await line.start()
      const call = dial(line)
      await eventually(() => phone.packets() > 10, 5000)
      took.push(phone.firstPacketMs() ?? Number.POSITIVE_INFINITY)
      await call.leg.hangUp()
      await line.stop()
      await phone.stop()
    }
    took.sort((a, b) => a - b)
    t.ok(took.at(-1)! <= 200, `first packet after ${took.map(Math.round).join(', ')} ms`)
    await stage.empty(t, asterisk)
  })

  t.test('ends when we hang up, once', async t => {
    const phone = await stage.phone(t, { mode: 'answer' })
    const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await line.start()
    const call = dial(line)
    await call.until('answered')
    await Promise.all([call.leg.hangUp(), call.leg.hangUp()])
    await call.leg.hangUp()
    t.same(call.types(), ['ringing', 'answered', 'hung-up'])
    t.match(call.events.at(-1), { cause: 16, rang: true, by: 'us' })
    await stage.empty(t, asterisk)
  })

  t.test('ends when the patient hangs up', async t => {
    const phone = await stage.phone(t, { mode: 'hang-up-after', hangUpAfterMs: 500 })
    const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await line.start()
    const call = dial(line)
    t.match(await call.until('hung-up'), { cause: 16, rang: true, by: 'far-end' })
    await call.leg.hangUp()
    await stage.empty(t, asterisk)
  })

  t.test('never rings twice for one attempt', async t => {
    const phone = await startBarePhone({ answerAfterMs: 'never' })
    t.teardown(() => phone.stop())
    const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await line.start()
    const first = dial(line, { channelId: 'one-attempt' })
    await first.until('ringing')
    t.equal(
      line.dial({ channelId: 'one-attempt', number: 'x', ringMs: 5000 }),
      first.leg,
      'the same leg while it lives',
    )
    const second = stage.line(t, asterisk, { endpoint: endpointTo(phone.address), app: 'another-daemon' })
    await second.start()
    t.match(
      await dial(second, { channelId: 'one-attempt' }).until('hung-up'),
      { rang: false, by: 'line' },
      'refused by Asterisk itself',
    )
    t.equal((await line.state()).channels, 2, 'and the first goes on')
    await first.leg.hangUp()
    t.match(
      await dial(line, { channelId: 'one-attempt' }).until('hung-up'),
      { rang: false, by: 'line' },
      'nor when it is over',
    )
    t.equal(phone.rings(), 1)
    await stage.empty(t, asterisk)
  })

  t.test('leaves nothing behind, at whatever instant we hang up', async t => {
    const phone = await startBarePhone({ answerAfterMs: 40 })
    t.teardown(() => phone.stop())
    const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await line.start()
    for (let afterMs = 0; afterMs <= 120; afterMs += 6) {
      const call = dial(line)
      await pause(afterMs)
      await call.leg.hangUp()
      t.equal(call.types().at(-1), 'hung-up')
      t.equal(call.types().filter(type => type === 'hung-up').length, 1)
    }
    await stage.empty(t, asterisk)
  })

  t.test('leaves nothing behind, at whatever instant the patient hangs up', async t => {
    for (const hangUpAfterMs of [0, 5, 20, 60]) {
      const phone = await stage.phone(t, { mode: 'hang-up-after', hangUpAfterMs })
      const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
      await line.start()
      const call = dial(line)
      t.match(await call.until('hung-up'), { by: 'far-end' })
      await call.leg.hangUp()
      await line.stop()
      await phone.stop()
    }
    await stage.empty(t, asterisk)
  })

  t.test('carries several at once, and a stopped line holds no connection', async t => {
    const wire = await layWire(asterisk.ariUrl)
    t.teardown(() => wire.stop())
    const phone = await startBarePhone({ answerAfterMs: 100 })
    t.teardown(() => phone.stop())
    const line = stage.line(t, asterisk, { url: wire.url, endpoint: endpointTo(phone.address) })
    await line.start()
    const calls = Array.from({ length: 6 }, () => dial(line))
    await Promise.all(calls.map(call => call.until('answered')))
    t.match(await line.state(), { channels: 12, bridges: 6 })
    await line.stop()
    for (const call of calls) t.match(call.events.at(-1), { type: 'hung-up', by: 'us' })
    await stage.empty(t, asterisk)
    // fetch keeps an idle connection for 4 s.
    t.ok(await eventually(() => wire.count() === 0, 8000), `no connection is left (${wire.count()})`)
  })
})
