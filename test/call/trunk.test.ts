import t, { type Test } from 'tap'
import { asteriskLines } from '../../daemon/cli/lines.js'
import { ensureAsterisk } from '../parts/asterisk.js'
import { passes, spelled } from './rehearsed.js'
import { openCallStage } from './stage.js'

const had = await ensureAsterisk()
const skip = had.ok ? false : had.reason

/** An impaired line has the patient's end to itself. */
const ALONE = ['poor-line.yaml']
const FILES = [
  'pain-high.yaml',
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
  const plays = (t: Test, file: string) =>
    t.test(`${spelled(file)}: the same verdict as on the demonstration line`, { buffered: true }, async t => {
      // How long a turn takes is the benches' business: here the machine may be busy with other tests.
      const { report } = await passes(t, file, { ...stage, lines }, { timed: false })
      t.equal(report.cutOffs, 0, 'nobody was cut off')
    })
  for (const file of ALONE) await plays(t, file)
  await t.test('two calls at a time', { jobs: 2 }, t => {
    for (const file of FILES) void plays(t, file)
    t.end()
  })
})
