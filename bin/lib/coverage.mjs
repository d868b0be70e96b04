import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { inRoot } from './project.mjs'
import { run } from './run.mjs'

/**
 * Coverage as V8 itself counts it (NODE_V8_COVERAGE), of test files and of every program that they start. tap's own way wraps each
 * module of each process in a loader: a process that loads the daemon took 2.6 s so, and 1.1 s without.
 */
const FOLDER = inRoot('.tap/coverage')
const KEPT = join(FOLDER, 'kept')
const OURS = ['daemon', 'api', 'models'].map(room => pathToFileURL(inRoot('dist', room)).href)
const isOurs = url => OURS.some(room => url.startsWith(`${room}/`))

/** Where the processes of one test file write; a folder of its own, as lanes write at the same time. */
export const coverageOf = lane => join(FOLDER, lane)

export function forgetCoverage() {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(KEPT, { recursive: true })
}

/** Leaves only the program's own modules of what a lane's processes have written: a twentieth. In a process of its own, which gives way. */
export const keepCoverage = lane => run('nice', ['-n', '19', process.execPath, fileURLToPath(import.meta.url), lane])

function keep(lane) {
  const folder = coverageOf(lane)
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8')
    rmSync(join(folder, name))
    const kept = oursIn(text)
    if (kept !== undefined) writeFileSync(join(KEPT, name), JSON.stringify(kept))
  }
}

/** undefined for a process that was killed while it wrote, and for one that loaded nothing of ours. */
function oursIn(text) {
  let whole
  try {
    whole = JSON.parse(text)
  } catch {
    return undefined
  }
  const result = whole.result.filter(({ url }) => isOurs(url))
  const maps = Object.entries(whole['source-map-cache'] ?? {}).filter(([url]) => isOurs(url))
  return result.length === 0 ? undefined : { result, 'source-map-cache': Object.fromEntries(maps) }
}

/** Lines of a summary over all that was kept; none where nothing was. */
export async function coverageSummary() {
  if (readdirSync(KEPT).length === 0) return []
  const c8 = inRoot('node_modules/c8/bin/c8.js')
  const args = ['report', '--temp-directory', KEPT, '--reporter=text-summary', '--merge-async', '--exclude-after-remap']
  const { words } = await run(process.execPath, [c8, ...args])
  return words.split('\n').filter(line => /^(Statements|Branches|Functions|Lines) +:/.test(line))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) keep(process.argv[2])
