import t from 'tap'
import { db, ms } from '../../daemon/domain/units.js'
import type { ReceivedCall, Telephony } from '../../daemon/telephony/port.js'
import { PHONE_NUMBER } from '../parts/baresip.js'
import { eventually } from '../parts/process.js'
import { follow, openStage, pause } from '../parts/stage.js'
import { tone, toneMs } from '../parts/wav.js'

const HOSPITAL = '+3265769111'
const stage = await openStage(t)
const play = (pcm: Int16Array) => ({ playId: 'tone', clips: [{ pcm }], gapMs: ms(0), tempo: 1, gainDb: db(0) })
const arrival = (line: Telephony) => new Promise<ReceivedCall>(resolve => line.onReceived(resolve))

t.test("a real phone rings the hospital's number", { skip: stage.skip }, async t => {
  const asterisk = await stage.asterisk(t)
  const dialIn = async (t: Parameters<typeof stage.phone>[0]) => {
    const phone = await stage.phone(t, { mode: 'answer', says: tone(700, 3000) })
    return { phone, dial: () => phone.dial(HOSPITAL, `${asterisk.host}:${asterisk.sipPort}`) }
  }

  t.test('it is told who calls which number, is answered, and each hears the other', async t => {
    const line = stage.line(t, asterisk, {})
    await line.start()
    const { phone, dial } = await dialIn(t)
    const arrived = arrival(line)
    dial()
    const received = await arrived
    t.equal(received.caller, PHONE_NUMBER)
    t.equal(received.dialled, HOSPITAL)
    const call = follow(received.leg)
    received.answer()
    const { audio } = await call.until('answered')
    const heard: Int16Array[] = []
    audio.onEvent(event => {
      if (event.type === 'window') heard.push(event.pcm)
    })
    audio.play(play(tone(1300, 1000)))
    await pause(1200)
    t.match(await line.state(), { up: true, channels: 2, bridges: 1 })
    await phone.press('4#')
    t.ok(await eventually(() => call.events.filter(({ type }) => type === 'dtmf').length === 2, 2000), 'keys arrive')
    await phone.hangUp()
    t.match(await call.until('hung-up'), { pickedUp: true, by: 'far-end' })
    t.ok(toneMs(phone.heard(), 1300) >= 960, `the caller heard ${toneMs(phone.heard(), 1300)} of 1000 ms`)
    const heardMs = heard.reduce((sum, pcm) => sum + toneMs(pcm, 700), 0)
    t.ok(heardMs >= 600, `and was heard (${heardMs} ms)`)
    await stage.empty(t, asterisk)
  })

  t.test('we hang up, before and after the answer', async t => {
    const line = stage.line(t, asterisk, {})
    await line.start()
    const { dial } = await dialIn(t)
    for (const answers of [false, true]) {
      const arrived = arrival(line)
      dial()
      const received = await arrived
      const call = follow(received.leg)
      if (answers) {
        received.answer()
        await call.until('answered')
      }
      await (answers ? received.leg.hangUp() : received.refuse())
      t.match(await call.until('hung-up'), { pickedUp: answers, by: 'us', cause: answers ? 16 : 34 })
      await stage.empty(t, asterisk)
    }
  })

  t.test('the caller gives up at any moment of the answer: nothing stays', async t => {
    const line = stage.line(t, asterisk, {})
    await line.start()
    const { phone, dial } = await dialIn(t)
    for (const afterMs of [0, 5, 20, 60, 150]) {
      const arrived = arrival(line)
      dial()
      const received = await arrived
      const call = follow(received.leg)
      received.answer()
      await pause(afterMs)
      await phone.hangUp()
      t.match(await call.until('hung-up'), { by: 'far-end' }, `${afterMs} ms`)
      await stage.empty(t, asterisk)
    }
    t.same(line.trouble, [])
  })

  t.test('where nobody takes calls the caller is let go at once, not left in silence', async t => {
    const line = stage.line(t, asterisk, {})
    await line.start()
    const { dial } = await dialIn(t)
    dial()
    await pause(1000)
    await stage.empty(t, asterisk)
  })

  t.test('a restarted Asterisk ends the call as a broken line', async t => {
    const line = stage.line(t, asterisk, {})
    await line.start()
    const { dial } = await dialIn(t)
    const arrived = arrival(line)
    dial()
    const received = await arrived
    const call = follow(received.leg)
    received.answer()
    await call.until('answered')
    await asterisk.kill()
    t.match(await call.until('hung-up'), { by: 'line', pickedUp: true })
    await asterisk.restart()
    t.ok(await eventually(async () => (await line.state()).up, 10_000))
    t.equal(stage.media.openLegs, 0)
  })
})
