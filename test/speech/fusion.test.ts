import t from 'tap'
import { fitFusion } from '../../bench/recogniser-fusion.js'
import { candidatesOf } from '../../daemon/speech/recogniser/candidates.js'
import type { Verdict } from '../../daemon/speech/recogniser/closed.js'
import { type Fusion, fuse, heardOf, isCertain } from '../../daemon/speech/recogniser/fusion.js'
import { isMisheard, valuesIn } from '../../daemon/speech/recogniser/read.js'
import { calibrationPath, readCalibration } from '../../daemon/speech/recogniser/trust.js'

const score = candidatesOf({ kind: 'number', min: 0, max: 10, zero: ['pas mal du tout'] }, 'fr')
const calibration = readCalibration(calibrationPath())

const verdict = (values: Readonly<Record<number, number>>, instead = -9): Verdict => {
  const scored = Object.entries(values)
    .map(([value, logProbability]) => ({ value: Number(value), logProbability }))
    .sort((a, b) => b.logProbability - a.logProbability)
  return { scored, form: ` ${scored[0]?.value ?? ''}`, instead, margin: 0 }
}
const greedy = (text: string, confidence = 0.4) => ({ text, confidence, noSpeech: 0, logProbability: -4, tokens: 3 })
const likeliest = (fusion: Fusion, heard: ReturnType<typeof heardOf>) => fuse(fusion, heard).scored[0]

t.test('hearings that agree are surer together than each alone', t => {
  const fusion = calibration.fusion.together.number
  const [plain, behind] = [verdict({ 8: -5, 5: -5.5 }), verdict({ 8: -3, 6: -5 })]
  const unread = heardOf(score, plain, behind, greedy('vite'), [], 0)
  const read = heardOf(score, plain, behind, greedy('huit'), [{ text: 'huit', logProbability: -4 }], 0)
  t.equal(likeliest(fusion, unread)?.value, 8)
  t.ok(likeliest(fusion, read)!.logProbability > likeliest(fusion, unread)!.logProbability)
  t.ok(isCertain(fusion, fuse(fusion, read).scored, read))
  t.end()
})

t.test('nothing is sure against the transcript, beyond the length of its words, or where it is never so', t => {
  const fusion = calibration.fusion.together.number
  const [plain, behind] = [verdict({ 8: -1 }), verdict({ 8: -1 })]
  const surely = (heard: ReturnType<typeof heardOf>) => isCertain(fusion, fuse(fusion, heard).scored, heard)
  t.ok(surely(heardOf(score, plain, behind, greedy('huit'), [], 0)))
  t.notOk(surely(heardOf(score, plain, behind, greedy('trois'), [], 0)))
  t.notOk(surely(heardOf(score, plain, behind, greedy('huit'), [], 0.8)))
  t.notOk(surely(heardOf(score, plain, behind, greedy('huit'), [], 0, [8])))
  const nothing = heardOf(score, verdict({}), undefined, greedy(''), [], 0)
  t.notOk(isCertain(fusion, fuse(fusion, nothing).scored, nothing))
  t.end()
})

t.test('words far likelier than any candidate speak for no value', t => {
  const fusion = calibration.fusion.alone.number
  const near = heardOf(score, verdict({ 3: -5 }), undefined, greedy('toi'), [], 0)
  const far = heardOf(score, verdict({ 3: -12 }), undefined, { ...greedy('bonjour'), logProbability: -1 }, [], 0)
  t.ok(fuse(fusion, near).margin > fuse(fusion, far).margin)
  t.end()
})

t.test('what is fitted stays above the surest mistake of a voice that was left out', t => {
  const sample = (value: number, heard: number, voice: string) => ({
    heard: heardOf(score, verdict({ [heard]: -2, 1: -4 }), undefined, greedy(''), [], 0),
    value,
    voice,
  })
  const samples = ['a', 'b', 'c'].flatMap(voice => [5, 6, 7, 8].map(value => sample(value, value, voice)))
  const without = fitFusion(samples, 0.5)
  const mistaken = fitFusion([...samples, sample(3, 4, 'd')], 0.5)
  t.ok(mistaken.threshold > without.threshold)
  t.ok(without.threshold >= 0.6)
  t.ok(Object.entries(without.weights).every(([clue, weight]) => clue === 'none' || weight >= 0))
  t.end()
})

t.test('a score beyond its scale is no reading of the words', t => {
  t.same(valuesIn('10-14 sur 10', score), [], '"disons quatre sur dix"')
  t.ok(isMisheard('10-14 sur 10') && !isMisheard('10 sur 10, 14 jours'), 'which is sure of nothing')
  t.same(valuesIn('Pas mal du tout.', score), [0])
  t.same(valuesIn('La moitié, 5', score), [5])
  t.end()
})
