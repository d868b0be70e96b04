import t from 'tap'
import { LINE_HZ } from '../../daemon/domain/units.js'
import { finishClip } from '../../daemon/speech/synthesis/finish.js'
import { LiveBand, LiveFinish } from '../../daemon/speech/synthesis/finish-live.js'
import { frameLevels, Limiter, limit, peakOf, toDb, voicedLevel } from '../../daemon/speech/synthesis/level.js'
import { dropRumble, LineRate, toLineRate } from '../../daemon/speech/synthesis/resample.js'

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

/** The same sound in pieces of any length, none of them a multiple of anything. */
function* piecesOf(audio: Float32Array, lengths: readonly number[]): Generator<Float32Array> {
  for (let at = 0, i = 0; at < audio.length; i++) {
    const length = lengths[i % lengths.length]!
    yield audio.slice(at, at + length)
    at += length
  }
}
const LENGTHS = [1, 7, 2048, 333, 0, 5000]
const joined = (pieces: readonly ArrayLike<number>[]) => pieces.flatMap(piece => Array.from(piece))

t.test('sound that comes in pieces is resampled and limited as if it had come at once', async t => {
  for (const rateHz of [16_000, 22_050, 24_000]) {
    const whole = babble(rateHz, 1.3, 0.4)
    const line = new LineRate(rateHz)
    const pieces = Array.from(piecesOf(whole, LENGTHS), piece => line.push(piece))
    t.same(joined([...pieces, line.push(new Float32Array(0), true)]), Array.from(toLineRate(whole, rateHz)))
  }
  const loud = babble(LINE_HZ, 1, 0.9)
  const limiter = new Limiter(0.5)
  const pieces = Array.from(piecesOf(loud, [1, 7, 333, 0, 50]), piece => limiter.push(piece))
  const limited = joined([...pieces, limiter.push(new Float32Array(0), true)])
  t.same(limited, Array.from(limit(loud.slice(), 0.5)))
  t.ok(limited.some((x, i) => Math.abs(x) < Math.abs(loud[i]!) - 0.1))
})

t.test('a clip made as its sound comes is the clip made of the whole: ends, pauses and level', async t => {
  const rateHz = 22_050
  const silence = new Float32Array(rateHz / 2)
  const word = babble(rateHz, 0.5, 0.1)
  const raw = Float32Array.from(joined([silence, word, silence, word, word, silence]))
  const clip = finishClip([raw], rateHz)
  const [band, finish] = [new LiveBand(rateHz), new LiveFinish()]
  const levelDbfs = toDb(voicedLevel(dropRumble(toLineRate(raw, rateHz))))
  const pieces = Array.from(piecesOf(raw, LENGTHS), piece => finish.push(band.push(piece), levelDbfs))
  const live = joined([...pieces, finish.end(band.end())])
  t.equal(live.length, clip.length)
  t.ok(live.every((x, i) => Math.abs(x - clip[i]!) <= 2))
  t.same(Array.from(new LiveFinish().end(new LiveBand(rateHz).end())), [], 'nothing gives nothing')
})

t.test('a level that turns out otherwise is gone over to without a step', async t => {
  const hum = tone(400, LINE_HZ, 1, 0.1)
  const finish = new LiveFinish()
  const pieces = [finish.push(hum.slice(0, 4000), -23), finish.push(hum.slice(4000), -17)]
  const live = joined([...pieces, finish.end(new Float32Array(0))])
  const steps = live.slice(1).map((x, i) => Math.abs(x - live[i]!))
  const before = Math.max(...steps.slice(1000, 3800))
  t.ok(Math.max(...steps.slice(3800, 4400)) <= before * 1.02, 'no sample jumps further than the louder tone does')
  const level = (from: number, to: number) => toDb(rms(Float32Array.from(live.slice(from, to), x => x / 32768)))
  t.ok(Math.abs(level(1000, 3800) - level(5200, 7600) - 6) < 0.2)
})
