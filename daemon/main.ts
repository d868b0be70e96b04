#!/usr/bin/env node
import { run } from './cli/program.js'

// A start that failed half-way leaves threads and sockets behind: the status decides, not what still stands.
process.exit(await run(process.argv))
