import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { applyRetention } from '../../daemon/store/lifecycle/retention-run.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { discharged, freshStore, jeanne, MONDAY, minutesLater, raising, ring, tempFolder } from './scene.js'

const keeping = { recordingDays: 30, transcriptDays: 365, resultYears: 30 }
const daysLater = (days: number) => minutesLater(days * 1440)
const turn = {
  seq: 0,
  speaker: 'patient',
  linkId: 'pain',
  text: 'huit',
  startMs: 0,
  endMs: 9,
  interrupted: false,
} as const

async function recordedCall(store: OpenStore, folder: string) {
  const due = await discharged(store)
  const id = await ring(store, due)
  const path = join(folder, `${id}.wav`)
  writeFileSync(path, 'RIFF')
  utimesSync(path, MONDAY, MONDAY)
  await store.updateCall(id, { recordingPath: path })
  await store.addTurn(id, turn)
  await store.putAnswer(id, { linkId: 'pain', question: '?', status: 'understood', value: 8 })
  const alertId = await store.raiseAlert(id, raising)
  await store.closeCall(id, { endedAt: minutesLater(4), disposition: 'completed' })
  return { ...due, id, path, alertId }
}

t.test('each kind goes at its term and not a day before, and a dry run tells the same without removing', async t => {
  const store = await freshStore(t)
  const recordings = join(tempFolder(t), 'recordings')
  mkdirSync(recordings)
  const { id, path, patientId, alertId } = await recordedCall(store, recordings)
  await store.acknowledgeAlert(alertId, { by: 'Sophie Dubois', at: minutesLater(5) })
  const at = async (now: Date) => {
    const told = await applyRetention(store, { keeping, now, recordings, dry: true })
    t.strictSame(await applyRetention(store, { keeping, now, recordings, dry: false }), told)
    return told
  }
  t.strictSame(await at(daysLater(30)), { recordings: 0, transcripts: 0, patients: 0, letters: 0 })
  t.ok(existsSync(path))
  t.strictSame(await at(daysLater(31)), { recordings: 1, transcripts: 0, patients: 0, letters: 0 })
  t.notOk(existsSync(path))
  t.equal((await store.result(id)).turns.length, 1)
  t.strictSame(await at(daysLater(366)), { recordings: 0, transcripts: 1, patients: 0, letters: 0 })
  const { turns, answers, alerts } = await store.result(id)
  t.match({ turns, answers, alerts }, { turns: [], answers: [{ value: 8 }], alerts: [{ rule: 'pain-high' }] })
  t.strictSame(await at(new Date('2056-11-08')), { recordings: 0, transcripts: 0, patients: 0, letters: 0 })
  t.strictSame(await at(new Date('2056-11-10')), { recordings: 0, transcripts: 0, patients: 1, letters: 0 })
  await t.rejects(store.patient(patientId), { code: 'store/not-found' })
  t.match(await store.erasures(), [{ patientId, resultsErased: true }])
})

t.test('a recording that no row names goes by its age', async t => {
  const store = await freshStore(t)
  const recordings = tempFolder(t)
  const left = join(recordings, 'left.wav')
  const live = join(recordings, 'live.wav')
  for (const path of [left, live]) writeFileSync(path, 'RIFF')
  utimesSync(left, MONDAY, MONDAY)
  utimesSync(live, daysLater(31), daysLater(31))
  t.match(await applyRetention(store, { keeping, now: daysLater(32), recordings, dry: false }), { recordings: 1 })
  t.strictSame([existsSync(left), existsSync(live)], [false, true])
})

t.test('a call that lasts is left alone, and a record made long ago whose patient came back lately stays', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  await store.addTurn(await ring(store, due), turn)
  const report = await applyRetention(store, { keeping, now: daysLater(400), recordings: tempFolder(t), dry: false })
  t.strictSame(report, { recordings: 0, transcripts: 0, patients: 0, letters: 0 })
  const back = await discharged(store, { ...jeanne, familyName: 'Maes' })
  const id = await ring(store, back, new Date('2050-01-01'))
  await store.closeCall(id, { endedAt: new Date('2050-01-02'), disposition: 'busy' })
  await applyRetention(store, { keeping, now: new Date('2060-01-01'), recordings: tempFolder(t), dry: false })
  await t.resolves(store.patient(back.patientId))
})

t.test('nothing of a call goes while an alert of it waits for a nurse, however old it is', async t => {
  const store = await freshStore(t)
  const recordings = tempFolder(t)
  const { id, path, alertId, patientId } = await recordedCall(store, recordings)
  const at = async (now: Date) => {
    const told = await applyRetention(store, { keeping, now, recordings, dry: true })
    t.strictSame(await applyRetention(store, { keeping, now, recordings, dry: false }), told)
    return told
  }
  const later = new Date('2057-01-01')
  t.strictSame(await at(later), { recordings: 0, transcripts: 0, patients: 0, letters: 0 })
  t.ok(existsSync(path), 'what the patient said can be heard')
  t.match(await store.result(id), { turns: [{ text: 'huit' }], alerts: [{ rule: 'pain-high' }] })
  t.match(await store.patient(patientId), { familyName: 'Lambertzöe' })
  await store.acknowledgeAlert(alertId, { by: 'Sophie Dubois', at: later })
  t.strictSame(await at(later), { recordings: 1, transcripts: 1, patients: 1, letters: 0 })
  t.notOk(existsSync(path))
})

t.test('the note of a task goes with the words of its call, but not before the task is done', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  await store.addTurn(id, turn)
  const task = { kind: 'callback', callId: id, ward: 'Chirurgie', createdAt: MONDAY } as const
  await store.addTask({ ...task, note: 'Voudrait parler au chirurgien.' })
  await store.addTask({ ...task, note: 'Rappelée.', createdAt: minutesLater(1), closedAt: minutesLater(2) })
  await store.closeCall(id, { endedAt: minutesLater(4), disposition: 'completed' })
  await applyRetention(store, { keeping, now: daysLater(400), recordings: tempFolder(t), dry: false })
  const { turns, tasks } = await store.result(id)
  t.strictSame(turns, [])
  t.strictSame(
    tasks.map(({ note }) => note),
    ['Voudrait parler au chirurgien.', undefined],
  )
})

t.test('the sound of a record that goes at its term goes with it, although its own term is longer', async t => {
  const store = await freshStore(t)
  const recordings = tempFolder(t)
  const { id, path, alertId, patientId } = await recordedCall(store, recordings)
  await store.acknowledgeAlert(alertId, { by: 'Sophie Dubois', at: minutesLater(5) })
  const clips: string[] = []
  const long = { ...keeping, recordingDays: 3650, resultYears: 1 }
  const options = { keeping: long, now: daysLater(400), recordings, eraseClips: (owner: string) => clips.push(owner) }
  t.match(await applyRetention(store, { ...options, dry: true }), { patients: 1 })
  t.strictSame([existsSync(path), clips], [true, []])
  t.match(await applyRetention(store, { ...options, dry: false }), { patients: 1 })
  t.strictSame([existsSync(path), clips], [false, [patientId, id]])
})

t.test('an old number that was merged into a record takes nothing of it along', async t => {
  const store = await freshStore(t)
  const EPI = (number: string) => ({ authority: 'EPI', number })
  const left = (patient: string, visit: string, dischargedAt: Date) => ({
    patient: { ...jeanne, id: EPI(patient) },
    stay: { id: EPI(visit), site: 'Hornu', ward: 'Chirurgie', dischargedAt, protocol: 'general-follow-up' },
  })
  const nothingDue = () => ({ calls: [], missed: [], preferencesUnmet: false })
  await store.acceptDischarges([left('OLD', 'V1', MONDAY), left('NEW', 'V2', MONDAY)], nothingDue)
  await store.mergePatients(EPI('NEW'), EPI('OLD'))
  const [back] = await store.acceptDischarges([left('NEW', 'V3', daysLater(799))], nothingDue)
  const options = { keeping: { ...keeping, resultYears: 1 }, recordings: tempFolder(t), dry: false }
  t.match(await applyRetention(store, { ...options, now: daysLater(800) }), { patients: 0 })
  await t.resolves(store.patient(back!.patientId!), 'who left hospital yesterday')
  t.match(await applyRetention(store, { ...options, now: daysLater(1200) }), { patients: 1 })
  t.match((await store.erasures()).length, 2, 'in the end both went')
})
