#!/usr/bin/env node
/**
 * `npm test`: prepares everything, brings up the real parts of the tests (Asterisk, phones) and runs tap. Arguments select
 * test files: `npm test -- test/models`. The last line is "N passed, N failed, N skipped", counted in assertions. With
 * CI=true a skipped test that test/unreachable.txt does not list fails the run.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { lanesOf } from './lib/lanes.mjs'
import { prepareAll } from './lib/prepare.mjs'
import { compiled, has, inRoot, step, tell } from './lib/project.mjs'
import { runTap } from './lib/tap.mjs'
import { readUnreachable, unlisted } from './lib/unreachable.mjs'

const print = line => process.stdout.write(`${line}\n`)
const closing = ({ pass, fail, skip }) => print(`${pass} passed, ${fail} failed, ${skip} skipped`)

/** Compiled test files for the arguments: a file, a folder, or part of a path; all for none. */
function selected(words) {
  const all = readdirSync(inRoot('dist/test'), { recursive: true })
    .filter(name => name.endsWith('.test.js'))
    .map(name => join('dist/test', name))
    .sort()
  const wanted = words.map(word => word.replace(/^\.\//, '').replace(/\.ts$/, '.js'))
  return words.length === 0 ? all : all.filter(file => wanted.some(word => file.includes(word)))
}

/** Real programs that tests talk to, unpacked once; a test that lacks one is skipped by name. */
const PARTS = [
  ['Asterisk', 'test/parts/asterisk.js', 'ensureAsterisk'],
  ['baresip', 'test/parts/baresip.js', 'ensureBaresip'],
  ['sipp', 'test/parts/sipp.js', 'ensureSipp'],
  ['Redis', 'test/parts/redis.js', 'ensureRedis'],
  ['Oracle (stand-in)', 'test/parts/oracle.js', 'ensureOracle'],
  ["Oracle's grammar", 'test/parts/oracle-parser.js', 'ensureOracleParser'],
]

async function ensureParts() {
  const states = []
  for (const [name, file, ensure] of PARTS) {
    if (!has('dist', file)) continue
    const had = await (await compiled(file))[ensure]()
    states.push(had.ok ? name : `${name} is missing (${had.reason})`)
  }
  return states.join(', ')
}

/** Rooms whose tests make no call: a run of these alone does not wait for the sentences. */
const SILENT_ROOMS = /^(\.\/)?test\/(bin|dialogue|docs|domain|media|models|speech|store)\b/

async function main(words) {
  await prepareAll({ sentences: words.length === 0 || !words.every(word => SILENT_ROOMS.test(word)) })
  const files = selected(words)
  if (files.length === 0) throw new Error(`No test file matches ${words.join(' ')}`)
  if (words.length === 0) await step('test parts', ensureParts)
  const { counts, skipped, summary, troubles } = await runTap(lanesOf(files), print)
  for (const each of skipped) print(`~ skipped: ${each.name}${each.reason ? ` (${each.reason})` : ''}`)
  if (summary.length > 0) print(`Coverage\n${summary.map(line => `  ${line}`).join('\n')}`)
  const surprises = process.env.CI === 'true' ? unlisted(skipped, readUnreachable()) : []
  for (const each of surprises) print(`✖ skipped without a line in test/unreachable.txt: ${each.name}`)
  for (const each of troubles) print(`✖ ${each}`)
  counts.fail += surprises.length + troubles.length
  counts.skip -= surprises.length
  closing(counts)
  return counts.fail === 0 ? 0 : 1
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (problem) {
  tell(problem)
  closing({ pass: 0, fail: 1, skip: 0 })
  process.exitCode = 1
}
