import t from 'tap'
import { asteriskLines } from '../../daemon/cli/lines.js'
import { ensureAsterisk } from '../parts/asterisk.js'
import { passes, spelled } from './rehearsed.js'
import { openCallStage } from './stage.js'

const had = await ensureAsterisk()
const skip = had.ok ? false : had.reason

const FILES = [
  'pain-high.yaml',
  'poor-line.yaml',
  'phone-busy.yaml',
  'phone-rejects.yaml',
  'hang-up.yaml',
  'barge-in.yaml',
  'keypad-mid-prompt.yaml',
  'keypad-star.yaml',
  'one-silence.yaml',
  'red-flag-denied.yaml',
]

t.test('rehearsals over two real Asterisks and the SIP trunk between them', { skip }, async t => {
  const stage = await openCallStage(t)
  const lines = await asteriskLines(stage.config)
  t.teardown(() => lines.close())
  // One after the other: rung two at a time, a lone "deux" was not understood in one of two runs.
  for (const file of FILES)
    await t.test(`${spelled(file)}: the same verdict as on the demonstration line`, async t => {
      // How long a turn takes is the benches' business: here the machine may be busy with other tests.
      const { report } = await passes(t, file, { ...stage, lines }, { timed: false })
      t.equal(report.cutOffs, 0, 'nobody was cut off')
    })
})
