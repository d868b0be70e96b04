import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { eraseSounds } from '../../daemon/cli/erasures.js'
import type { Config } from '../../daemon/config.js'
import { eraseOldPersonalClips, Shelf } from '../../daemon/speech/prompts/shelf.js'
import type { StayPlan } from '../../daemon/store/port.js'
import { freshStore, jeanne, MONDAY, minutesLater, ring, tempFolder } from '../store/scene.js'

const EPI = (number: string) => ({ authority: 'EPI', number })
const SOUND = new Int16Array(160)

const dueOnMonday: StayPlan = ({ protocol }) => ({
  calls: [{ day: 1, protocol, dueAt: MONDAY, notAfter: minutesLater(600), urgent: false }],
  missed: [],
  preferencesUnmet: false,
})

const left = (patient: string, visit: string) => ({
  patient: { ...jeanne, id: EPI(patient) },
  stay: {
    id: EPI(visit),
    site: 'Hornu',
    ward: 'Chirurgie',
    dischargedAt: minutesLater(-1440),
    protocol: 'general-follow-up',
  },
})

t.test('an erasure removes what was rendered for the patient, under every number and for every call', async t => {
  const prompts = tempFolder(t)
  const recordings = tempFolder(t)
  const store = await freshStore(t)
  const [old, kept] = await store.acceptDischarges([left('OLD', 'V1'), left('NEW', 'V2')], dueOnMonday)
  const patientId = kept!.patientId!
  await store.mergePatients(EPI('NEW'), EPI('OLD'))
  const due = (await store.dueCallsOf(patientId)).find(({ state }) => state === 'due')
  const call = await ring(store, { patientId, dueCallId: due!.id })
  const recordingPath = join(recordings, `${call}.wav`)
  writeFileSync(recordingPath, 'RIFF')
  await store.updateCall(call, { recordingPath })
  await store.closeCall(call, { endedAt: minutesLater(4), disposition: 'completed' })
  const shelf = new Shelf(prompts)
  for (const personal of [old!.patientId!, patientId, call, 'somebody else']) shelf.write('clip', SOUND, { personal })
  t.equal(readdirSync(join(prompts, 'personal')).length, 4)
  const order = { by: 'Dr Maes', at: MONDAY, results: 'held-elsewhere', resultYears: 30, ground: 'request' } as const
  const erased = await store.erasePatient(patientId, order)
  await eraseSounds({ folders: { prompts } as Config['folders'] }, erased)
  t.equal(readdirSync(join(prompts, 'personal')).length, 1)
  t.ok(new Shelf(prompts).holds('clip', { personal: 'somebody else' }))
  t.notOk(existsSync(recordingPath))
})

t.test('what was rendered for one person goes with age too; everybody’s sentences stay', async t => {
  const prompts = tempFolder(t)
  const shelf = new Shelf(prompts)
  shelf.write('hello', SOUND, {})
  for (const key of ['old', 'new']) shelf.write(key, SOUND, { personal: 'a call' })
  const clips = readdirSync(prompts, { recursive: true, encoding: 'utf8' }).filter(name => /hello|old/.test(name))
  for (const name of clips) utimesSync(join(prompts, name), MONDAY, MONDAY)
  eraseOldPersonalClips(prompts, minutesLater(1))
  const again = new Shelf(prompts)
  t.strictSame(
    ['hello', 'old', 'new'].map(key => again.has(key)),
    [true, false, true],
  )
  t.doesNotThrow(() => eraseOldPersonalClips(join(prompts, 'nowhere'), MONDAY))
})
