#!/usr/bin/env node
/** Writes protocols/protocol.schema.json from the checks of daemon/dialogue/schema.ts; a test holds it current. */
import { writeFileSync } from 'node:fs'
import { compiled, inRoot } from './lib/project.mjs'

const { protocolJsonSchema } = await compiled('daemon/dialogue/json-schema.js')
writeFileSync(inRoot('protocols/protocol.schema.json'), protocolJsonSchema())
