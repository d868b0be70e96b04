import t, { type Test } from 'tap'
import { Outbox } from '../../daemon/call/outbox.js'
import { Records } from '../../daemon/call/records.js'
import { Scene } from '../dialogue/scene.js'
import { discharged, freshStore, jeanne, MONDAY, ring } from '../store/scene.js'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** What stays for the patient's next call when one has gone so. */
async function keptAfter(t: Test, ...replies: readonly string[]) {
  const store = await freshStore(t)
  const due = await discharged(store)
  const patient = await store.patient(due.patientId)
  const callId = await ring(store, due)
  const outbox = new Outbox(log)
  const records = new Records({
    ...{ store, callId, patient, number: jeanne.phones[0]!.number, ward: 'Chirurgie', outbox },
    now: () => MONDAY,
    observer: {},
  })
  const scene = new Scene().reply(...replies)
  for (const act of scene.acts) await records.keep(act)
  const { tempo, gainDb } = await store.patient(due.patientId)
  return { kept: [tempo, gainDb], now: [scene.state.tempo, scene.state.gainDb] }
}

const BORN = 'Le trois avril mille neuf cent quarante-sept.'
const SLOWER = 'Plus lentement, s’il vous plaît.'
const LOUDER = 'Parlez plus fort.'

t.test('slower and louder are kept for the patient once it is sure that the patient asked', async t => {
  t.same(await keptAfter(t, SLOWER, "Oui, c'est moi.", LOUDER, BORN), { kept: [0.85, 6], now: [0.85, 6] })
  t.same(await keptAfter(t, "Oui, c'est moi.", BORN, 'Oui.', SLOWER), { kept: [0.85, 0], now: [0.85, 0] })
})

t.test('who is not the patient, or never says so, is spoken to slower in this call only', async t => {
  t.same(await keptAfter(t, SLOWER, LOUDER), { kept: [1, 0], now: [0.85, 6] }, 'not reached')
  t.same(await keptAfter(t, LOUDER, 'Vous vous trompez de numéro.'), { kept: [1, 0], now: [1, 6] }, 'wrong number')
  const wrongDate = await keptAfter(t, SLOWER, 'Oui.', 'le 5 mai 1950', 'le 6 mai 1951')
  t.same(wrongDate, { kept: [1, 0], now: [0.85, 0] }, 'not verified')
  const son = await keptAfter(t, "Non, c'est son fils, Marc Lambert.", 'le trois avril quarante-sept', 'Oui.', LOUDER)
  t.same(son, { kept: [1, 0], now: [1, 6] }, 'a caregiver')
})

t.test('what was asked for before the telephone was handed over is no wish of the patient', async t => {
  const handed = ['Un instant, je vous la passe.', 'Allô ?', "Oui, c'est moi."] as const
  t.same(await keptAfter(t, SLOWER, ...handed, BORN), { kept: [1, 0], now: [0.85, 0] })
  t.same(await keptAfter(t, SLOWER, ...handed, LOUDER, BORN), { kept: [0.85, 6], now: [0.85, 6] })
})
