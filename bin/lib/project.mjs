import { appendFileSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The project's folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
export const inRoot = (...parts) => join(root, ...parts)
/** Loads a module that the compiler made: `compiled('models/index.js')`. */
export const compiled = path => import(pathToFileURL(inRoot('dist', path)).href)

/** Where the daemon keeps its own files, as daemon/paths.ts decides it. */
export const home = resolve(process.env.HELLOJADE_HOME || inRoot('var'))
/** Everything that npm, the compiler and pip say in full. */
export const logFile = join(home, 'setup.log')

/** Adds to the log; a log that cannot be written must not stop a start. */
export function log(text) {
  try {
    mkdirSync(home, { recursive: true })
    appendFileSync(logFile, text)
  } catch {}
}

/** Something is missing that a person can put right: one sentence in each language, no stack. */
export class Hindrance extends Error {
  constructor(fr, en) {
    super(en)
    this.fr = fr
  }
}

/** Prints a problem in French and English where it has both (a Hindrance, or a Failure of the daemon). */
export function tell(problem) {
  const sentences =
    typeof problem?.sentence === 'function'
      ? [problem.sentence('fr'), problem.sentence('en')]
      : problem instanceof Hindrance
        ? [problem.fr, problem.message]
        : [problem?.stack ?? String(problem)]
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`)
}

/**
 * One step of a preparation: runs `work` and prints one line with what it returned and the time it took. What is done
 * already should cost milliseconds and say so.
 */
export async function step(name, work) {
  const startedAt = performance.now()
  log(`\n== ${new Date().toISOString()} ${name}\n`)
  const outcome = await work()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  process.stdout.write(`${name.padEnd(12)} ${`${seconds} s`.padStart(8)}  ${outcome}\n`)
}

/** True if a module of the project can be found at all. */
export const has = (...parts) => existsSync(inRoot(...parts))
