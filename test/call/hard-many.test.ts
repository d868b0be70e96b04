import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { patientAt, realDemonstration } from '../../daemon/cli/lines.js'
import { composeCalls } from '../../daemon/compose.js'
import type { Asked } from '../../daemon/rehearsal/patient.js'
import { playPatient } from '../../daemon/rehearsal/play.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { clip, keying, rehearsalWith, saying, seed, verifiedThen } from './hard-scene.js'
import { openCallStage } from './stage.js'

const CALLS = 10
/** One after the other, as the schedule begins them: ten that begin in one instant ask for ten recognitions in another. */
const RAMP_MS = 700

t.setTimeout(240_000)
const stage = await openCallStage(t)
const lines = await realDemonstration(stage.config)
t.teardown(() => lines.close())

t.test('ten calls at once, in real time on one database: every result is there, none is mixed up', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'hellojade-many-'))
  const store = await openLibsqlStore({ path: join(folder, 'hellojade.db'), key: randomBytes(32) })
  t.teardown(() => store.close())
  const line = await lines.open({})
  t.teardown(() => line.close())
  const calls = composeCalls({ ...stage, telephony: line.telephony, store, recordings: { folder, plain: true } })
  const well = saying(await clip('pas-de-temperature.wav'))
  const ended = Array.from({ length: CALLS }, async (_, i) => {
    await pause(i * RAMP_MS)
    const rehearsal = await rehearsalWith(
      { now: new Date() },
      {
        ...verifiedThen([]),
        pain: [keying(String(i === CALLS - 1 ? 8 : i % 4))],
        morale: [keying('9')],
        fever: [well],
      },
    )
    const number = `+32650001${i}0`
    let asked: Asked | undefined
    playPatient({ rehearsal, farEnd: patientAt(line.farEnd, number), asked: () => asked, keptAudio: false })
    const dueCallId = await seed(store, rehearsal, number)
    const call = await calls.place({ dueCallId, observer: { asked: linkId => (asked = { linkId }) } })
    return call.ended
  })
  const all = await Promise.all(ended)
  t.same(
    all.map(({ disposition }) => disposition),
    Array.from({ length: CALLS }, () => 'completed'),
  )
  const pains = all.map(({ result }) => result.answers.find(({ linkId }) => linkId === 'pain')?.value)
  t.same(pains, [0, 1, 2, 3, 0, 1, 2, 3, 0, 8])
  t.same(
    all.flatMap(({ result }) => result.alerts.map(({ rule }) => rule)),
    ['pain-high'],
  )
  t.ok(all.every(({ result }) => result.answers.some(({ linkId, value }) => linkId === 'fever' && value === false)))
  t.ok(all.every(({ result }) => existsSync(result.call.recordingPath ?? '')))
  t.equal((await store.latestResults(2 * CALLS)).length, CALLS)
  t.same(await store.openCalls(), [])
  t.match(await line.telephony.state(), { channels: 0 })
  t.equal(calls.live, 0)
})
