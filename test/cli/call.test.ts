import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { wholeRecording } from '../../daemon/cli/recording.js'
import type { Actor } from '../../daemon/domain/audit.js'
import { ms } from '../../daemon/domain/units.js'
import { keyRing } from '../../daemon/sealing/ring.js'
import { encodeWav } from '../../daemon/speech/prompts/wav.js'
import { discharged, freshStore, KEY, minutesLater, ring } from '../store/scene.js'
import { startDaemon } from './daemon.js'

t.test('who makes a call by hand and reads it on the terminal is in the trail, by the name of the account', async t => {
  const call = startDaemon(t, ['call'])
  await call.shows(/HelloJADE {2}\S/)
  call.kill('SIGINT')
  await call.ended
  const show = startDaemon(t, ['audit', 'show', '--limit', '100'], {}, call.home)
  t.equal(await show.ended, 0)
  const trail = show.text().split('\n')
  for (const action of ['due-call.added', 'call.opened', 'call.read']) {
    const entries = trail.filter(line => line.includes(action))
    t.ok(entries.length > 0, action)
    for (const entry of entries) t.match(entry, /operator/, action)
  }
})

t.test('a recording that is cut into a rehearsal is in the trail before its sound is handed out', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  const recordingPath = join(t.testdir({}), 'call.wav')
  writeFileSync(recordingPath, encodeWav(new Int16Array(320)))
  await store.updateCall(id, { recordingPath, recordingStartMs: ms(0) })
  await store.closeCall(id, { endedAt: minutesLater(5), disposition: 'completed' })
  const operator: Actor = { name: 'a.dubois', role: 'operator', from: 'here' }
  const { call } = await store.result(id)
  t.ok(await wholeRecording(call, keyRing([KEY]), store.as(operator).audit))
  const [last] = await store.audit.entries({ limit: 1 })
  t.match(last, { action: 'recording.read', subjectId: id, patientId: due.patientId, actor: operator })
})
