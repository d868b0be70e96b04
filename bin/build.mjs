#!/usr/bin/env node
/** `npm run build`: modules, compiled sources and the recogniser addon, each where it is missing or out of date. */
import { prepareBuild } from './lib/prepare.mjs'
import { tell } from './lib/project.mjs'

try {
  await prepareBuild()
} catch (problem) {
  tell(problem)
  process.exitCode = 1
}
