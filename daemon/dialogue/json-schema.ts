import { z } from 'zod'
import { protocolShape } from './schema.js'

/** What an editor needs to help with a protocol file; the checks that no single field shows are not in it. */
export const protocolJsonSchema = (): string =>
  `${JSON.stringify(z.toJSONSchema(protocolShape, { io: 'input', reused: 'ref' }), null, 2)}\n`
