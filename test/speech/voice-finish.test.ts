import t from 'tap'
import { LINE_HZ } from '../../daemon/domain/units.js'
import { finishClip } from '../../daemon/speech/synthesis/finish.js'
import { frameLevels, limit, peakOf, toDb, voicedLevel } from '../../daemon/speech/synthesis/level.js'
import { dropRumble, toLineRate } from '../../daemon/speech/synthesis/resample.js'

const tone = (frequencyHz: number, rateHz: number, seconds: number, amplitude = 0.5) =>
  Float32Array.from(
    { length: Math.round(rateHz * seconds) },
    (_, i) => amplitude * Math.sin((2 * Math.PI * frequencyHz * i) / rateHz),
  )

const rms = (audio: Float32Array) => Math.sqrt(audio.reduce((sum, x) => sum + x * x, 0) / audio.length)
const inner = (audio: Float32Array) => audio.subarray(800, audio.length - 800)
const samplesOf = (pcm: Int16Array) => Float32Array.from(pcm, x => x / 32768)

/** A buzz that rises and falls like syllables, at any rate. */
const babble = (rateHz: number, seconds: number, amplitude: number) =>
  tone(140, rateHz, seconds, amplitude).map(
    (x, i) => Math.sign(x) * Math.abs(x) ** 0.3 * amplitude ** 0.7 * (0.15 + Math.sin((Math.PI * 4 * i) / rateHz) ** 2),
  )

t.test('what a telephone carries passes the resampler, what it cannot carry does not fold back', async t => {
  for (const rateHz of [16_000, 22_050, 24_000]) {
    for (const frequencyHz of [300, 1000, 2000, 3300]) {
      const out = inner(toLineRate(tone(frequencyHz, rateHz, 1), rateHz))
      t.ok(
        Math.abs(toDb(rms(out)) - toDb(rms(tone(1000, rateHz, 1)))) < 0.3,
        `${frequencyHz} Hz of ${rateHz}: ${toDb(rms(out))}`,
      )
    }
    for (const frequencyHz of [4100, 5000, 7000]) {
      const out = inner(toLineRate(tone(frequencyHz, rateHz, 1), rateHz))
      t.ok(toDb(rms(out)) < -65, `${frequencyHz} Hz of ${rateHz}: ${toDb(rms(out)).toFixed(1)}`)
    }
    t.equal(toLineRate(new Float32Array(rateHz), rateHz).length, LINE_HZ)
  }
})

t.test('rumble is dropped, the voice is not', async t => {
  t.ok(toDb(rms(inner(dropRumble(tone(40, LINE_HZ, 1))))) < -28)
  t.ok(toDb(rms(inner(dropRumble(tone(400, LINE_HZ, 1))))) > -9.3)
})

t.test('whatever the voice gave, a clip comes out at the same level and below the peak', async t => {
  for (const amplitude of [0.003, 0.05, 0.4, 1, 4])
    for (const rateHz of [16_000, 22_050, 24_000]) {
      const clip = samplesOf(finishClip([babble(rateHz, 2, amplitude)], rateHz))
      t.ok(
        Math.abs(toDb(voicedLevel(clip)) + 20) < 1,
        `${amplitude} at ${rateHz}: ${toDb(voicedLevel(clip)).toFixed(2)}`,
      )
      t.ok(toDb(peakOf(clip)) <= -3)
    }
})

t.test('a click in the voice does not turn the whole sentence down', async t => {
  const spoiled = babble(24_000, 2, 0.1)
  spoiled[20_000] = 1
  spoiled[20_001] = -1
  const clip = samplesOf(finishClip([spoiled], 24_000))
  t.ok(Math.abs(toDb(voicedLevel(clip)) + 20) < 1)
  t.ok(toDb(peakOf(clip)) <= -3)
})

t.test('the limiter never lets a sample through and leaves the rest alone', async t => {
  const quiet = tone(500, LINE_HZ, 0.5, 0.3)
  const loud = quiet.map((x, i) => (i > 2000 && i < 2010 ? x * 6 : x))
  t.ok(peakOf(limit(loud.slice(), 0.7)) <= 0.7001)
  t.same(limit(quiet.slice(), 0.7), quiet)
})

t.test('silence is taken off the ends and long pauses are shortened, nothing else is lost', async t => {
  const silence = new Float32Array(24_000)
  const word = babble(24_000, 0.5, 0.3)
  const clip = finishClip([silence, word, silence, word, silence], 24_000)
  const seconds = clip.length / LINE_HZ
  t.ok(seconds > 1.15 && seconds < 1.3, `${seconds} s: two words and one pause`)
  const silent = Array.from(frameLevels(samplesOf(clip)), level => toDb(level) < -45)
  t.ok(silent.indexOf(false) <= 4)
  t.ok(silent.length - 1 - silent.lastIndexOf(false) <= 4)
  const longest = Math.max(
    ...silent
      .map(String)
      .join('')
      .split('false')
      .map(run => run.length / 4),
  )
  t.ok(longest <= 25 && longest >= 15, `pause of ${longest * 10} ms`)
})

t.test('silence and nothing give an empty clip', async t => {
  t.equal(finishClip([], 24_000).length, 0)
  t.equal(finishClip([new Float32Array(24_000)], 24_000).length, 0)
})

t.test('a voice that starts and stops abruptly does not click', async t => {
  const clip = finishClip([tone(440, 24_000, 1, 0.5).map((x, i) => (i === 0 ? 0.5 : x))], 24_000)
  t.ok(Math.abs(clip[0]!) < 10 && Math.abs(clip.at(-1)!) < 10)
  const steps = Array.from(clip.subarray(1), (x, i) => Math.abs(x - clip[i]!))
  t.ok(Math.max(...steps.slice(0, 20)) < 700)
})
