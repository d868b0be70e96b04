import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { coverageOf, coverageSummary, forgetCoverage, keepCoverage } from './coverage.mjs'
import { root } from './project.mjs'

/** Reads the TAP 14 of one test file after the other, line by line: results by file, skipped names, what failed. */
export class TapReader {
  counts = { pass: 0, fail: 0, skip: 0 }
  /** Full names of skipped assertions and subtests, with tap's reason. */
  skipped = []
  /** Files that ended without their totals, or badly though nothing in them failed. */
  troubles = []
  #isWhole = false
  #failed = 0
  #names = []
  #failing
  #print

  constructor(print) {
    this.#print = print
  }

  begin(file) {
    this.#isWhole = false
    this.#failed = this.counts.fail
    this.#names = [file]
  }

  /** A line that the file has written. */
  line(text) {
    const totals = /^# \{ total: \d+,?(.*)\}/.exec(text)
    if (totals) return this.#total(totals[1])
    if (this.#inDiagnosis(text)) return
    const subtest = /^( *)# Subtest: (.*)$/.exec(text)
    if (subtest) {
      const depth = subtest[1].length / 4 + 1
      this.#names.length = depth
      this.#names[depth] = subtest[2]
      return
    }
    const result = /^( *)(not )?ok \d+(?: - (.*?))?(?: # (.*))?$/.exec(text)
    if (result) this.#result(result[1].length / 4 + 1, Boolean(result[2]), result[3] ?? '', result[4] ?? '')
  }

  /** The file's process is over. */
  end(file, code, tookMs) {
    const failed = this.counts.fail - this.#failed
    const name = file.replace(/^dist\//, '').replace(/\.js$/, '.ts')
    if (!this.#isWhole || (code !== 0 && failed === 0)) this.troubles.push(`${name} ended with ${code}`)
    this.#failing = undefined
    this.#print(
      `${code === 0 && this.#isWhole && failed === 0 ? 'ok  ' : 'FAIL'} ${name}  ${(tookMs / 1000).toFixed(1)} s`,
    )
  }

  #result(depth, isFailed, name, remark) {
    const isSubtest = this.#names.length === depth + 1 && this.#names[depth] === name
    const path = [...this.#names.slice(0, depth), name].join(' > ')
    if (isSubtest) this.#names.length = depth
    if (/^(SKIP|TODO)\b/i.test(remark)) this.skipped.push({ name: path, reason: remark.replace(/^\w+\s*/, '') })
    if (isFailed && !isSubtest) {
      this.#print(`✖ ${path}`)
      this.#failing = 'wait'
    }
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
    this.counts.pass += of('pass')
    this.counts.fail += of('fail')
    this.counts.skip += of('skip') + of('todo')
    this.#isWhole = true
  }
}

/**
 * Runs the lanes' compiled test files, each a process that speaks TAP, all lanes at once. Resolves to what they counted, what was
 * skipped, the coverage and what went wrong beside.
 */
export async function runTap(lanes, print) {
  forgetCoverage()
  const left = lanes.map(lane => ({ ...lane, files: [...lane.files] }))
  const readers = await Promise.all(left.map(lane => runLane(lane, left, print)))
  const counts = { pass: 0, fail: 0, skip: 0 }
  for (const reader of readers) for (const kind of Object.keys(counts)) counts[kind] += reader.counts[kind]
  return {
    counts,
    skipped: readers.flatMap(({ skipped }) => skipped),
    summary: await coverageSummary(),
    troubles: readers.flatMap(({ troubles }) => troubles),
  }
}

/** The next file of a lane; when it has none, the last one of the lane that it helps, as nice as that. */
export function nextOf(lane, lanes) {
  const own = lane.files.shift()
  if (own !== undefined) return { file: own, niceness: lane.niceness }
  const helped = lanes.find(({ name }) => name === lane.helps)
  const file = helped?.files.pop()
  return file === undefined ? undefined : { file, niceness: helped.niceness }
}

async function runLane(lane, lanes, print) {
  const { name } = lane
  const said = []
  // A file's failures are told in one piece, whatever the other lane says meanwhile.
  const reader = new TapReader(line => {
    said.push(line)
    if (/^(ok {2}|FAIL) /.test(line)) for (const each of said.splice(0)) print(each)
  })
  mkdirSync(coverageOf(name), { recursive: true })
  for (let next = nextOf(lane, lanes); next; next = nextOf(lane, lanes)) {
    await runFile(next.file, { niceness: next.niceness, coverage: coverageOf(name) }, reader)
    await keepCoverage(name)
  }
  return reader
}

/** Longer than any test file takes; one that still runs then hangs. */
const LONGEST_S = 2400

async function runFile(file, { niceness, coverage }, reader) {
  const startedAtMs = performance.now()
  const env = { ...process.env, NODE_V8_COVERAGE: coverage, TAP_TIMEOUT: String(LONGEST_S) }
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: LONGEST_S * 1000,
    killSignal: 'SIGKILL',
  })
  if (niceness > 0) setPriority(child.pid, niceness)
  const closed = new Promise(resolve => child.on('close', (code, signal) => resolve(code ?? signal)))
  reader.begin(file)
  for await (const text of createInterface({ input: child.stdout })) reader.line(text)
  reader.end(file, await closed, performance.now() - startedAtMs)
}
