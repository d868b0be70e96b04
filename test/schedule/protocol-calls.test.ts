import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseProtocol } from '../../daemon/dialogue/dialogue.js'
import { projectRoot } from '../../daemon/paths.js'
import { DEFAULT_CALLS } from '../../daemon/schedule/plan.js'
import { callsOf, shownWindow, windowOf } from '../../daemon/schedule/protocol-calls.js'
import { window } from './hours.js'

const calls = (id: string) =>
  callsOf(parseProtocol(readFileSync(join(projectRoot, 'protocols', `${id}.yaml`), 'utf8'), id).calls)

t.test('each questionnaire says on which days it is asked', async t => {
  const days = (id: string) => calls(id).on.map(({ day }) => day)
  t.same(days('general-follow-up'), [1])
  t.same(days('after-surgery-day-1'), [1, 7])
  t.same(days('heart-failure'), [3, 7, 30])
  t.same(days('discharge-talk'), [2])
})

t.test(
  'the day after an operation is urgent, on Saturdays too, and a week later the general questions are asked',
  async t => {
    t.match(calls('after-surgery-day-1'), {
      saturday: true,
      on: [{ urgent: true }, { urgent: false, protocol: 'general-follow-up' }],
    })
  },
)

t.test('a questionnaire without days is asked once, the day after', async t => {
  t.same(callsOf(undefined), DEFAULT_CALLS)
})

t.test('hours are written as they are read', async t => {
  t.same(callsOf({ saturday: false, hours: ['09:00-12:00', '14:00-19:00'], on: [] }).hours, [
    window(9, 12),
    window(14, 19),
  ])
  for (const written of ['00:00-24:00', '09:05-12:30']) t.equal(shownWindow(windowOf(written)), written)
})
