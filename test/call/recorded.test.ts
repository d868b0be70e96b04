import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { writeRehearsal } from '../../daemon/cli/record.js'
import { rehearse } from '../../daemon/cli/rehearsal-run.js'
import { readRehearsal } from '../../daemon/rehearsal/read.js'
import { passes } from './rehearsed.js'
import { openCallStage } from './stage.js'

t.test('a recorded call is played again from its own recording, with the same verdict', async t => {
  const stage = await openCallStage(t)
  const lines = await virtualDemonstration(stage.config)
  t.teardown(() => lines.close())
  const first = await passes(t, 'pain-high.yaml', { ...stage, lines }, { timed: false })
  const file = join(mkdtempSync(join(tmpdir(), 'hellojade-recorded-')), 'again.yaml')
  await writeRehearsal(first.result, readFileSync(first.result.call.recordingPath ?? ''), file)
  t.ok(readdirSync(file.replace('.yaml', '')).length >= 7, 'a clip for each answer')
  const again = await rehearse(await readRehearsal(file), { ...stage, lines })
  t.same(again.report.failures, [], again.script.join('\n'))
  for (const linkId of ['pain', 'medicines', 'transit', 'morale', 'fever'])
    t.equal(again.report.answers[linkId]?.value, first.report.answers[linkId]?.value, linkId)
})
