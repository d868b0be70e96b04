import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { inRoot, root } from './project.mjs'
import { run } from './run.mjs'

/** Reads TAP 14 line by line: results by file, skipped names, what failed. */
export class TapReader {
  counts = { pass: 0, fail: 0, skip: 0 }
  /** Full names of skipped assertions and subtests, with tap's reason. */
  skipped = []
  /** True once tap has given its totals: without them the run was cut. */
  isWhole = false
  #names = []
  #failing
  #tail = []
  #print

  constructor(print) {
    this.#print = print
  }

  line(text) {
    if (this.#inDiagnosis(text)) return
    const totals = /^# \{ total: \d+,?(.*)\}/.exec(text)
    if (totals) return this.#total(totals[1])
    const subtest = /^( *)# Subtest: (.*)$/.exec(text)
    if (subtest) {
      const depth = subtest[1].length / 4
      this.#names.length = depth
      this.#names[depth] = subtest[2]
      return
    }
    const result = /^( *)(not )?ok \d+(?: - (.*?))?(?: # (.*))?$/.exec(text)
    if (result) return this.#result(result[1].length / 4, Boolean(result[2]), result[3] ?? '', result[4] ?? '')
    if (!/^\s*(\d+\.\.\d+)?\s*$|^TAP version/.test(text)) this.#tail.push(text)
  }

  #result(depth, isFailed, name, remark) {
    const isSubtest = this.#names.length === depth + 1 && this.#names[depth] === name
    const path = [...this.#names.slice(0, depth), name].join(' > ')
    if (isSubtest) this.#names.length = depth
    if (/^(SKIP|TODO)\b/i.test(remark)) this.skipped.push({ name: path, reason: remark.replace(/^\w+\s*/, '') })
    if (depth === 0) this.#file(name, isFailed, remark)
    else if (isFailed && !isSubtest) {
      this.#print(`✖ ${path}`)
      this.#failing = 'wait'
    }
  }

  /** A test file is done. */
  #file(name, isFailed, remark) {
    const time = /time=(\S+)/.exec(remark)?.[1] ?? ''
    this.#print(`${isFailed ? 'FAIL' : 'ok  '} ${name.replace(/^dist\//, '').replace(/\.js$/, '.ts')}  ${time}`)
    this.#tail = []
  }

  /** The YAML block below a failed assertion is passed on; any other one is dropped. */
  #inDiagnosis(text) {
    if (/^ *---$/.test(text) && this.#failing !== 'block') this.#failing = this.#failing === 'wait' ? 'block' : 'drop'
    else if (/^ *\.\.\.$/.test(text)) {
      this.#failing = undefined
      return true
    } else if (this.#failing === 'wait') this.#failing = undefined
    if (this.#failing === 'block') this.#print(`  ${text.trimEnd()}`)
    return this.#failing === 'block' || this.#failing === 'drop'
  }

  #total(counts) {
    const of = key => Number(new RegExp(`\\b${key}: (\\d+)`).exec(counts)?.[1] ?? 0)
    this.counts = { pass: of('pass'), fail: of('fail'), skip: of('skip') + of('todo') }
    this.isWhole = true
  }
}

/**
 * Runs tap over the lanes' compiled test files, all lanes at once. Resolves to what each counted, what was skipped, the coverage of
 * all and the runner's troubles.
 */
export async function runTap(lanes, print) {
  for (const folder of ['processinfo', 'coverage']) rmSync(inRoot('.tap', folder), { recursive: true, force: true })
  await buildTap()
  const runs = await Promise.all(lanes.map(lane => runLane(lane, print)))
  const counts = { pass: 0, fail: 0, skip: 0 }
  for (const { reader } of runs) for (const kind of Object.keys(counts)) counts[kind] += reader.counts[kind]
  const last = runs.reduce((a, b) => (a.endedAtMs > b.endedAtMs ? a : b))
  return {
    counts,
    skipped: runs.flatMap(({ reader }) => reader.skipped),
    // Each lane reports over all that is written by then: the last one's report is of both.
    summary: last.summary,
    troubles: runs.flatMap(({ reader, code }) =>
      !reader.isWhole || (code !== 0 && reader.counts.fail === 0) ? [`the test runner ended with ${code}`] : [],
    ),
  }
}

/**
 * tap writes its own test class into node_modules at the first run, for the plugins that .taprc names. Two lanes that do so at the
 * same time leave one that nothing can be imported from: once, before them.
 */
async function buildTap() {
  const { code, words } = await run(process.execPath, [inRoot('node_modules/tap/dist/esm/run.mjs'), 'build'])
  if (code !== 0) throw new Error(`tap could not be built: ${words.slice(-500)}`)
}

async function runLane({ name, niceness, files }, print) {
  // With a list to keep to, tap leaves what the other lane has measured where it is.
  const list = inRoot('.tap', `${name}.txt`)
  mkdirSync(inRoot('.tap'), { recursive: true })
  writeFileSync(list, `${files.join('\n')}\n`)
  const tap = inRoot('node_modules/tap/dist/esm/run.mjs')
  const args = [tap, '--reporter=tap', '--coverage-report=text-summary', `--save=${list}`, ...files]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  if (niceness > 0) setPriority(child.pid, niceness)
  const said = []
  // A file's failures are told in one piece, whatever the other lane says meanwhile.
  const reader = new TapReader(line => {
    said.push(line)
    if (/^(ok {2}|FAIL) /.test(line)) for (const each of said.splice(0)) print(each)
  })
  const summary = []
  const closed = new Promise(resolve => child.on('close', code => resolve(code ?? 1)))
  for await (const text of createInterface({ input: child.stdout })) {
    if (/^(Statements|Branches|Functions|Lines) +:/.test(text)) summary.push(text)
    else reader.line(text)
  }
  const code = await closed
  for (const each of said) print(each)
  return { reader, summary, code, endedAtMs: performance.now() }
}
