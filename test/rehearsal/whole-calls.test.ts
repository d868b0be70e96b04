import t from 'tap'
import { realDemonstration } from '../../daemon/cli/lines.js'
import { passes, ready, spelled } from '../call/rehearsed.js'
import { openCallStage } from '../call/stage.js'

/** What depends on who speaks when: the same verdict has to come in real time. */
const FILES = [
  'backchannel.yaml',
  'barge-in.yaml',
  'hang-up-at-red-flag.yaml',
  'interrupted-closing.yaml',
  'keypad-mid-prompt.yaml',
  'keypad-one.yaml',
  'keypad-star.yaml',
  'surgery-blood-hang-up.yaml',
]

const stage = await openCallStage(t)
const lines = await realDemonstration(stage.config)
t.teardown(() => lines.close())
await ready(stage, FILES)

t.test('rehearsals in real time, over RTP on loopback', async t => {
  for (const file of FILES)
    await t.test(`${spelled(file)}: the same verdict as in virtual time`, async t => {
      // How long a turn takes is the benches' business: here the machine may be busy with other tests.
      const { report } = await passes(t, file, { ...stage, lines }, { timed: false })
      t.equal(report.cutOffs, 0, 'nobody was cut off')
    })
})
