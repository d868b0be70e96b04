import t from 'tap'
import type { CallObserver } from '../../daemon/call/port.js'
import { startBarePhone } from '../parts/bare-phone.js'
import { freePort } from '../parts/ports.js'
import { eventually } from '../parts/process.js'
import { endpointTo, openStage, pause } from '../parts/stage.js'
import { openPhoneCalls, whenAsked } from './phone-scene.js'
import { openCallStage } from './stage.js'

const stage = await openStage(t)
const speech = await openCallStage(t)

t.test('a call that does not go well, over a real Asterisk', { skip: stage.skip }, async t => {
  const asterisk = await stage.asterisk(t)
  const open = (t: Parameters<typeof openPhoneCalls>[0], endpoint: string) =>
    openPhoneCalls(t, { stage, speech, asterisk, endpoint })

  for (const mode of ['busy', 'no-answer'] as const) {
    t.test(`the phone is ${mode}`, async t => {
      const phone = await stage.phone(t, { mode })
      const made = await open(t, endpointTo(phone.address))
      const { disposition, result } = await (await made.place()).ended
      t.equal(disposition, mode)
      t.same([result.call.disposition, result.call.identity, result.turns], [mode, undefined, []])
      t.equal(phone.rings(), 1)
      await made.nothingLeft(t)
    })
  }

  t.test('the phone rejects the call', async t => {
    const phone = await stage.refusingPhone(t, { status: '603 Decline', ringMs: 300 })
    const made = await open(t, endpointTo(phone.address))
    t.equal((await (await made.place()).ended).disposition, 'rejected')
    await made.nothingLeft(t)
  })

  t.test('nothing is at the address', async t => {
    const made = await open(t, endpointTo(`127.0.0.1:${await freePort()}`))
    t.equal((await (await made.place()).ended).disposition, 'unreachable')
    await made.nothingLeft(t)
  })

  t.test('Asterisk does not know the trunk: our own failure', async t => {
    const made = await open(t, 'PJSIP/{number}@no-such-trunk')
    t.equal((await (await made.place()).ended).disposition, 'failed')
    await made.nothingLeft(t)
  })

  t.test('we give up while it rings: our own doing, not the patient who did not answer', async t => {
    const phone = await stage.phone(t, { mode: 'no-answer' })
    const made = await open(t, endpointTo(phone.address))
    const seen: string[] = []
    const call = await made.place({ ringing: () => seen.push('ringing') })
    t.ok(await eventually(() => seen.length > 0, 3000))
    await call.stop()
    t.equal((await call.ended).disposition, 'failed')
    await made.nothingLeft(t)
  })

  for (const hangUpAfterMs of [0, 500, 3500]) {
    t.test(`the patient hangs up ${hangUpAfterMs} ms after picking up`, async t => {
      const phone = await stage.phone(t, { mode: 'hang-up-after', hangUpAfterMs })
      const made = await open(t, endpointTo(phone.address))
      const { disposition, result } = await (await made.place()).ended
      t.equal(disposition, 'interrupted')
      t.same([result.answers, result.alerts, result.call.recordingPath], [[], [], undefined])
      if (hangUpAfterMs > 3000) t.match(result.turns.at(-1), { linkId: 'greeting', interrupted: true })
      await made.nothingLeft(t)
    })
  }

  t.test('the patient hangs up when asked who is speaking', async t => {
    const phone = await stage.phone(t, { mode: 'answer' })
    const made = await open(t, endpointTo(phone.address))
    const { observer, asked } = whenAsked('person')
    const call = await made.place(observer)
    await asked
    await pause(300)
    await phone.hangUp()
    const { disposition, result } = await call.ended
    t.equal(disposition, 'interrupted')
    t.match(result.turns.at(-1), { linkId: 'person', interrupted: true })
    await made.nothingLeft(t)
  })

  /** Keys through the identity and the first question; the rest is up to the test. */
  const keysTo = (phone: { press(keys: string): Promise<void> }, then: CallObserver): CallObserver => {
    const keys: Readonly<Record<string, string>> = {
      person: '1',
      'birth-date': '21011964',
      'recording-consent': '1',
      pain: '0',
    }
    return {
      asked: (linkId, seq) => {
        setTimeout(() => void phone.press(keys[linkId] ?? ''), 400)
        then.asked?.(linkId, seq)
      },
    }
  }

  t.test('the patient hangs up at the second question: the first answer stays', async t => {
    const phone = await stage.phone(t, { mode: 'answer' })
    const made = await open(t, endpointTo(phone.address))
    const { observer, asked } = whenAsked('medicines')
    const call = await made.place(keysTo(phone, observer))
    await asked
    await pause(300)
    await phone.hangUp()
    const { disposition, result } = await call.ended
    t.equal(disposition, 'partial')
    t.equal(result.call.identity, 'verified')
    t.equal(result.answers.find(({ linkId }) => linkId === 'pain')?.value, 0)
    t.equal(result.answers.find(({ linkId }) => linkId === 'medicines')?.status, 'not-asked')
    t.ok((result.call.recordingStartMs ?? 0) > 0)
    await made.nothingLeft(t)
  })

  t.test('Asterisk dies in the middle: the call says so, what was answered stays, and the next one works', async t => {
    const phone = await stage.phone(t, { mode: 'answer' })
    const made = await open(t, endpointTo(phone.address))
    const { observer, asked } = whenAsked('medicines')
    const call = await made.place(keysTo(phone, observer))
    await asked
    await asterisk.kill()
    const { disposition, result } = await call.ended
    t.equal(disposition, 'partial')
    t.equal(result.answers.find(({ linkId }) => linkId === 'pain')?.value, 0)
    t.ok(await eventually(() => made.calls.live === 0, 1000), 'no live call')
    t.equal(stage.media.openLegs, 0)
    const without = await made.place()
    t.equal((await without.ended).disposition, 'failed', 'without Asterisk a call fails at once')

    await asterisk.restart()
    t.ok(await eventually(async () => (await made.line.state()).up, 10_000), 'connected again')
    const next = await startBarePhone({ answerAfterMs: 50 })
    t.teardown(() => next.stop())
    const again = await open(t, endpointTo(next.address))
    const second = await again.place()
    t.ok(await eventually(() => next.packets() > 10, 5000), 'the next patient hears us')
    await second.stop()
    await again.nothingLeft(t)
  })
})
