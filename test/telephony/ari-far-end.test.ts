import t from 'tap'
import { db, ms } from '../../daemon/domain/units.js'
import { openLink } from '../../daemon/telephony/ari/link.js'
import type { IncomingCall } from '../../daemon/telephony/port.js'
import { PHONE_NUMBER } from '../parts/baresip.js'
import { eventually } from '../parts/process.js'
import { dial, openStage, pause } from '../parts/stage.js'
import { openTrunkLine } from '../parts/trunk.js'
import { tone, toneMs } from '../parts/wav.js'

const stage = await openStage(t)
const play = (pcm: Int16Array) => ({ playId: 'tone', clips: [{ pcm }], gapMs: ms(0), tempo: 1, gainDb: db(0) })

t.test('a patient behind a second Asterisk, over a SIP trunk', { skip: stage.skip }, async t => {
  const opened = await openTrunkLine({ media: stage.media, patientAudio: { keepAudio: true } })
  if ('reason' in opened) throw new Error(opened.reason)
  t.teardown(() => opened.stop())
  const { telephony: line, farEnd, ours: a, theirs: b } = opened
  const arrival = () => new Promise<IncomingCall>(resolve => farEnd.onCall(resolve))

  t.test('rings, answers, and each hears the other', async t => {
    const arrived = arrival()
    const call = dial(line)
    const incoming = await arrived
    t.equal(incoming.number, PHONE_NUMBER)
    await incoming.ring()
    await call.until('ringing')
    const [theirs, { audio }] = await Promise.all([incoming.answer(), call.until('answered')])
    const ours: Int16Array[] = []
    audio.onEvent(event => {
      if (event.type === 'window') ours.push(event.pcm)
    })
    audio.play(play(tone(1300, 800)))
    theirs.play(play(tone(700, 800)))
    await pause(1000)
    theirs.sendDigits('3')
    await call.until('dtmf', 3000)
    const kept = await theirs.keptAudio()
    t.ok(toneMs(kept.incoming, 1300) >= 760, `the patient heard ${toneMs(kept.incoming, 1300)} of 800 ms`)
    const heard = ours.reduce((sum, pcm) => sum + toneMs(pcm, 700), 0)
    t.ok(heard >= 400, 'and we heard the patient')
    let told = 0
    incoming.onHangUp(() => told++)
    await call.leg.hangUp()
    t.ok(await eventually(() => told === 1, 2000), 'the patient hears that we hung up')
    await stage.empty(t, a, b)
  })

  for (const [cause, word] of [
    [17, 'busy'],
    [21, 'rejecting'],
  ] as const) {
    t.test(`is ${word}: cause ${cause}`, async t => {
      const arrived = arrival()
      const call = dial(line)
      await (await arrived).hangUp(cause)
      t.match(await call.until('hung-up'), { cause, rang: false, by: 'far-end' })
      await stage.empty(t, a, b)
    })
  }

  t.test('hangs up in mid-call', async t => {
    const arrived = arrival()
    const call = dial(line)
    const incoming = await arrived
    await incoming.answer()
    await call.until('answered')
    await incoming.hangUp(16)
    t.match(await call.until('hung-up'), { cause: 16, by: 'far-end' })
    await call.leg.hangUp()
    await stage.empty(t, a, b)
  })

  t.test('is given up while it rings', async t => {
    const arrived = arrival()
    const call = dial(line, { ringMs: 1000 })
    const incoming = await arrived
    await incoming.ring()
    t.match(await call.until('hung-up'), { cause: 19, rang: true })
    await t.rejects(incoming.answer(), { code: 'telephony/lost' })
    await stage.empty(t, a, b)
  })

  t.test('calls us: nobody takes calls yet, so the operator hears congestion', async t => {
    const link = openLink({ ...b, url: b.ariUrl, app: 'caller' })
    await link.start()
    t.teardown(() => link.stop())
    const ended = link.next('from-outside', 'ChannelDestroyed', AbortSignal.timeout(5000))
    await link.request('POST /channels/{channelId}', {
      path: { channelId: 'from-outside' },
      query: { endpoint: 'PJSIP/+3265000000@trunk', app: 'caller' },
      body: {},
    })
    t.match(await ended, { cause: 34 })
    await stage.empty(t, a)
  })
})
