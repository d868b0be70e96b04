import { join } from 'node:path'
import t from 'tap'
import { VoicedOnset } from '../../daemon/call/voiced-onset.js'
import { seededRandom } from '../../daemon/domain/seeded.js'
import { ms } from '../../daemon/domain/units.js'
import { levelDb } from '../../daemon/media/level.js'
import { projectRoot } from '../../daemon/paths.js'
import { loadClip } from '../../daemon/rehearsal/read.js'

/** Begins softly: Silero takes up to 280 ms to be sure of it. */
const VOUS = join(projectRoot, 'test', 'rehearsals', 'clips', 'vous-vous-trompez.wav')
const WINDOW = 256
const SECOND = 8000

/** Starts (ms) of the stretches of windows that sound like the beginning of speech. `speech` is what Silero would say of each. */
function onsets(pcm: Int16Array, speech = 0.02): number[] {
  const voice = new VoicedOnset()
  const found: number[] = []
  let sounded = false
  for (let at = 0; at + WINDOW <= pcm.length; at += WINDOW) {
    const window = pcm.subarray(at, at + WINDOW)
    const sounds = voice.take({
      type: 'window',
      startAtMs: ms(at / 8),
      speech,
      levelDb: levelDb(window),
      pcm: window,
    })
    if (sounds !== undefined && !sounded) found.push(at / 8)
    sounded = sounds !== undefined
  }
  return found
}

function behindSilence(sound: Int16Array, silence = SECOND): Int16Array {
  const pcm = new Int16Array(silence + sound.length)
  pcm.set(sound, silence)
  return pcm
}

const made = (seconds: number, sampleAt: (i: number) => number) =>
  Int16Array.from({ length: seconds * SECOND }, (_, i) => Math.round(sampleAt(i)))

t.test('a voice is told by its first vowel, wherever it lies in a window', async t => {
  const said = await loadClip(VOUS)
  const firstMs = said.findIndex(sample => Math.abs(sample) > 1000) / 8
  for (const shift of [0, 60, 120, 180, 240]) {
    const [at] = onsets(behindSilence(said, SECOND + shift))
    const lateMs = at! + 32 - (SECOND + shift) / 8 - firstMs
    t.ok(lateMs > 0 && lateMs <= 110, `${lateMs} ms behind the first sound`)
  }
})

t.test('what lasts like a vowel is one, and a yap is not', async t => {
  const kinds = (pcm: Int16Array) => {
    const voice = new VoicedOnset()
    return Array.from({ length: pcm.length / WINDOW }, (_, i) => {
      const window = pcm.subarray(i * WINDOW, (i + 1) * WINDOW)
      return voice.take({ type: 'window', startAtMs: ms(i * 32), speech: 0.02, levelDb: levelDb(window), pcm: window })
    })
  }
  t.ok(kinds(behindSilence(await loadClip(VOUS))).includes('vowel'))
  const yap = made(1, i => (i < 0.07 * SECOND ? 6000 * Math.sin((2 * Math.PI * 300 * i) / SECOND) : 0))
  const yapped = kinds(behindSilence(yap))
  t.ok(yapped.includes('sound'))
  t.notOk(yapped.includes('vowel'))
})

t.test('it is told once, behind a rest, and for a third of a second', async t => {
  const said = await loadClip(VOUS)
  const again = behindSilence(said, 100 * 8)
  const close = new Int16Array(SECOND + again.length)
  close.set(again, SECOND)
  t.equal(onsets(close).length, 1)
  const vowel = made(3, i => 6000 * Math.sin((2 * Math.PI * 150 * i) / SECOND))
  t.equal(onsets(behindSilence(vowel)).length, 1, 'what goes on is music, and no second onset')
})

t.test('noise, thumps, clicks and hum are no voice', async t => {
  const random = seededRandom(7)
  const noise = () => random() * 2 - 1
  let low = 0
  const sounds = {
    noise: made(10, i => (i % 8000 < 4000 ? 6000 * noise() : 0)),
    'low noise': made(10, i => {
      low = 0.9 * low + 3000 * noise()
      return i % 8000 < 3000 ? low : 0
    }),
    thumps: made(10, i => 9000 * Math.exp(-(i % 4000) / 200) * Math.sin((2 * Math.PI * 40 * (i % 4000)) / SECOND)),
    clicks: made(10, i => (i % 6000 < 24 ? 12_000 * noise() : 0)),
    hum: made(10, i => (i % 8000 < 4000 ? 2000 * Math.sin((2 * Math.PI * 50 * i) / SECOND) : 0)),
    quiet: made(2, i => 200 * Math.sin((2 * Math.PI * 150 * i) / SECOND)),
  }
  for (const [name, sound] of Object.entries(sounds)) t.same(onsets(behindSilence(sound)), [], name)
})

t.test('our own echo is no voice', async t => {
  t.same(onsets(behindSilence(await loadClip(VOUS)), 0), [])
})
