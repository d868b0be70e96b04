import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import type { Expected } from '../../daemon/domain/expected.js'
import { LINE_HZ, SPEECH_HZ } from '../../daemon/domain/units.js'
import { projectRoot } from '../../daemon/paths.js'
import { encoderInput, isSilent, saidTwice, speechSeconds, toSpeechRate } from '../../daemon/speech/recogniser/audio.js'
import { steadyNoise } from '../../daemon/speech/recogniser/background.js'
import { candidatesOf, saidTwiceOf } from '../../daemon/speech/recogniser/candidates.js'
import { combine, fold, PRUNE_BELOW } from '../../daemon/speech/recogniser/closed.js'
import type { Greedy } from '../../daemon/speech/recogniser/greedy.js'
import { valuesIn } from '../../daemon/speech/recogniser/read.js'
import { isHallucinated, tidy } from '../../daemon/speech/recogniser/text.js'
import { calibrationPath, evidenceOf, isSure, readCalibration } from '../../daemon/speech/recogniser/trust.js'

const tone = (hz: number, seconds: number, level = 8000): Int16Array =>
  Int16Array.from({ length: seconds * LINE_HZ }, (_, i) => level * Math.sin((2 * Math.PI * hz * i) / LINE_HZ))

/** Amplitude of one frequency in 16 kHz audio, edges left out. */
function amplitude(pcm: Float32Array, hz: number): number {
  let re = 0
  let im = 0
  const inner = pcm.subarray(400, pcm.length - 400)
  inner.forEach((sample, i) => {
    re += sample * Math.cos((2 * Math.PI * hz * i) / SPEECH_HZ)
    im += sample * Math.sin((2 * Math.PI * hz * i) / SPEECH_HZ)
  })
  return (2 * Math.hypot(re, im)) / inner.length
}

t.test('speech up to 3.4 kHz reaches the recogniser unchanged, its mirror image above 4 kHz does not', t => {
  for (const hz of [300, 1000, 2500, 3400]) {
    const up = toSpeechRate(tone(hz, 0.5))
    t.equal(up.length, 8000)
    const gainDb = 20 * Math.log10(amplitude(up, hz) / (8000 / 32768))
    const imageDb = 20 * Math.log10(amplitude(up, LINE_HZ - hz) / (8000 / 32768))
    t.ok(Math.abs(gainDb) < 0.3, `${hz} Hz: ${gainDb.toFixed(2)} dB`)
    t.ok(imageDb < -35, `image of ${hz} Hz: ${imageDb.toFixed(0)} dB`)
  }
  t.end()
})

t.test('an offset of the line is taken away', t => {
  const up = toSpeechRate(Int16Array.from({ length: 800 }, () => 3000))
  t.ok(up.every(sample => Math.abs(sample) < 1e-3))
  t.end()
})

t.test('the encoder never sees less than 1.1 s, nor more than its window', t => {
  t.equal(encoderInput(tone(400, 0.2)).pcm.length, 17_600)
  const long = encoderInput(tone(400, 60))
  t.ok(long.audioCtx <= 1500)
  t.ok(long.pcm.length <= 30 * SPEECH_HZ)
  t.equal(encoderInput(tone(400, 1), new Float32Array(16_000)).pcm.length, 32_000, 'carrier and answer')
  t.equal(encoderInput(tone(400, 2)).audioCtx % 32, 0)
  t.end()
})

t.test('a short answer is said over, with a breath around it', t => {
  const pcm = new Int16Array(2 * LINE_HZ)
  pcm.set(tone(500, 0.3), 4000)
  const twice = saidTwice(pcm)
  t.ok(Math.abs(twice.length / LINE_HZ - 2 * (0.2 + 0.3 + 0.14)) < 0.05, 'lead, answer and tail, two times')
  t.ok(Math.abs(speechSeconds(twice) - (2 * 0.3 + 0.34)) < 0.05)
  t.end()
})

t.test('"hum hum", written as it sounds, competes with a one', t => {
  const said = candidatesOf({ kind: 'number', min: 0, max: 10 }, 'fr').filter(({ text }) => /^ un,? un$/i.test(text))
  t.ok(said.length >= 2)
  for (const { value } of said) t.equal(value, undefined)
  t.end()
})

t.test('what holds a score beyond its scale is sure of nothing', t => {
  const candidates = candidatesOf({ kind: 'number', min: 0, max: 10 }, 'fr')
  const verdict = { scored: [{ value: 10, logProbability: -1 }], form: ' dix', instead: -9, margin: 8 }
  const heard = (text: string) => evidenceOf(verdict, 0.5, candidates, { text, logProbability: -1 } as Greedy)
  t.notOk(heard('10.').disagrees)
  t.ok(heard('10-14 sur 10.').disagrees, '"disons quatre sur dix"')
  t.end()
})

t.test('only answers of one word are looked for twice over', t => {
  const texts = saidTwiceOf(candidatesOf({ kind: 'number', min: 0, max: 10 }, 'fr')).map(({ text }) => text)
  for (const text of [' huit, huit', ' 8 8', ' oui, oui', ' pardon, pardon']) t.ok(texts.includes(text), text)
  for (const text of texts) t.match(text, /^ (\S+?),? \1$/u)
  t.end()
})

t.test('a noisy line is told from a quiet one, and its noise is as loud under the carrier', t => {
  const noise = (rms: number) =>
    Int16Array.from(
      { length: LINE_HZ },
      (_, i) => rms * Math.sqrt(12) * (((Math.imul(i + 1, 2_654_435_761) >>> 8) & 0xffff) / 65_536 - 0.5),
    )
  const rms = (pcm: ArrayLike<number>) => Math.sqrt(Array.from(pcm).reduce((sum, x) => sum + x * x, 0) / pcm.length)
  const line = noise(180)
  for (let i = 3000; i < 5000; i++) line[i] = 8000 * Math.sin(i / 3)
  const under = steadyNoise(line, 4000)
  t.ok(under && Math.abs(rms(under) - 180) < 36, `${under && rms(under).toFixed(0)}`)
  t.equal(steadyNoise(noise(10), 4000), undefined, 'a quiet line')
  t.equal(steadyNoise(new Int16Array(400), 4000), undefined, 'too short to tell')
  t.end()
})

t.test('the length of an answer is told from first to last sound above the background', t => {
  const pcm = new Int16Array(2 * LINE_HZ)
  pcm.set(tone(500, 0.3), 4000)
  pcm.set(tone(500, 0.2), 9600)
  t.ok(Math.abs(speechSeconds(pcm) - 0.9) < 0.05)
  t.equal(speechSeconds(new Int16Array(0)), 0)
  t.ok(isSilent(new Int16Array(8000)))
  t.notOk(isSilent(pcm))
  t.end()
})

t.test('a transcript that loops is collapsed, sounds in brackets are not words', t => {
  t.equal(tidy(' Je suis tombé. Je suis tombé. Je suis tombé. Je suis tombé.'), 'Je suis tombé')
  t.equal(tidy(' Non, non.'), 'Non, non.')
  t.equal(tidy(' [Musique] *rires*'), '')
  t.equal(tidy('...'), '')
  t.ok(isHallucinated('Sous-titrage Société Radio-Canada'))
  t.notOk(isHallucinated('Merci beaucoup'))
  t.end()
})

t.test(
  '"pas mal du tout" is a zero only to a question that says so: to mood it is no number, and "pas mal" never is',
  t => {
    const number = { kind: 'number', min: 0, max: 10 } as const
    const valuesOf = (expected: Expected, words: string) =>
      candidatesOf(expected, 'fr').flatMap(({ text, value }) => (text.trim().toLowerCase() === words ? [value] : []))
    t.strictSame(valuesOf({ ...number, zero: ['pas mal du tout'] }, 'pas mal du tout'), [0, 0])
    t.strictSame(valuesOf(number, 'pas mal du tout'), [undefined, undefined])
    t.strictSame(valuesOf({ ...number, zero: ['pas mal du tout'] }, 'pas mal'), [undefined, undefined])
    t.end()
  },
)

t.test('a score is read from a transcript, its scale is not', t => {
  const score = candidatesOf({ kind: 'number', min: 0, max: 10 }, 'fr')
  t.same(valuesIn('Sept sur dix.', score), [7])
  t.same(valuesIn('7/10, 7 sur 10', score), [7])
  t.same(valuesIn('Entre 5 et 6', score), [6], 'the higher end of a range')
  t.same(valuesIn("Hier 5, aujourd'hui 8", score), [5, 8])
  t.same(valuesIn("Je n'ai pas entendu", score), [])
  t.same(valuesIn('Un petit peu', score), [], 'an article')
  t.same(valuesIn('Un sur dix', score), [1])
  const yesNo = candidatesOf({ kind: 'yes-no' }, 'fr')
  t.same(valuesIn('Non, pas du tout.', yesNo), [false])
  const fever = candidatesOf({ kind: 'temperature' }, 'fr')
  t.same(valuesIn("J'avais 38,5", fever), [38.5])
  t.same(valuesIn('trente-huit cinq', fever), [38.5])
  t.end()
})

t.test('ways to say one value add up, things said instead compete', t => {
  const candidates = [
    { value: 7, text: ' sept' },
    { value: 7, text: ' 7' },
    { value: 6, text: ' six' },
    { value: undefined, text: ' pardon' },
  ]
  const verdict = fold(candidates, [-2, -2, -3, Number.NEGATIVE_INFINITY])
  t.equal(verdict.scored[0]?.value, 7)
  t.ok(Math.abs(verdict.margin - (1 + Math.log(2))) < 1e-6)
  const asked = fold(candidates, [-6, -6, -7, -1])
  t.ok(asked.margin < 0, 'a "pardon ?" is not the nearest number')
  t.equal(fold(candidates, [-1, -20, -30, -30]).margin, PRUNE_BELOW)
  t.equal(
    fold(candidates, Array(4).fill(Number.NEGATIVE_INFINITY)).margin,
    -PRUNE_BELOW,
    'nothing reached is nothing heard',
  )
  const both = combine(fold(candidates, [-9, -9, -4, -9]), fold(candidates, [-1, -9, -6, -9]), 0.7)
  t.equal(both.scored[0]?.value, 7, 'the hearing behind the carrier weighs more')
  t.end()
})

t.test('the calibration covers every closed question and doubts an empty verdict', t => {
  const calibration = readCalibration(calibrationPath())
  const nothing = { margin: -PRUNE_BELOW, gap: -8, agrees: 0, overlong: 0, disagrees: false }
  const clear = { margin: PRUNE_BELOW, gap: 0, agrees: 1, overlong: 0, disagrees: false }
  for (const stage of Object.values(calibration.trust))
    for (const kind of ['number', 'yes-no', 'temperature', 'choice'] as const) {
      t.notOk(isSure(stage[kind], nothing), kind)
      t.notOk(isSure(stage[kind], { ...clear, disagrees: true }), `${kind}: the transcript says another value`)
    }
  t.ok(isSure(calibration.trust.plain['yes-no'], clear))
  t.end()
})

t.test('without a compiler the build says so in one sentence and exits 3', t => {
  const run = spawnSync(process.execPath, [join(projectRoot, 'bin/build-native.mjs')], {
    encoding: 'utf8',
    env: { PATH: '/nonexistent' },
  })
  t.equal(run.status, 3)
  t.match(run.stderr, /^A C\+\+17 compiler .* is missing: install the package g\+\+/)
  t.equal(run.stderr.trim().split('\n').length, 1)
  t.end()
})

t.test('the build takes the best instruction set that the CPU has', async t => {
  const { runnableVariants } = (await import(join(projectRoot, 'bin/build-native.mjs'))) as {
    runnableVariants: (arch: string, cpuinfo: string) => readonly string[]
  }
  const v2 = 'flags : sse4_1 sse4_2 ssse3 popcnt cx16'
  const v3 = `${v2} avx avx2 bmi1 bmi2 f16c fma movbe`
  t.same(runnableVariants('x64', v2), ['v2'])
  t.same(runnableVariants('x64', v3), ['v3', 'v2'])
  t.same(runnableVariants('x64', `${v3} avx512f avx512bw avx512cd avx512dq avx512vl`), ['v4', 'v3', 'v2'])
  t.same(
    runnableVariants('x64', `${v2} avx512f avx512bw avx512cd avx512dq avx512vl`),
    ['v2'],
    'a level needs those below it',
  )
  t.same(runnableVariants('arm64', ''), ['native'])
})
