import { randomUUID } from 'node:crypto'
import t from 'tap'
import { eventually } from '../parts/process.js'
import { dial, endpointTo, openStage, pause } from '../parts/stage.js'
import { tone, toneShare } from '../parts/tone.js'

const stage = await openStage(t)

t.test('two phones joined through Asterisk', { skip: stage.skip }, async t => {
  const asterisk = await stage.asterisk(t)

  for (const listens of [true, false])
    t.test(`hear each other, the agent ${listens ? 'listens on' : 'hears nothing any more'}`, async t => {
      const patient = await stage.phone(t, { mode: 'answer', says: tone(500, 8000) })
      const nurse = await stage.phone(t, { mode: 'answer', says: tone(900, 8000), number: '6501' })
      const line = stage.line(t, asterisk, {
        endpoint: endpointTo(patient.address),
        nurseEndpoint: endpointTo(nurse.address),
      })
      await line.start()
      const id = randomUUID()
      const first = dial(line, { channelId: id })
      const { audio } = await first.until('answered')
      const guest = dial(line, { channelId: `${id}-nurse-01`, number: '6501', to: 'nurse' })
      await guest.until('answered')
      let windows = 0
      audio.onEvent(event => void (event.type === 'window' && event.levelDb > -40 && windows++))
      await line.join(first.leg, guest.leg, listens)
      await pause(300)
      windows = 0
      await pause(2000)
      t.equal(windows > 50, listens, `${windows} loud windows after the join`)
      await guest.leg.hangUp()
      t.same(guest.types().at(-1), 'hung-up')
      t.notOk(first.types().includes('hung-up'), 'the other leg still stands')
      await first.leg.hangUp()
      await eventually(() => patient.heard().length > 8000 && nurse.heard().length > 8000, 3000)
      t.ok(toneShare(patient.heard(), 900) > 0.3, `the patient hears the nurse (${toneShare(patient.heard(), 900)})`)
      t.ok(toneShare(nurse.heard(), 500) > 0.3, `the nurse hears the patient (${toneShare(nurse.heard(), 500)})`)
      await stage.empty(t, asterisk)
    })

  t.test('a guest who has gone cannot be joined, and nothing is left', async t => {
    const patient = await stage.phone(t, { mode: 'answer' })
    const line = stage.line(t, asterisk, { endpoint: endpointTo(patient.address) })
    await line.start()
    const first = dial(line)
    const guest = dial(line)
    await Promise.all([first.until('answered'), guest.until('answered')])
    await guest.leg.hangUp()
    await t.rejects(line.join(first.leg, guest.leg, true), { code: 'telephony/lost' })
    t.notOk(first.types().includes('hung-up'))
    await first.leg.hangUp()
    await stage.empty(t, asterisk)
  })
})
