import t from 'tap'
import { freeTalk } from '../../bench/free-talk.js'
import { guarded } from '../../daemon/call/guarded.js'
import type { Dialogue } from '../../daemon/dialogue/port.js'
import { ms } from '../../daemon/domain/units.js'
import { hearing } from './windows.js'

t.test(
  'a dialogue that throws ends its call as failed, with one callback task, and nothing of it reaches the log',
  t => {
    const logged: string[] = []
    const keep = (facts: object, message: string) => void logged.push(message + JSON.stringify(facts))
    const broken = {
      ...freeTalk(1),
      step: () => {
        throw new Error('Lambert')
      },
      judge: () => {
        throw new Error('Lambert')
      },
    }
    const dialogue: Dialogue = guarded(broken, { info: keep, warn: keep, error: keep })
    const first = dialogue.step({}, { type: 'silence', atMs: ms(0) })
    t.same(
      first.acts.map(act => act.type),
      ['task', 'hang-up'],
    )
    t.same(dialogue.step({}, { type: 'hung-up', atMs: ms(1) }).acts, [], 'once')
    t.equal(dialogue.judge({}, hearing('Lambert')), 'open')
    t.equal(logged.length, 1)
    t.notMatch(logged[0], /Lambert/)
    t.end()
  },
)
