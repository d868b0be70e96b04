import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import type { TestAsterisk } from '../parts/asterisk.js'
import { eventually } from '../parts/process.js'
import { endpointTo, openStage, pause } from '../parts/stage.js'
import { tone, toneShare } from '../parts/tone.js'

const DAEMON = fileURLToPath(new URL('./dying-daemon.js', import.meta.url))
const stage = await openStage(t)

/** A daemon that was killed with `phones` on the line: a patient, or a patient and the nurse who had taken over. */
async function died(t: Test, asterisk: TestAsterisk, phones: readonly { readonly address: string }[]): Promise<void> {
  const { ariUrl, user, password, app } = asterisk
  const args = [DAEMON, ariUrl, user, password, app, ...phones.map(({ address }) => endpointTo(address))]
  const daemon = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => daemon.kill('SIGKILL'))
  await once(daemon.stdout, 'data')
  daemon.kill('SIGKILL')
  await once(daemon, 'close')
}

t.test('whom a daemon left on the line when it was killed', { skip: stage.skip }, async t => {
  const asterisk = await stage.asterisk(t)
  const excuse = [{ pcm: tone(700, 1200) }, { pcm: tone(700, 800) }]

  t.test('hears why from the next one, to the last word, and is let go', async t => {
    const phone = await stage.phone(t, { mode: 'answer' })
    await died(t, asterisk, [phone])
    const line = stage.line(t, asterisk, { excuse })
    await line.start()
    t.ok(await eventually(async () => (await asterisk.counts()).channels === 0, 6000))
    await stage.empty(t, asterisk)
    await eventually(() => toneShare(phone.heard(), 700) > 0, 3000)
    const heard = phone.heard()
    const heardMs = (toneShare(heard, 700) * heard.length) / 8
    t.ok(heardMs > 1700, `${Math.round(heardMs)} of 2000 ms of it`)
    t.match(await line.state(), { up: true, channels: 0, bridges: 0 })
  })

  t.test('may hang up in the midst of it, and nothing is left', async t => {
    const phone = await stage.phone(t, { mode: 'answer' })
    await died(t, asterisk, [phone])
    await stage.line(t, asterisk, { excuse: [{ pcm: tone(700, 10_000) }] }).start()
    await pause(500)
    await phone.hangUp()
    await stage.empty(t, asterisk)
  })

  t.test('is let go in the midst of it by a daemon that stops', async t => {
    const phone = await stage.phone(t, { mode: 'answer' })
    await died(t, asterisk, [phone])
    const line = stage.line(t, asterisk, { excuse: [{ pcm: tone(700, 10_000) }] })
    await line.start()
    await pause(500)
    await line.stop()
    await stage.empty(t, asterisk)
  })

  t.test('goes on talking with the nurse who had taken over, until one of them hangs up', async t => {
    const patient = await stage.phone(t, { mode: 'answer', says: tone(500, 20_000) })
    const nurse = await stage.phone(t, { mode: 'answer', says: tone(900, 20_000), number: '6501' })
    await died(t, asterisk, [patient, nurse])
    const line = stage.line(t, asterisk, { excuse })
    await line.start()
    t.same(await asterisk.counts(), { channels: 2, bridges: 1 }, 'our own audio alone is removed')
    await pause(2000)
    await patient.hangUp()
    await stage.empty(t, asterisk)
    await eventually(() => patient.heard().length > 16_000 && nurse.heard().length > 16_000, 3000)
    for (const [who, phone, hertz] of [
      ['patient', patient, 900],
      ['nurse', nurse, 500],
    ] as const) {
      const lastS = phone.heard().subarray(-8000)
      t.ok(toneShare(lastS, hertz) > 0.7, `the ${who} hears the other to the end (${toneShare(lastS, hertz)})`)
      t.equal(toneShare(phone.heard(), 700), 0, `the ${who} is told of nothing`)
    }
  })
})
