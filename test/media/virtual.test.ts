import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { db } from '../../daemon/domain/units.js'
import type { Impairments, MediaEvent } from '../../daemon/media/port.js'
import { openVirtualMedia } from '../../daemon/media/virtual.js'
import { projectRoot } from '../../daemon/paths.js'
import { find, noise, play, rms, sileroPath, throughAlaw } from './sounds.js'

async function call(impairments: Impairments | undefined, beats: number, pcm: Int16Array) {
  const media = await openVirtualMedia({ sileroPath, settled: async () => {} })
  const ours = await media.open({ id: 'ours', codec: 'alaw', keepAudio: true })
  const theirs = await media.open({ id: 'theirs', codec: 'ulaw', keepAudio: true, ...(impairments && { impairments }) })
  const heard: MediaEvent[] = []
  ours.onEvent(event => heard.push(event))
  ours.connect(theirs.local)
  theirs.connect(ours.local)
  ours.start()
  theirs.start()
  theirs.play(play(pcm))
  theirs.sendDigits('12')
  await media.advance(beats)
  const kept = await ours.keptAudio()
  const stats = await ours.close()
  await media.close()
  t.equal(media.openLegs, 0, 'nothing is left open')
  const digest = createHash('sha256').update(kept.incoming).update(JSON.stringify(heard)).digest('hex')
  return { heard, kept, stats, digest }
}

t.test('a call in virtual time is the same each time, and another with another seed', async t => {
  const bad = { lossPercent: 5, jitterMs: 30, noiseDb: -40, seed: 1 }
  const [first, again, other] = [
    await call(bad, 200, noise(2000)),
    await call(bad, 200, noise(2000)),
    await call({ ...bad, seed: 2 }, 200, noise(2000)),
  ]
  t.equal(first.digest, again.digest)
  t.not(first.digest, other.digest)
  t.ok(first.stats.lostPackets > 2 && first.stats.lostPackets < 25, `${first.stats.lostPackets} of 200 lost`)
})

t.test('without impairments nothing is lost, late or concealed', async t => {
  const { stats, kept, heard } = await call(undefined, 150, noise(1000))
  t.match(stats, { lostPackets: 0, latePackets: 0, concealedFrames: 0, underflows: 0, rejectedPackets: 0 })
  t.equal(kept.incoming.length, 150 * 160)
  t.equal(kept.outgoing.length, 150 * 160)
  t.same(
    heard.flatMap(event => (event.type === 'dtmf' ? [event.digit] : [])),
    ['1', '2'],
  )
})

t.test('a jitter of 15 ms is taken by the buffer; 100 ms is noticed', async t => {
  const calm = await call({ jitterMs: 15 }, 400, noise(5000))
  t.match(calm.stats, { latePackets: 0, lostPackets: 0 })
  const wild = await call({ jitterMs: 100 }, 400, noise(5000))
  t.ok(wild.stats.latePackets > 0)
  t.ok(wild.stats.latePackets < 40, 'the delay grew until most came in time')
})

t.test('noise has the level asked for', async t => {
  const { kept } = await call({ noiseDb: -45 }, 200, new Int16Array(0))
  const level = 20 * Math.log10(rms(kept.incoming.subarray(8000)) / 32_768)
  t.ok(Math.abs(level + 45) < 0.5, `${level} dBFS`)
})

t.test('a window of speech is told from one of noise and silence', async t => {
  const clip = readFileSync(join(projectRoot, 'test/rehearsals/clips/oui-bien-sur.wav'))
  const pcm = new Int16Array(clip.buffer.slice(clip.byteOffset + 44, clip.byteOffset + 44 + ((clip.length - 44) & ~1)))
  const speaking = await call(undefined, 30 + Math.ceil(pcm.length / 160), pcm)
  const scores = speaking.heard.flatMap(event => (event.type === 'window' ? [event.speech] : []))
  t.ok(scores.filter(score => score > 0.5).length > 5, `${scores.map(s => s.toFixed(1)).join(' ')}`)
  const noisy = await call({ noiseDb: -40 }, 150, new Int16Array(0))
  const noiseScores = noisy.heard.flatMap(event => (event.type === 'window' ? [event.speech] : []))
  t.ok(noiseScores.filter(score => score > 0.5).length < noiseScores.length / 10)
})

t.test('settled is awaited after each beat', async t => {
  let beats = 0
  const media = await openVirtualMedia({
    sileroPath,
    settled: async () => {
      beats++
    },
  })
  await media.advance(7)
  t.equal(beats, 7)
  t.equal(media.nowBeats, 7)
  await media.close()
})

t.test('legs find each other by address only', async t => {
  const media = await openVirtualMedia({ sileroPath, settled: async () => {} })
  const legs = await Promise.all(
    ['a', 'b', 'c'].map(id => media.open({ id, codec: 'alaw', keepAudio: true, voiceActivity: false })),
  )
  const [a, b, c] = legs as [(typeof legs)[0], (typeof legs)[0], (typeof legs)[0]]
  a.connect(b.local)
  b.connect(a.local)
  c.connect(a.local)
  for (const leg of legs) leg.start()
  b.play(play(noise(500, 8000, 1)))
  c.play(play(noise(500, 8000, 2), { gainDb: db(6) }))
  await media.advance(40)
  const { incoming } = await a.keptAudio()
  t.not(find(incoming, throughAlaw(noise(500, 8000, 1)).subarray(160, 3000)), -1)
  t.equal((await a.stats()).rejectedPackets, 41, 'c is a stranger to a')
  await media.close()
  t.equal(media.openLegs, 0)
})

t.test('a missing or damaged model is named', async t => {
  const settled = async () => {}
  await t.rejects(openVirtualMedia({ sileroPath: '/nowhere.onnx', settled }), { code: 'models/missing' })
  const broken = join(t.testdir({ 'silero.onnx': 'not a model' }), 'silero.onnx')
  await t.rejects(openVirtualMedia({ sileroPath: broken, settled }), { code: 'models/damaged' })
})
