import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Hindrance, inRoot, logFile } from './project.mjs'
import { run } from './run.mjs'

/** What the compiler reads (tsconfig.json, include). */
const FOLDERS = ['daemon', 'models', 'api', 'bench', 'test']
const stampFile = () => inRoot('dist/.compiled')

/** Time of the last change among the sources, ms since 1970. */
function newestSourceMs() {
  const files = FOLDERS.flatMap(folder => filesOf(inRoot(folder), '.ts'))
  return Math.max(
    ...[...files, inRoot('tsconfig.json'), inRoot('package-lock.json')].map(file => statSync(file).mtimeMs),
  )
}

/** Time of the last whole compilation; 0 if there was none. */
export const compiledAtMs = () => (existsSync(stampFile()) ? statSync(stampFile()).mtimeMs : 0)

/** Compiles the TypeScript sources into dist/ where they are newer. Throws a Hindrance with the first error. */
export async function ensureCompiled() {
  if (compiledAtMs() > newestSourceMs()) return 'up to date'
  const { code, words } = await run(process.execPath, [inRoot('node_modules/tsc7/bin/tsc'), '-p', '.'])
  if (code !== 0) {
    const first = words.split('\n').find(line => line.includes('error')) ?? words.slice(0, 200)
    throw new Hindrance(
      `Le programme ne se compile pas : ${first} (${logFile}).`,
      `The program does not compile: ${first} (${logFile}).`,
    )
  }
  removeOrphans()
  writeFileSync(stampFile(), '')
  return 'compiled'
}

/** The output of a source that is gone: a test of the past must not run. */
function removeOrphans() {
  for (const folder of FOLDERS)
    for (const file of filesOf(inRoot('dist', folder), '.js')) {
      const source = join(inRoot(), relative(inRoot('dist'), file).replace(/\.js$/, '.ts'))
      if (!existsSync(source)) for (const path of [file, `${file}.map`]) rmSync(path, { force: true })
    }
}

const filesOf = (folder, ending) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .filter(name => name.endsWith(ending))
        .map(name => join(folder, name))
    : []
