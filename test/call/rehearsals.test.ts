import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { heardOnce } from './heard-once.js'
import { passes, rehearsalsFolder, spelled } from './rehearsed.js'
import { openCallStage } from './stage.js'

const files = readdirSync(rehearsalsFolder).filter(file => file.endsWith('.yaml'))
const opened = await openCallStage(t)
const { recogniser, counts } = heardOnce(opened.speech.recogniser)
const stage = { ...opened, speech: { ...opened.speech, recogniser } }
const lines = await virtualDemonstration(stage.config)
t.teardown(() => lines.close())

// Two calls at once: one thinks while the other's time passes, and two recognitions are what the recogniser runs at a time.
const calls = t.test('every rehearsal ends as it should, in virtual time', { jobs: 2 }, t => {
  for (const file of files)
    void t.test(`${spelled(file)}: the whole call ends as it should`, { buffered: true }, async t => {
      const { report } = await passes(t, file, { ...stage, lines }, { timed: true })
      t.equal(report.underflows, 0)
    })
  t.end()
})
await calls
t.comment(`${counts.asked} recognitions, ${counts.again} of samples that had been heard already`)

t.test('there are at least fifty rehearsals, and the list of the folder names none that is not there', t => {
  const list = readFileSync(join(rehearsalsFolder, 'README.md'), 'utf8')
  const listed = [...list.matchAll(/^\| `([a-z0-9-]+)`/gm)].map(row => `${row[1]}.yaml`)
  t.ok(files.length >= 50, `${files.length} rehearsals`)
  t.ok(listed.length >= 50, `${listed.length} listed`)
  t.same(
    listed.filter(file => !files.includes(file)),
    [],
  )
  t.end()
})

t.test('nothing that a patient said, no name and no number is in the log of all these calls', t => {
  t.ok(stage.logged.length >= files.length, 'the calls were logged')
  for (const line of stage.logged) t.notMatch(line, /Lambert|Jeanne|fièvre|mal|\+32/i)
  t.end()
})
