import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { parseProtocol } from '../../daemon/dialogue/dialogue.js'
import { FAILURES } from '../../daemon/domain/failure.js'
import { DISPOSITIONS, IDENTITIES, ITEM_STATUSES, TASK_KINDS, URGENCIES } from '../../daemon/domain/outcome.js'
import { projectRoot } from '../../daemon/paths.js'
import { rehearsalFile } from '../../daemon/rehearsal/format.js'

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8')
const docs = readdirSync(join(projectRoot, 'docs')).filter(name => name.endsWith('.md'))
const pages = ['README.md', 'CHANGELOG.md', 'dialplan/README.md', ...docs.map(name => `docs/${name}`)]

/** A heading's anchor as the usual renderers make it. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-')

const anchorsOf = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))

/** What stands between backticks: a code is documented by its whole name, not by a longer one that holds it. */
const codesIn = (path: string): ReadonlySet<string> =>
  new Set([...read(path).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code))

const exampleIn = (path: string): string => /```yaml\n([\s\S]*?)```/.exec(read(path))?.[1] ?? ''

t.test('every relative link of a page leads to a file, and to a heading where it names one', t => {
  for (const page of pages) {
    for (const [, target = ''] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? join(projectRoot, page) : resolve(projectRoot, dirname(page), path)
      if (!t.ok(existsSync(file), `${page}: ${target} exists`)) continue
      t.notMatch(relative(projectRoot, file), /^\.\./, `${page}: ${target} is inside the project`)
      if (anchor !== undefined) t.ok(anchorsOf(file).includes(anchor), `${page}: ${target} is a heading`)
    }
  }
  t.end()
})

t.test('an operator finds every failure code, and no code that does not exist', t => {
  const told = codesIn('docs/troubleshooting.md')
  for (const code of Object.keys(FAILURES)) t.ok(told.has(code), `${code} is explained`)
  const areas = new Set(Object.keys(FAILURES).map(code => code.split('/')[0]))
  for (const word of told) {
    if (!/^[a-z]+\/[a-z-]+$/.test(word) || !areas.has(word.split('/')[0])) continue
    t.ok(Object.hasOwn(FAILURES, word), `${word} is a code of the catalogue`)
  }
  t.end()
})

t.test('an administrator finds every environment variable with its default', t => {
  const settings = /z\.object\(\{([\s\S]*?)\n\}\)/.exec(read('daemon/config.ts'))?.[1] ?? ''
  const page = read('docs/deployment.md')
  const variables = [...settings.matchAll(/^ {2}([A-Z][A-Z0-9_]+):(.*(?:\n {4,}.*)*)/gm)]
  t.ok(variables.length >= 15, 'the settings were found in the source')
  for (const [, name = '', rule = ''] of variables) {
    const row = new RegExp(`^\\| \`${name}\` *\\| (.*?) *\\|`, 'm').exec(page)?.[1]
    if (!t.type(row, 'string', `${name} has a row`)) continue
    const value = /\.default\((?:(["'])(.*?)\1|(\d+))\)/.exec(rule)
    if (value) t.equal(row, `\`${value[2] ?? value[3]}\``, `the default of ${name}`)
  }
  for (const name of ['HELLOJADE_HOME', 'HELLOJADE_MODEL_HUB', 'CXX']) t.match(page, `\`${name}\``)
  t.end()
})

t.test('a nurse finds every disposition, identity, status, task and urgency, and every rule of the protocols', t => {
  const told = codesIn('docs/nurses.md')
  const rules = readdirSync(join(projectRoot, 'protocols'))
    .filter(name => !name.startsWith('common.'))
    .flatMap(name => [...read(`protocols/${name}`).matchAll(/\brule: ([a-z-]+)/g)])
    .map(([, rule = '']) => rule)
  for (const code of [...DISPOSITIONS, ...IDENTITIES, ...ITEM_STATUSES, ...TASK_KINDS, ...URGENCIES, ...rules])
    t.ok(told.has(code), `${code} is explained`)
  t.end()
})

t.test('the examples are a protocol and a rehearsal that would be accepted', t => {
  t.equal(parseProtocol(exampleIn('docs/protocols.md'), 'docs/protocols.md').id, 'sleep-check')
  t.equal(rehearsalFile.parse(parse(exampleIn('docs/rehearsals.md'))).protocol, 'general-follow-up')
  t.end()
})
