import t from 'tap'
import { voiceLevels } from '../../daemon/rehearsal/levels.js'
import { measureTurnGaps } from '../../daemon/rehearsal/measure.js'
import { lineSound } from './sounds.js'

const near = (found: number | undefined, wanted: number): boolean =>
  found !== undefined && Math.abs(found - wanted) <= 10

const utterance = (kind: 'opening' | 'answer' | 'interruption', startMs: number, endMs: number, linkId = 'pain') => ({
  playId: `${startMs}`,
  kind,
  linkId,
  startMs,
  endMs,
  keys: '',
})

t.test('turn gaps are what lies between the patient’s last and the agent’s first sound', async t => {
  const outgoing = lineSound(12_000, [
    [500, 1000],
    [5000, 6000],
    [9000, 9400],
  ])
  const incoming = lineSound(12_000, [
    [1720, 4500],
    [6930, 8500],
    [9850, 11_000],
  ])
  for (const utterances of [
    undefined,
    [utterance('opening', 300, 1400), utterance('answer', 4800, 6300), utterance('answer', 8900, 9700)],
  ]) {
    const { turnGapsMs, cutOffs, missed } = measureTurnGaps({ incoming, outgoing, ...(utterances && { utterances }) })
    t.equal(turnGapsMs.length, 3)
    t.ok(near(turnGapsMs[0], 720) && near(turnGapsMs[1], 930) && near(turnGapsMs[2], 450), String(turnGapsMs))
    t.same({ cutOffs, missed }, { cutOffs: 0, missed: 0 })
  }
})

t.test('comfort noise and a click are no first word', async t => {
  const incoming = lineSound(4000, [[2000, 3000]])
  incoming[1200 * 8] = 20_000
  const { turnGapsMs } = measureTurnGaps({ incoming, outgoing: lineSound(4000, [[500, 1000]]) })
  t.ok(near(turnGapsMs[0], 1000), String(turnGapsMs))
})

t.test('noise on the line at −45 dBFS does not hide the end of a turn', async t => {
  const noisy = (pcm: Int16Array) => pcm.map((value, i) => value + 184 * Math.sin(i * 1.7) * Math.SQRT2)
  const { turnGapsMs } = measureTurnGaps({
    incoming: noisy(lineSound(4000, [[1900, 3000]])),
    outgoing: noisy(lineSound(4000, [[500, 1000]])),
  })
  t.ok(near(turnGapsMs[0], 900), String(turnGapsMs))
})

t.test('the pause inside an answer is no gap, and an agent that speaks in it has cut the patient off', async t => {
  const outgoing = lineSound(8000, [
    [1000, 1400],
    [2600, 3200],
  ])
  const utterances = [utterance('answer', 900, 3500)]
  const patient = measureTurnGaps({ incoming: lineSound(8000, [[3900, 5000]]), outgoing, utterances })
  t.ok(near(patient.turnGapsMs[0], 700), String(patient.turnGapsMs))
  t.equal(patient.cutOffs, 0)
  const incoming = lineSound(8000, [
    [2000, 3100],
    [3250, 4000],
    [4600, 5000],
  ])
  const hasty = measureTurnGaps({ incoming, outgoing, utterances })
  t.equal(hasty.cutOffs, 1)
  t.same(hasty.turnGapsMs, [])
})

t.test('barge-in is measured from the patient’s onset to the agent’s silence', async t => {
  const outgoing = lineSound(8000, [[3000, 4000]])
  const incoming = lineSound(8000, [
    [1000, 2000],
    [2150, 3210],
    [4800, 6000],
  ])
  for (const utterances of [undefined, [utterance('interruption', 2900, 4300, 'closing')]]) {
    const { bargeInMs, turnGapsMs, cutOffs } = measureTurnGaps({
      incoming,
      outgoing,
      ...(utterances && { utterances }),
    })
    t.ok(near(bargeInMs[0], 210), String(bargeInMs))
    t.ok(near(turnGapsMs[0], 800), String(turnGapsMs))
    t.equal(cutOffs, 0)
  }
})

t.test('a turn that gets no reply before the re-prompt is missed', async t => {
  const outgoing = lineSound(20_000, [
    [1000, 2000],
    [12_000, 13_000],
  ])
  t.equal(
    measureTurnGaps({
      incoming: lineSound(20_000, [
        [9000, 11_000],
        [13_800, 15_000],
      ]),
      outgoing,
    }).missed,
    1,
  )
  t.equal(
    measureTurnGaps({ incoming: lineSound(20_000, [[2800, 11_000]]), outgoing }).missed,
    1,
    'the last one, unanswered',
  )
})

t.test('an agent that hangs up behind the last words has missed nothing', async t => {
  const outgoing = lineSound(4000, [[1000, 2000]])
  const { missed, turnGapsMs } = measureTurnGaps({ incoming: lineSound(4000, []), outgoing })
  t.same({ missed, turnGapsMs }, { missed: 0, turnGapsMs: [] })
})

t.test('prompts of uneven level, clipped or cut without a fade are found', async t => {
  const even = voiceLevels(
    lineSound(6000, [
      [1000, 2000],
      [3000, 4000],
    ]),
  )
  t.equal(even.prompts.length, 2)
  t.ok(even.spreadDb < 0.2 && Math.abs(even.prompts[0]!.rmsDbfs + 20) < 0.5)
  const uneven = lineSound(6000, [[1000, 2000]])
  uneven.set(lineSound(1000, [[0, 1000]], -29), 3000 * 8)
  t.ok(Math.abs(voiceLevels(uneven).spreadDb - 9) < 0.5)
  t.ok(voiceLevels(lineSound(3000, [[1000, 2000]], -2)).prompts[0]!.clippedRuns > 10)
  const cut = lineSound(3000, [[1000, 2000]], -15)
  cut.fill(0, 1500 * 8 + 5)
  t.equal(voiceLevels(cut).prompts[0]!.clicks, 1)
  t.equal(even.prompts[0]!.clicks, 0)
})
