#!/usr/bin/env node
/**
 * `npm start`: one line from a fresh clone to a running daemon. Every step is skipped where it has been done; a second start
 * needs no network. Arguments go to the daemon: `npm start -- --no-demonstration`.
 */
import { pathToFileURL } from 'node:url'
import { prepareAll } from './lib/prepare.mjs'
import { inRoot, tell } from './lib/project.mjs'

const main = inRoot('dist/daemon/main.js')
try {
  await prepareAll()
  // In this process: signals, the terminal and the exit status are the daemon's own.
  process.argv = [process.execPath, main, 'serve', ...process.argv.slice(2)]
} catch (problem) {
  tell(problem)
  process.exit(1)
}
await import(pathToFileURL(main).href)
