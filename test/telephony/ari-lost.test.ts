import { randomUUID } from 'node:crypto'
import t from 'tap'
import { openLink } from '../../daemon/telephony/ari/link.js'
import { startBarePhone } from '../parts/bare-phone.js'
import { freePort } from '../parts/ports.js'
import { eventually } from '../parts/process.js'
import { dial, endpointTo, openStage, pause } from '../parts/stage.js'
import { layWire } from '../parts/wire.js'

const stage = await openStage(t)

t.test('an Asterisk that is not as it should be', { skip: stage.skip }, async t => {
  const asterisk = await stage.asterisk(t)

  t.test('has another password: start says so', async t => {
    const line = stage.line(t, asterisk, { password: 'wrong' })
    await t.rejects(line.start(), { code: 'telephony/unauthorised' })
    t.match(await line.state(), { up: false })
  })

  t.test('is not there: start says so, with the address and without the password', async t => {
    const port = await freePort()
    const line = stage.line(t, asterisk, { url: `http://127.0.0.1:${port}` })
    const failure = await line.start().then(
      () => undefined,
      (error: unknown) => error as Error,
    )
    t.match(failure, { code: 'telephony/unreachable', facts: { address: `127.0.0.1:${port}` } })
    t.notOk(failure?.message.includes(asterisk.password))
    const call = dial(line)
    t.match(await call.until('hung-up'), { rang: false, by: 'line' }, 'a call without a PBX ends at once')
  })

  t.test('restarts in mid-call: the call ends by the line, and the next one works', async t => {
    const phone = await startBarePhone({ answerAfterMs: 50 })
    t.teardown(() => phone.stop())
    const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await line.start()
    const talking = dial(line)
    await talking.until('answered')
    await asterisk.restart()
    t.match(await talking.until('hung-up'), { by: 'line', rang: true })
    t.same(talking.types(), ['ringing', 'answered', 'hung-up'])
    t.ok(await eventually(async () => (await line.state()).up, 5000), 'connected again')
    const next = dial(line)
    await next.until('answered')
    await next.leg.hangUp()
    t.equal(line.trouble[0]?.code, 'telephony/lost')
    await stage.empty(t, asterisk)
  })

  t.test('dies in mid-call and stays away: the call ends by the line within seconds', async t => {
    const phone = await startBarePhone({ answerAfterMs: 50 })
    t.teardown(() => phone.stop())
    const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await line.start()
    const talking = dial(line)
    await talking.until('answered')
    await asterisk.kill()
    t.match(await talking.until('hung-up', 8000), { by: 'line' })
    await talking.leg.hangUp()
    t.equal(stage.media.openLegs, 0)
    t.match(await line.state(), { up: false, channels: 0 })
    await line.stop()
    await asterisk.restart()
    await stage.empty(t, asterisk)
  })

  t.test('freezes in mid-call: the call ends by the line, and is removed when it thaws', async t => {
    const phone = await startBarePhone({ answerAfterMs: 50 })
    t.teardown(() => phone.stop())
    const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await line.start()
    const call = dial(line)
    await call.until('answered')
    asterisk.freeze()
    t.teardown(() => asterisk.thaw())
    const startMs = performance.now()
    t.match(await call.until('hung-up', 12_000), { by: 'line' })
    t.comment(`told after ${Math.round(performance.now() - startMs)} ms`)
    asterisk.thaw()
    t.ok(await eventually(async () => (await line.state()).up, 8000), 'connected again')
    await call.leg.hangUp()
    await stage.empty(t, asterisk)
  })

  t.test('loses only the connection: the call goes on and its end is seen', async t => {
    const phone = await stage.phone(t, { mode: 'answer' })
    const wire = await layWire(asterisk.ariUrl)
    t.teardown(() => wire.stop())
    const line = stage.line(t, asterisk, { url: wire.url, endpoint: endpointTo(phone.address) })
    await line.start()
    const call = dial(line)
    await call.until('answered')
    wire.cut()
    t.ok(await eventually(() => line.trouble.length > 0, 1000), 'the loss is told')
    await pause(400)
    t.same(call.types(), ['ringing', 'answered'])
    await phone.press('7')
    t.match(await call.until('dtmf', 3000), { digit: '7' })
    await phone.hangUp()
    t.match(await call.until('hung-up'), { by: 'far-end' })
    await call.leg.hangUp()
    await stage.empty(t, asterisk)
  })

  t.test('still holds what an earlier life of the daemon left: it is swept, and nothing else', async t => {
    const phone = await startBarePhone({ answerAfterMs: 50 })
    t.teardown(() => phone.stop())
    const stranger = openLink({ ...asterisk, url: asterisk.ariUrl, app: 'stranger' })
    await stranger.start()
    t.teardown(() => stranger.stop())
    const earlier = openLink({ ...asterisk, url: asterisk.ariUrl })
    await earlier.start()
    const place = (link: typeof earlier, channelId: string) =>
      link.request('POST /channels/{channelId}', {
        path: { channelId },
        query: { endpoint: `PJSIP/trunk/sip:x@${phone.address}`, app: link.app },
        body: { variables: { HELLOJADE_APP: link.app } },
      })
    const bridge = (link: typeof earlier, bridgeId: string) =>
      link.request('POST /bridges/{bridgeId}', {
        path: { bridgeId },
        query: { type: 'mixing', name: link.app },
        body: {},
      })
    await Promise.all([place(earlier, randomUUID()), place(earlier, randomUUID()), place(stranger, 'strange-channel')])
    await Promise.all([bridge(earlier, randomUUID()), bridge(stranger, 'strange-bridge')])
    await pause(150)
    await earlier.stop()
    t.same(await asterisk.counts(), { channels: 3, bridges: 2 })

    const line = stage.line(t, asterisk, {})
    await line.start()
    t.same(await asterisk.counts(), { channels: 1, bridges: 1 }, "another application's call is left alone")
    await stranger.request('DELETE /channels/{channelId}', { path: { channelId: 'strange-channel' }, query: {} })
    await stranger.request('DELETE /bridges/{bridgeId}', { path: { bridgeId: 'strange-bridge' } })
    await stage.empty(t, asterisk)
  })

  t.test('is taken over by another daemon: this one says so, ends its calls and does not fight', async t => {
    const phone = await startBarePhone({ answerAfterMs: 50 })
    t.teardown(() => phone.stop())
    const first = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await first.start()
    const call = dial(first)
    await call.until('answered')
    const second = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await second.start()
    t.match(await call.until('hung-up'), { by: 'line' })
    t.match(await first.state(), { up: false, detail: /Another daemon/ })
    await pause(500)
    t.match(await second.state(), { up: true })
    const next = dial(second)
    await next.until('answered')
    await next.leg.hangUp()
    await stage.empty(t, asterisk)
  })
})
