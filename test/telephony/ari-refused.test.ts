import t from 'tap'
import { unansweredDisposition } from '../../daemon/domain/hangup.js'
import { freePort } from '../parts/ports.js'
import { dial, endpointTo, openStage } from '../parts/stage.js'

const stage = await openStage(t)

t.test('a phone that does not answer', { skip: stage.skip }, async t => {
  const asterisk = await stage.asterisk(t)

  t.test('is busy', async t => {
    const phone = await stage.phone(t, { mode: 'busy' })
    const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await line.start()
    const ended = await dial(line).until('hung-up')
    t.match(ended, { cause: 17, by: 'far-end' })
    t.equal(unansweredDisposition(ended.cause, ended.rang), 'busy')
    await stage.empty(t, asterisk)
  })

  t.test('rings until its time is over', async t => {
    const phone = await stage.phone(t, { mode: 'no-answer' })
    const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await line.start()
    const call = dial(line, { ringMs: 1500 })
    const ended = await call.until('hung-up')
    t.same(call.types(), ['ringing', 'hung-up'])
    t.match(ended, { cause: 19, rang: true, pickedUp: false, by: 'far-end' })
    t.equal(unansweredDisposition(ended.cause, ended.rang), 'no-answer')
    t.equal(phone.rings(), 1)
    await stage.empty(t, asterisk)
  })

  t.test('cannot be reached: nothing is there', async t => {
    const line = stage.line(t, asterisk, { endpoint: endpointTo(`127.0.0.1:${await freePort()}`) })
    await line.start()
    const call = dial(line, { ringMs: 1500 })
    const ended = await call.until('hung-up')
    t.same(call.types(), ['hung-up'])
    t.equal(ended.rang, false)
    t.equal(unansweredDisposition(ended.cause, ended.rang), 'unreachable')
    await stage.empty(t, asterisk)
  })

  for (const [status, ringMs, cause, disposition] of [
    ['603 Decline', 300, 21, 'rejected'],
    ['486 Busy Here', 0, 17, 'busy'],
    ['503 Service Unavailable', 0, 34, 'congestion'],
    ['404 Not Found', 0, 1, 'unreachable'],
    ['480 Temporarily Unavailable', 300, 19, 'no-answer'],
  ] as const) {
    t.test(`is refused by the operator with ${status}: ${disposition}`, async t => {
      const phone = await stage.refusingPhone(t, { status, ringMs })
      const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
      await line.start()
      const ended = await dial(line).until('hung-up')
      t.match(ended, { cause, rang: ringMs > 0, by: 'far-end' })
      t.equal(unansweredDisposition(ended.cause, ended.rang), disposition)
      await stage.empty(t, asterisk)
    })
  }

  t.test('stands behind an endpoint that Asterisk does not know', async t => {
    const line = stage.line(t, asterisk, { endpoint: 'PJSIP/{number}@no-such-trunk' })
    await line.start()
    const ended = await dial(line).until('hung-up')
    t.match(ended, { cause: 27, rang: false, by: 'line' })
    t.equal(line.trouble[0]?.code, 'telephony/refused')
    await stage.empty(t, asterisk)
  })

  t.test('has a number that is none: it never gets into a SIP address', async t => {
    const line = stage.line(t, asterisk, {})
    await line.start()
    for (const number of ['', '+32470@evil.example', '0470/1', '0470 1', "'; x"]) {
      const events: string[] = []
      const leg = line.dial({ channelId: `bad-${number.length}-${Date.now()}`, number, ringMs: 1000 })
      leg.onEvent(event => events.push(event.type))
      await leg.hangUp()
      t.same(events, ['hung-up'])
    }
    await stage.empty(t, asterisk)
  })

  t.test('is given up when we hang up while it rings', async t => {
    const phone = await stage.phone(t, { mode: 'no-answer' })
    const line = stage.line(t, asterisk, { endpoint: endpointTo(phone.address) })
    await line.start()
    const call = dial(line)
    await call.until('ringing')
    await call.leg.hangUp()
    t.same(call.types(), ['ringing', 'hung-up'])
    t.match(call.events.at(-1), { rang: true, by: 'us' })
    await stage.empty(t, asterisk)
  })
})
