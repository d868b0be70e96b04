import { join } from 'node:path'
import t from 'tap'
import { asteriskLines } from '../../daemon/cli/lines.js'
import { rehearse } from '../../daemon/cli/rehearsal-run.js'
import { projectRoot } from '../../daemon/paths.js'
import { readRehearsal } from '../../daemon/rehearsal/read.js'
import { ensureAsterisk } from '../parts/asterisk.js'
import { openCallStage } from './stage.js'

const had = await ensureAsterisk()
const skip = had.ok ? false : had.reason

t.test('rehearsals over two real Asterisks and the SIP trunk between them', { skip }, async t => {
  const stage = await openCallStage(t)
  const lines = await asteriskLines(stage.config)
  t.teardown(() => lines.close())
  for (const name of ['pain-high', 'poor-line', 'phone-busy', 'phone-rejects', 'hang-up'])
    t.test(`${name.replaceAll('-', ' ')}: the same verdict as on the demonstration line`, async t => {
      const rehearsal = await readRehearsal(join(projectRoot, 'test', 'rehearsals', `${name}.yaml`))
      // How long a turn takes is the benches' business: here the machine may be busy with other tests.
      const expect = { ...rehearsal.expect }
      delete expect.maxTurnGapMs
      const { report } = await rehearse({ ...rehearsal, expect }, { ...stage, lines })
      t.same(report.failures, [], JSON.stringify(report.turns.map(turn => `${turn.speaker}: ${turn.text}`)))
      t.equal(report.cutOffs, 0, 'nobody was cut off')
    })
})
