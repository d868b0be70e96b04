import t from 'tap'
import { db, ms } from '../../daemon/domain/units.js'
import type { MediaLeg } from '../../daemon/media/port.js'
import { openVirtualMedia } from '../../daemon/media/virtual.js'
import type { ArrivingCall } from '../../daemon/telephony/demonstration/call.js'
import { openDemonstrationLine } from '../../daemon/telephony/demonstration/line.js'
import { VirtualTime } from '../../daemon/telephony/demonstration/scheduler.js'
import { tone, toneShare } from '../parts/tone.js'
import { SILERO } from '../rehearsal/stage.js'

const settle = () => new Promise<void>(resolve => setImmediate(resolve))

t.test('two calls of the demonstration line are joined: each hears the other, and nothing is left', async t => {
  const media = await openVirtualMedia({ sileroPath: SILERO, settled: settle })
  const time = new VirtualTime()
  const line = openDemonstrationLine({ media, scheduler: time, callee: { keepAudio: true } })
  await line.start()
  const pass = async (byMs: number) => {
    for (let passed = 0; passed < byMs; passed += 20) {
      time.advance(ms(20))
      await settle()
      await media.advance()
    }
  }
  const ends = new Map<string, MediaLeg>()
  const hertz: Readonly<Record<string, number>> = { patient: 500, nurse: 900 }
  line.farEnd.onCall((call: ArrivingCall) => {
    void call.answer().then(leg => {
      ends.set(call.channelId, leg)
      const pcm = tone(hertz[call.channelId] ?? 0, 6000)
      leg.play({ playId: 'tone', clips: [{ pcm }], gapMs: ms(0), tempo: 1, gainDb: db(0) })
    })
  })
  const patient = line.dial({ channelId: 'patient', number: '1', ringMs: 1000 })
  const nurse = line.dial({ channelId: 'nurse', number: '2', ringMs: 1000, to: 'nurse' })
  await pass(200)
  await line.join(patient, nurse, true)
  await pass(4000)
  const heardBy = async (who: string) => (await ends.get(who)!.keptAudio()).incoming.slice(-8 * 3000)
  const [atPatient, atNurse] = [await heardBy('patient'), await heardBy('nurse')]
  t.ok(toneShare(atPatient, 900) > 0.95, `the patient hears the nurse without a seam (${toneShare(atPatient, 900)})`)
  t.ok(toneShare(atNurse, 500) > 0.95, `the nurse hears the patient without a seam (${toneShare(atNurse, 500)})`)
  await nurse.hangUp()
  await pass(400)
  await t.rejects(line.join(patient, nurse, true), { code: 'telephony/lost' })
  await patient.hangUp()
  await pass(100)
  t.equal(media.openLegs, 0)
  await line.stop()
  await media.close()
})
