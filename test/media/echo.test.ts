import { join } from 'node:path'
import t from 'tap'
import { db, ms } from '../../daemon/domain/units.js'
import type { Impairments, MediaEvent } from '../../daemon/media/port.js'
import { openVirtualMedia } from '../../daemon/media/virtual.js'
import { projectRoot } from '../../daemon/paths.js'
import { loadClip } from '../../daemon/rehearsal/read.js'
import { play, rms, sileroPath } from './sounds.js'

const clips = (...names: string[]) =>
  Promise.all(names.map(name => loadClip(join(projectRoot, 'test/rehearsals/clips', `${name}.wav`))))
const pieces = (sounds: readonly Int16Array[], gapMs: number) => ({
  clips: sounds.map(pcm => ({ pcm })),
  gapMs: ms(gapMs),
})
const agent = await clips('siwis-je-prends-tout', 'siwis-huit-sur-dix-tres-mal', 'siwis-trois-sur-dix-ca-va')
const patient = await clips('trois-sur-dix-ca-va', 'oui-bien-sur', 'je-prends-tout')

/** What the agent's end hears for 12 s. */
async function heard(options: { line?: Impairments; agent: boolean; patient: boolean; gainDb?: number }) {
  const media = await openVirtualMedia({ sileroPath, settled: async () => {} })
  const ours = await media.open({ id: 'ours', codec: 'alaw', keepAudio: true })
  const theirs = await media.open({ id: 'theirs', codec: 'alaw', ...(options.line && { impairments: options.line }) })
  const windows: Extract<MediaEvent, { type: 'window' }>[] = []
  ours.onEvent(event => event.type === 'window' && windows.push(event))
  ours.connect(theirs.local)
  theirs.connect(ours.local)
  ours.start()
  theirs.start()
  if (options.agent) ours.play(play(agent[0]!, pieces([...agent, ...agent], 150)))
  await media.advance(50)
  if (options.patient) theirs.play(play(patient[0]!, { ...pieces(patient, 400), gainDb: db(options.gainDb ?? 0) }))
  await media.advance(550)
  const { incoming } = await ours.keptAudio()
  await media.close()
  // What the call takes for speech.
  return { speechMs: 32 * windows.filter(({ speech, levelDb }) => speech >= 0.5 && levelDb > -50).length, incoming }
}

t.test('our own voice that comes back from the phone is not taken for somebody speaking', async t => {
  for (const echoDb of [-12, -20, -30])
    for (const echoMs of [100, 200, 300]) {
      const { speechMs, incoming } = await heard({ line: { echoDb, echoMs }, agent: true, patient: false })
      t.ok(rms(incoming) > 32, 'it does come back')
      t.equal(speechMs, 0, `${echoDb} dB after ${echoMs} ms`)
    }
})

t.test('a patient who speaks over our voice is heard, with its echo and without', async t => {
  const alone = await heard({ agent: false, patient: true })
  t.ok(alone.speechMs > 1500)
  t.equal((await heard({ agent: true, patient: true })).speechMs, alone.speechMs)
  const line = { echoDb: -20, echoMs: 200 }
  const over = await heard({ line, agent: true, patient: true })
  t.ok(over.speechMs > 0.85 * alone.speechMs, `${over.speechMs} of ${alone.speechMs} ms`)
  const soft = { patient: true, gainDb: -10 }
  const softAlone = await heard({ ...soft, agent: false })
  const softOver = await heard({ ...soft, line, agent: true })
  t.ok(softOver.speechMs > 0.6 * softAlone.speechMs, `soft: ${softOver.speechMs} of ${softAlone.speechMs} ms`)
})

t.test('who repeats our words is somebody: an echo is quieter than the voice', async t => {
  const media = await openVirtualMedia({ sileroPath, settled: async () => {} })
  const [ours, theirs] = [
    await media.open({ id: 'ours', codec: 'alaw' }),
    await media.open({ id: 'theirs', codec: 'alaw' }),
  ]
  let speechMs = 0
  ours.onEvent(event => {
    if (event.type === 'window' && event.speech >= 0.5) speechMs += 32
  })
  ours.connect(theirs.local)
  theirs.connect(ours.local)
  ours.start()
  theirs.start()
  ours.play(play(agent[0]!))
  await media.advance(10)
  theirs.play(play(agent[0]!))
  await media.advance(200)
  await media.close()
  t.ok(speechMs > 500, `${speechMs} ms`)
})
