#!/usr/bin/env node
/** The command line, on what was built last. */
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { Hindrance, inRoot, tell } from './lib/project.mjs'
import { checkNode } from './lib/requirements.mjs'

const main = inRoot('dist/daemon/main.js')
try {
  checkNode()
  if (!existsSync(main))
    throw new Hindrance(
      "Le programme n'est pas construit : lancez « npm run build ».",
      'The program is not built: run "npm run build".',
    )
} catch (problem) {
  tell(problem)
  process.exit(1)
}
await import(pathToFileURL(main).href)
