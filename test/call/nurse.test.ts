import t, { type Test } from 'tap'
import type { PlacedCall } from '../../daemon/call/port.js'
import { composeEscalation } from '../../daemon/compose.js'
import type { PhoneOptions } from '../parts/baresip.js'
import { freePort } from '../parts/ports.js'
import { eventually } from '../parts/process.js'
import { endpointTo, openStage, pause, type Stage } from '../parts/stage.js'
import { tone, toneShare } from '../parts/tone.js'
import { agentWords, clip } from './hard-scene.js'
import { openPhoneCalls, scene } from './phone-scene.js'
import { openCallStage } from './stage.js'

const { skip } = await openStage(t)
const speech = await openCallStage(t)

/** Trouble breathing told on picking up, then silence at the confirming question; a tone from the 30th second on. */
async function breathless(): Promise<Int16Array> {
  const words = await clip('du-mal-a-respirer.wav')
  const said = new Int16Array(8 * 110_000)
  said.set(words)
  said.set(tone(500, 80_000), 8 * 30_000)
  return said
}

/** A nurse's phone whose number is its port. */
async function nursePhone(t: Test, stage: Stage, options: Omit<PhoneOptions, 'number' | 'port'>) {
  const port = await freePort()
  const phone = await stage.phone(t, { ...options, port, number: String(port) })
  return { phone, number: String(port) }
}

const alertOf = async (made: Awaited<ReturnType<typeof openPhoneCalls>>, call: PlacedCall) =>
  (await made.store.result(call.callId)).alerts.find(alert => alert.rule === 'red-flag')
const kindsOf = (alert: Awaited<ReturnType<typeof alertOf>>) => alert?.steps.map(({ kind }) => kind)

/** So many phones have been rung for the alert. */
const rung = (made: Awaited<ReturnType<typeof openPhoneCalls>>, call: PlacedCall, times: number) =>
  eventually(
    async () => (kindsOf(await alertOf(made, call)) ?? []).filter(kind => kind === 'rung').length >= times,
    60_000,
  )

// Two at once: most of each is ringing and waiting. The longest begin first.
t.test('a danger sign on a real phone brings a nurse', { skip, jobs: 2 }, t => {
  scene(
    t,
    'the first nurse is busy, the second takes a key: patient and nurse hear each other',
    async (t, { stage, asterisk }) => {
      const patient = await stage.phone(t, { mode: 'answer', says: await breathless() })
      const busy = await nursePhone(t, stage, { mode: 'busy' })
      const nurse = await nursePhone(t, stage, { mode: 'answer', says: tone(900, 90_000) })
      const nurses = [busy.number, nurse.number]
      const made = await openPhoneCalls(t, { stage, speech, asterisk, endpoint: endpointTo(patient.address), nurses })
      const call = await made.place()
      t.ok(await rung(made, call, 2), 'the second nurse is rung')
      t.match(
        await alertOf(made, call),
        { urgency: 'emergency', confirmation: 'silence' },
        'the alert stands before that',
      )
      await pause(9000)
      await nurse.phone.press('1')
      t.ok(
        await eventually(async () => kindsOf(await alertOf(made, call))?.includes('joined') === true, 15_000),
        'joined',
      )
      await pause(12_000)
      await nurse.phone.hangUp()
      const { disposition, result } = await call.ended
      const report = await call.transferred
      t.equal(disposition, 'transferred')
      t.match(agentWords({ result }).join(' '), /préviens tout de suite.*je vous la passe/)
      t.notMatch(agentWords({ result }).join(' '), /112/)
      t.match(report, { outcome: 'joined', acceptedBy: nurse.number })
      t.match(report?.rung, [{ outcome: 'busy' }, { outcome: 'accepted' }])
      t.ok(
        (report?.ringMs ?? Number.NaN) <= 2000,
        `red flag to ring ${report?.ringMs} ms, to join ${report?.joinMs} ms`,
      )
      t.same(kindsOf(await alertOf(made, call)), ['rung', 'busy', 'rung', 'accepted', 'joined'])
      t.same((await made.store.openAlerts()).length, 1, 'only a named nurse closes it')
      await eventually(() => nurse.phone.heard().length > 8 * 15_000, 3000)
      const patientHeard = toneShare(patient.heard().subarray(-8 * 12_000), 900)
      const nurseHeard = toneShare(nurse.phone.heard().subarray(-8 * 12_000), 500)
      t.ok(patientHeard > 0.3, `the patient hears the nurse (${patientHeard.toFixed(2)} of the last 12 s)`)
      t.ok(nurseHeard > 0.3, `the nurse hears the patient (${nurseHeard.toFixed(2)} of the last 12 s)`)
      await made.nothingLeft(t)
    },
  )

  scene(
    t,
    'the patient hangs up while it rings: the nurse is told and takes it by key',
    async (t, { stage, asterisk }) => {
      const patient = await stage.phone(t, { mode: 'answer', says: await breathless() })
      const nurse = await nursePhone(t, stage, { mode: 'answer' })
      const made = await openPhoneCalls(t, {
        ...{ stage, speech, asterisk, endpoint: endpointTo(patient.address) },
        nurses: [nurse.number],
      })
      const call = await made.place()
      await rung(made, call, 1)
      await pause(500)
      await patient.hangUp()
      await call.ended
      await pause(6000)
      await nurse.phone.press('1')
      t.match(await call.transferred, { outcome: 'taken', acceptedBy: nurse.number })
      t.same(kindsOf(await alertOf(made, call)), ['rung', 'taken'])
      await made.nothingLeft(t)
    },
  )

  scene(
    t,
    'nobody can be reached: 112 is heard, and the alert rings again after five minutes until it is closed',
    async (t, { stage, asterisk }) => {
      const patient = await stage.phone(t, { mode: 'answer', says: await breathless() })
      const busy = await nursePhone(t, stage, { mode: 'busy' })
      const nurses = [String(await freePort()), busy.number]
      const made = await openPhoneCalls(t, { stage, speech, asterisk, endpoint: endpointTo(patient.address), nurses })
      const call = await made.place()
      const { result } = await call.ended
      t.match(agentWords({ result }).join(' '), /n'est libre pour l'instant.*112/)
      t.match(await call.transferred, { outcome: 'nobody' })
      t.match(kindsOf(await alertOf(made, call)), ['rung', 'unreachable', 'rung', 'busy', 'nobody'])
      t.equal(busy.phone.rings(), 1)

      let laterMs = 0
      const moved: (() => void)[] = []
      const timer = {
        after: (delayMs: number, what: () => void) => {
          if (delayMs === 10_000) moved.push(what)
          const real = delayMs === 10_000 ? undefined : setTimeout(what, delayMs)
          return () => clearTimeout(real)
        },
        nowMs: () => performance.now(),
      }
      const { config, log } = speech
      const now = () => new Date(Date.now() + laterMs)
      const parts = { config, speech: speech.speech, telephony: made.line, store: made.store, log, nurses, timer, now }
      const escalation = composeEscalation(parts)
      escalation.start()
      await eventually(() => moved.length > 0, 2000)
      t.equal(busy.phone.rings(), 1, 'not before five minutes')
      await escalation.stop()
      laterMs = 301_000
      const restarted = composeEscalation(parts)
      restarted.start()
      t.ok(await eventually(() => busy.phone.rings() === 2, 45_000), 'rung again, by a daemon that was started anew')
      await eventually(() => moved.length > 1, 5000)
      const alert = await alertOf(made, call)
      await made.store.acknowledgeAlert(alert!.id, { by: 'Sophie Dubois', at: now(), note: 'Rappelée.' })
      laterMs = 900_000
      moved.at(-1)?.()
      await pause(1500)
      t.equal(busy.phone.rings(), 2, 'a named nurse has closed it')
      await restarted.stop()
      await made.nothingLeft(t)
    },
  )

  scene(t, 'Asterisk dies in mid-transfer: the call ends, the alert stays open', async (t, { stage, asterisk }) => {
    const patient = await stage.phone(t, { mode: 'answer', says: await breathless() })
    const nurse = await nursePhone(t, stage, { mode: 'no-answer' })
    const made = await openPhoneCalls(t, {
      ...{ stage, speech, asterisk, endpoint: endpointTo(patient.address) },
      nurses: [nurse.number],
    })
    const call = await made.place()
    await rung(made, call, 1)
    await pause(500)
    await asterisk.kill()
    await call.ended
    t.match(await call.transferred, { outcome: 'nobody' })
    t.match(await made.store.openAlerts(), [{ urgency: 'emergency' }])
    await asterisk.restart()
    await made.nothingLeft(t)
  })
  t.end()
})
