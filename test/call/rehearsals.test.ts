import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { rehearse } from '../../daemon/cli/rehearsal-run.js'
import { projectRoot } from '../../daemon/paths.js'
import { readRehearsal } from '../../daemon/rehearsal/read.js'
import { openCallStage } from './stage.js'

const folder = join(projectRoot, 'test', 'rehearsals')
const files = readdirSync(folder).filter(file => file.endsWith('.yaml'))
const stage = await openCallStage(t)
const lines = await virtualDemonstration(stage.config)
t.teardown(() => lines.close())

for (const file of files) {
  t.test(
    `${file.replace('.yaml', '').replaceAll('-', ' ')}: the whole call ends as it should, in virtual time`,
    async t => {
      const rehearsal = await readRehearsal(join(folder, file))
      const { report } = await rehearse(rehearsal, { ...stage, lines })
      t.same(report.failures, [], JSON.stringify(report.turns.map(turn => `${turn.speaker}: ${turn.text}`)))
      t.equal(report.underflows, 0)
    },
  )
}

t.test('nothing that a patient said, no name and no number is in the log of all these calls', async t => {
  t.ok(stage.logged.length >= files.length, 'the calls were logged')
  for (const line of stage.logged) t.notMatch(line, /Lambert|Jeanne|fièvre|mal|\+32/i)
})
