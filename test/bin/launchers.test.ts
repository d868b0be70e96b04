import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { projectRoot } from '../../daemon/paths.js'

/** Runs a few lines of JavaScript beside the launchers' own modules; what they print as JSON comes back. */
const ask = async (library: string, expression: string, env: NodeJS.ProcessEnv = {}): Promise<unknown> => {
  const address = pathToFileURL(join(projectRoot, 'bin', 'lib', library)).href
  const script = `import * as it from ${JSON.stringify(address)}; process.stdout.write(JSON.stringify(${expression}))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  let said = ''
  for await (const piece of child.stdout) said += String(piece)
  return JSON.parse(said)
}

const said = (call: string): string =>
  `(() => { try { ${call}; return 'fine' } catch (e) { return [e.fr, e.message] } })()`

t.test('a Node that is too old is told in one sentence', async t => {
  const versions = ['v18.20.4', 'v20.18.9', 'v20.19.0', 'v21.7.0', 'v22.11.0', 'v22.12.0', 'v24.1.0']
  t.same(await ask('requirements.mjs', `${JSON.stringify(versions)}.map(it.isNodeFit)`), [
    false,
    false,
    true,
    false,
    false,
    true,
    true,
  ])
  t.match(await ask('requirements.mjs', said("it.checkNode('v18.20.4')")), [/trop ancien/, /too old: Node 20\.19/])
})

t.test('a disk that is too full is told with what is needed and what is free', async t => {
  t.match(await ask('requirements.mjs', said('it.checkDisk(3000, () => 1200)')), [
    /3000 Mo sont nécessaires.*1200 Mo/,
    /3000 MB are needed.*1200 MB are free/,
  ])
  t.equal(await ask('requirements.mjs', said('it.checkDisk(3000, () => 3000)')), 'fine')
})

const TAP = `TAP version 14
# Subtest: first
    ok 1 - should be equal
    ok 2 - the hub # SKIP no network
    1..2
ok 1 - first # time=7.032ms
# Subtest: second
    not ok 1 - eight is eight
      ---
      diff: |
        not ok 3 - a line of the diagnosis
      ...
    1..1
not ok 2 - second # time=24.516ms
  ---
  at: nowhere
  ...
ok 3 - third # SKIP
1..3
# { total: 4, pass: 1, fail: 1, skip: 2 }`

t.test('the test runner counts assertions, names what was skipped and shows what failed', async t => {
  const expression = `(() => {
    const printed = []
    const reader = new it.TapReader(line => printed.push(line))
    const read = (file, lines, code) => {
      reader.begin(file)
      for (const line of lines) reader.line(line)
      reader.end(file, code, 50)
    }
    const lines = ${JSON.stringify(TAP)}.split('\\n')
    read('dist/test/a.test.js', lines, 1)
    read('dist/test/cut.test.js', lines.slice(0, 6), 'SIGKILL')
    read('dist/test/late.test.js', ['ok 1 - fine', '1..1', '# { total: 1, pass: 1 }'], 1)
    return { printed, counts: reader.counts, skipped: reader.skipped, troubles: reader.troubles }
  })()`
  t.same(await ask('tap.mjs', expression), {
    printed: [
      '✖ dist/test/a.test.js > second > eight is eight',
      '        ---',
      '        diff: |',
      '          not ok 3 - a line of the diagnosis',
      'FAIL test/a.test.ts  0.1 s',
      'FAIL test/cut.test.ts  0.1 s',
      'FAIL test/late.test.ts  0.1 s',
    ],
    counts: { pass: 2, fail: 1, skip: 2 },
    skipped: [
      { name: 'dist/test/a.test.js > first > the hub', reason: 'no network' },
      { name: 'dist/test/a.test.js > third', reason: '' },
      { name: 'dist/test/cut.test.js > first > the hub', reason: 'no network' },
    ],
    troubles: ['test/cut.test.ts ended with SIGKILL', 'test/late.test.ts ended with 1'],
  })
})

t.test(
  'calls that are heard run one after the other; what waits for other programs, and what only computes, run beside them and give way',
  async t => {
    const files = [
      'api/api',
      'call/ear',
      'call/phone-ends',
      'call/rehearsals',
      'call/trunk',
      'store/oracle',
      'store/sealed',
    ].map(name => `dist/test/${name}.test.js`)
    const of = (...chosen: number[]) => chosen.map(i => files[i])
    t.same(await ask('lanes.mjs', `it.lanesOf(${JSON.stringify(files)})`), [
      { name: 'spoken', niceness: 0, files: of(0, 2, 4) },
      { name: 'waiting', niceness: 5, files: of(5), helps: 'computing' },
      { name: 'computing', niceness: 19, files: of(1, 3, 6) },
    ])
    t.same(await ask('lanes.mjs', `it.lanesOf(${JSON.stringify(of(1))}).map(({ name }) => name)`), ['computing'])
  },
)

t.test('the lane that has done with waiting takes the last file of the one that computes, as nice as that', async t => {
  const lanes = [
    { name: 'waiting', niceness: 5, files: ['oracle'], helps: 'computing' },
    { name: 'computing', niceness: 19, files: ['first', 'last'] },
  ]
  const taken = `(lanes => [0, 0, 1, 0, 1].map(at => it.nextOf(lanes[at], lanes) ?? null))(${JSON.stringify(lanes)})`
  t.same(await ask('tap.mjs', taken), [
    { file: 'oracle', niceness: 5 },
    { file: 'last', niceness: 19 },
    { file: 'first', niceness: 19 },
    null,
    null,
  ])
})

t.test('a skipped test that is not listed is found; a line without a reason is refused', async t => {
  const folder = t.testdir({ good: '# why\nthe hub | no network\n', bad: 'the hub\n' })
  const read = (name: string): string => `it.readUnreachable(${JSON.stringify(join(folder, name))})`
  const skipped = JSON.stringify([{ name: 'a > first > the hub' }, { name: 'a > third' }])
  t.same(await ask('unreachable.mjs', `it.unlisted(${skipped}, ${read('good')})`), [{ name: 'a > third' }])
  t.match(await ask('unreachable.mjs', said(read('bad'))), { 1: /needs "name \| reason"/ })
})

t.test('a setting that changes a sentence, or another folder of questionnaires, makes set-up render again', async t => {
  const key = (env: NodeJS.ProcessEnv) => ask('speech.mjs', 'it.promptsKey()', env)
  const folder = t.testdir({ 'common.fr.yaml': 'greeting: [Bonjour.]' })
  const plain = await key({})
  t.equal(await key({}), plain, 'nothing changed')
  t.equal(await key({ HELLOJADE_HOURS: '' }), plain, 'empty counts as absent')
  const changed = await Promise.all([
    key({ HELLOJADE_HOURS: 'tous les jours' }),
    key({ HELLOJADE_WARD_NUMBER: '065 11 22 33' }),
    key({ HELLOJADE_NURSES: '6501' }),
    key({ HELLOJADE_PROTOCOLS: folder }),
  ])
  t.equal(new Set([plain, ...changed]).size, 5)
  writeFileSync(join(folder, 'common.fr.yaml'), 'greeting: [Bonsoir.]')
  t.not(await key({ HELLOJADE_PROTOCOLS: folder }), changed[3], 'a sentence in that folder changed')
})
