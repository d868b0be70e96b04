import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { Failure } from '../../daemon/domain/failure.js'
import type { Store } from '../../daemon/store/port.js'
import { agentWords, clip, hearingWith, keying, makeCall, rehearsalWith, saying, verifiedThen } from './hard-scene.js'
import { openCallStage } from './stage.js'

const stage = await openCallStage(t)
const lines = await virtualDemonstration(stage.config)
t.teardown(() => lines.close())

const refused = () => Promise.reject(new Failure('store/unavailable'))
const APOLOGY = /problème technique/
const breathless = saying(await clip('du-mal-a-respirer.wav'))
const yes = saying(await clip('ben-oui.wav'))

t.test('a recogniser that fails: greeting, apology, goodbye, and a nurse calls back', async t => {
  const made = await makeCall(stage, lines, {
    rehearsal: await rehearsalWith({}),
    recogniser: real => hearingWith(real, () => Promise.reject(new Failure('speech/recogniser'))),
  })
  t.equal(made.ended?.disposition, 'failed')
  t.same(
    made.result.tasks.map(({ kind }) => kind),
    ['callback'],
  )
  t.match(agentWords(made)[0], /assistant vocal automatique/, 'who hears the apology knows who speaks')
  t.match(agentWords(made).at(-1), APOLOGY)
  t.match(agentWords(made).at(-1), /au revoir/i)
  t.equal(made.result.turns.at(-1)?.interrupted, false, 'the apology was heard to its end')
})

t.test('a recogniser that fails in the middle: what was answered stays', async t => {
  const made = await makeCall(stage, lines, {
    rehearsal: await rehearsalWith({}, { ...verifiedThen([]), pain: [keying('3')], medicines: [yes] }),
    recogniser: real =>
      hearingWith(real, request =>
        request.expected.kind === 'yes-no' ? Promise.reject(new Failure('speech/recogniser')) : real.hear(request),
      ),
  })
  t.equal(made.ended?.disposition, 'failed')
  t.equal(made.result.answers.find(({ linkId }) => linkId === 'pain')?.value, 3)
  t.ok(made.result.tasks.some(({ kind }) => kind === 'callback'))
  t.match(agentWords(made).at(-1), APOLOGY)
})

t.test('a store that refuses an alert for a while: apology at once, and the alert is committed after all', async t => {
  let refusals = 0
  const made = await makeCall(stage, lines, {
    rehearsal: await rehearsalWith({ startAt: 'anything-else' }, { 'anything-else': [breathless, yes] }),
    store: real => ({
      ...real,
      raiseAlert: (id, alert) => (++refusals <= 2 ? refused() : real.raiseAlert(id, alert)),
    }),
  })
  t.ok(refusals >= 3, `tried ${refusals} times`)
  t.same(
    made.result.alerts.map(({ rule }) => rule),
    ['red-flag'],
  )
  t.match(made.result.alerts[0]?.words, /respirer/)
  t.equal(made.ended?.disposition, 'failed')
  t.ok(made.result.tasks.some(({ kind }) => kind === 'callback'))
  t.match(agentWords(made).at(-1), APOLOGY)
  t.ok(made.story.prompts.length > 0)
})

/** Takes nothing from the first alert until it was asked for that alert four times: a disk on which somebody makes room. */
const refusingFromTheAlertOn = (real: Store): Store => {
  let alerts = 0
  const unlessShut = <Result>(write: () => Promise<Result>): Promise<Result> =>
    alerts >= 1 && alerts <= 3 ? refused() : write()
  return {
    ...real,
    raiseAlert: (id, alert) => {
      alerts++
      return unlessShut(() => real.raiseAlert(id, alert))
    },
    addTurn: (id, turn) => unlessShut(() => real.addTurn(id, turn)),
    addTask: task => unlessShut(() => real.addTask(task)),
    putAnswer: (id, answer) => unlessShut(() => real.putAnswer(id, answer)),
    updateCall: (id, changes) => unlessShut(() => real.updateCall(id, changes)),
    closeCall: (id, end) => unlessShut(() => real.closeCall(id, end)),
  }
}

t.test(
  'a store that refuses everything until the call is over: apology, then alert, task and end are kept',
  async t => {
    const made = await makeCall(stage, lines, {
      rehearsal: await rehearsalWith({ startAt: 'anything-else' }, { 'anything-else': [breathless, yes] }),
      store: refusingFromTheAlertOn,
    })
    t.same(
      made.result.alerts.map(({ rule }) => rule),
      ['red-flag'],
    )
    t.ok(made.result.tasks.some(({ kind }) => kind === 'callback'))
    t.equal(made.result.call.disposition, 'failed', 'the attempt is closed: the patient can be called again')
    const last = made.story.prompts.at(-1)
    t.ok((last?.endMs ?? 0) - (last?.startMs ?? 0) > 3000, 'the whole apology was heard, no dead line')
    t.match(made.line, { channels: 0 })
  },
)

t.test('a store that refuses the last answers: the call ends all the same', async t => {
  const made = await makeCall(stage, lines, {
    rehearsal: await rehearsalWith({ startAt: 'anything-else' }),
    store: real => ({
      ...real,
      putAnswer: (id, answer) => (answer.status === 'not-asked' ? refused() : real.putAnswer(id, answer)),
    }),
  })
  t.match(agentWords(made).at(-1), /au revoir/i)
  t.ok((made.story.audio?.incoming.length ?? 0) < 8 * 90_000, 'at once, not after ten minutes')
  t.equal(made.result.call.disposition, 'completed')
})

t.test('an alert is committed before the voice says anything about it', async t => {
  const made = await makeCall(stage, lines, {
    rehearsal: await rehearsalWith({ startAt: 'anything-else' }, { 'anything-else': [breathless, yes] }),
    recogniser: (real, journal) =>
      hearingWith(real, async request => {
        const heard = await real.hear(request)
        if (/respirer/.test(heard.text)) journal.push('heard')
        return heard
      }),
    store: (real, journal) => ({
      ...real,
      raiseAlert: async (id, alert) => {
        journal.push('alert begins')
        for (let i = 0; i < 20; i++) await new Promise(resolve => setImmediate(resolve))
        const raised = await real.raiseAlert(id, alert)
        journal.push('alert committed')
        return raised
      },
    }),
  })
  const { journal } = made
  const heardAt = journal.indexOf('heard')
  const committedAt = journal.indexOf('alert committed')
  t.ok(heardAt >= 0 && committedAt > heardAt, 'heard, then committed')
  const between = journal.slice(heardAt, committedAt)
  t.notOk(
    between.some(entry => entry.startsWith('play')),
    `no word before the commit (${between.join(', ')})`,
  )
  t.ok(
    journal.slice(committedAt).some(entry => entry.startsWith('play')),
    'and then the voice goes on',
  )
})
