import { randomBytes } from 'node:crypto'
import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { composeCalls } from '../../daemon/compose.js'
import { ms } from '../../daemon/domain/units.js'
import type { PlayOptions } from '../../daemon/media/port.js'
import { playPatient } from '../../daemon/rehearsal/play.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { clip, hearingWith, rehearsalWith, saying, seed, watched } from './hard-scene.js'
import { openCallStage } from './stage.js'

const stage = await openCallStage(t)
const lines = await virtualDemonstration(stage.config)
t.teardown(() => lines.close())

t.test('slower and louder last for the call and for the next one of this patient', async t => {
  const store = await openLibsqlStore({ path: ':memory:', key: randomBytes(32) })
  const speaks = saying(await clip('oui-bien-sur.wav'))
  const rehearsal = await rehearsalWith({
    startAt: 'pain',
    answers: { pain: [speaks, speaks, speaks] },
    hangUp: { during: 'medicines', atMs: 1500, nth: 1 },
  })
  const first = await seed(store, rehearsal)
  const due = await store.dueCall(first)
  const asks = ['Allô ?', 'Parlez plus lentement, s’il vous plaît.', 'Plus fort, s’il vous plaît.', 'Trois.']
  let heard = 0
  const hear = () =>
    Promise.resolve({ text: asks[heard++ % asks.length]!, confidence: 0.95, noSpeech: 0, tookMs: ms(1) })

  const call = async (dueCallId: typeof first) => {
    const played: Pick<PlayOptions, 'tempo' | 'gainDb'>[] = []
    const line = await lines.open({})
    let asked: { linkId: string } | undefined
    const calls = composeCalls({
      ...stage,
      speech: { ...stage.speech, recogniser: hearingWith(stage.speech.recogniser, hear) },
      telephony: watched(line.telephony, ({ tempo, gainDb }) => played.push({ tempo, gainDb })),
      store,
      recordings: { folder: stage.folder, plain: true },
      now: () => rehearsal.now,
      busy: line.busy,
      ringMs: 6000,
      extra: { startAt: 'pain' },
    })
    const patient = playPatient({ rehearsal, farEnd: line.farEnd, asked: () => asked })
    const placed = await calls.place({ dueCallId, observer: { asked: linkId => (asked = { linkId }) } })
    await line.until(placed.ended)
    patient.stop()
    await calls.stop()
    await line.close()
    return played
  }

  const played = await call(first)
  t.match(played[0], { tempo: 1, gainDb: 0 })
  const slower = played.findIndex(({ tempo }) => tempo === 0.85)
  const louder = played.findIndex(({ gainDb }) => gainDb === 6)
  t.ok(slower > 0 && louder > slower, 'from the next words on')
  t.ok(
    played.slice(louder).every(({ tempo, gainDb }) => tempo === 0.85 && gainDb === 6),
    'to the end of the call',
  )
  const { patientId } = due
  t.match(await store.patient(patientId), { tempo: 0.85, gainDb: 6 })
  heard = 3
  const next = await store.addDueCall({
    ...due,
    dueAt: rehearsal.now,
    notAfter: new Date(rehearsal.now.getTime() + 86_400_000),
  })
  const again = await call(next)
  t.match(again[0], { tempo: 0.85, gainDb: 6 }, 'the next call begins that way')
  await store.close()
})
