import t from 'tap'
import { Ear, type HeardTurn, OPENING_EAR, TELEPHONE_EAR } from '../../daemon/call/ear.js'
import type { Judgement } from '../../daemon/dialogue/port.js'
import type { Hearing } from '../../daemon/domain/expected.js'
import { hearing, settle, type Window, windows } from './windows.js'

interface Heard {
  turns: HeardTurn[]
  failures: number
  recognitions: number
  aborted: number
  onsets: number
  stretches: (number | undefined)[]
}

async function listen(
  script: Window[],
  says: (samples: number) => Hearing | Error,
  judge: (h: Hearing) => Judgement,
  options = TELEPHONE_EAR,
): Promise<Heard> {
  const heard: Heard = { turns: [], failures: 0, recognitions: 0, aborted: 0, onsets: 0, stretches: [] }
  const ear = new Ear(
    ({ pcm, signal, lastStretch }) => {
      heard.stretches.push(lastStretch?.length)
      heard.recognitions++
      signal.addEventListener('abort', () => heard.aborted++)
      const said = says(pcm.length)
      return said instanceof Error ? Promise.reject(said) : Promise.resolve(said)
    },
    judge,
    { speaking: () => heard.onsets++, turn: turn => heard.turns.push(turn), failed: () => heard.failures++ },
    options,
  )
  for (const window of script) {
    ear.window(window)
    await settle()
  }
  return heard
}

t.test('a complete answer ends its turn after a third of a second of silence', async t => {
  const { turns } = await listen(
    windows(['rest', 500], ['say', 600], ['rest', 2000]),
    () => hearing('Sept.'),
    () => 'complete',
  )
  t.equal(turns.length, 1)
  const [turn] = turns
  t.ok(
    turn!.decidedMs - turn!.endMs >= 320 && turn!.decidedMs - turn!.endMs <= 352,
    `waited ${turn!.decidedMs - turn!.endMs} ms`,
  )
})

t.test('a slow speaker who pauses for 1.2 s after "euh" is not cut off', async t => {
  const script = windows(['say', 300], ['rest', 1200], ['say', 500], ['rest', 2500])
  const { turns, aborted, stretches } = await listen(
    script,
    samples => hearing(samples < 8000 ? 'Euh' : 'Euh, huit.'),
    h => (h.text === 'Euh' ? 'hesitating' : 'complete'),
  )
  t.equal(turns.length, 1, 'one turn')
  t.equal(turns[0]!.hearing.text, 'Euh, huit.')
  t.equal(turns[0]!.startMs, 0)
  t.equal(aborted, 1, 'the speculation on the first half was thrown away')
  t.equal(stretches[0], undefined)
  t.ok(stretches[1]! >= 500 * 8 && stretches[1]! <= 1000 * 8, 'and the answer after the pause is offered by itself')
})

t.test('two windows of noise are not yet a turn that anybody recognises', async t => {
  const { turns, recognitions } = await listen(
    windows(['rest', 300], ['say', 32], ['rest', 3000]),
    () => hearing('x'),
    () => 'complete',
  )
  t.equal(turns.length, 0)
  t.equal(recognitions, 0)
})

t.test('a recognition that fails is told once and the ear goes on hearing', async t => {
  let first = true
  const heard = await listen(
    windows(['say', 500], ['rest', 1500], ['say', 500], ['rest', 1500]),
    () => {
      if (!first) return hearing('Oui.')
      first = false
      return new Error('recogniser')
    },
    () => 'complete',
  )
  t.equal(heard.failures, 1)
  t.equal(heard.turns.length, 1)
})

t.test('somebody who never stops talking is heard after twenty seconds', async t => {
  const { turns } = await listen(
    windows(['say', 24_000]),
    () => hearing('…'),
    () => 'complete',
  )
  t.ok(turns.length >= 1)
  t.ok(turns[0]!.decidedMs <= 20_100)
})

t.test('an answering machine, five seconds unbroken, is waited out to two seconds of silence', async t => {
  const script = windows(['say', 5000], ['rest', 1500], ['say', 500], ['rest', 2500])
  const { turns } = await listen(
    script,
    () => hearing('Laissez un message.'),
    () => 'complete',
    OPENING_EAR,
  )
  t.equal(turns.length, 1)
  t.ok(turns[0]!.decidedMs >= 9000)
})

t.test('words are heard with the moment before their onset', async t => {
  let samples = 0
  await listen(
    windows(['rest', 1000], ['say', 320], ['rest', 1000]),
    count => {
      samples = count
      return hearing('Oui.')
    },
    () => 'complete',
  )
  t.ok(samples >= (320 + 120 + 200) * 8, `${samples} samples: 200 ms of pre-roll, the word, the first silence`)
})

t.test('no word of somebody who never stops falls between two turns, however long the recognition takes', async t => {
  const turns: HeardTurn[] = []
  const heard: number[] = []
  const pending: (() => void)[] = []
  const ear = new Ear(
    ({ pcm }) =>
      new Promise(resolve => {
        heard.push(pcm.length)
        pending.push(() => resolve(hearing('…')))
      }),
    () => 'complete',
    { speaking: () => undefined, turn: turn => turns.push(turn), failed: () => undefined },
  )
  for (const [at, window] of windows(['say', 46_000]).entries()) {
    ear.window(window)
    // Each recognition takes a second and a half.
    if (at % 47 === 0) pending.shift()?.()
    await settle()
  }
  t.equal(turns.length, 2)
  t.ok(
    turns.every(({ unbroken }) => unbroken),
    'ended by us',
  )
  t.equal(turns[0]!.endMs, turns[1]!.startMs, 'one begins where the other ended')
  t.equal(heard[0]! + heard[1]!, turns[1]!.endMs * 8, 'and every sample is in one of them')
})

t.test('a turn that its speaker ended is not unbroken, however long it was', async t => {
  const { turns } = await listen(
    windows(['say', 19_000], ['rest', 2000]),
    () => hearing('…'),
    () => 'complete',
  )
  t.match(turns, [{ unbroken: false }])
})
