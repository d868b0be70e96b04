import type { Config } from '../config.js'
import { openLog } from '../ops/log.js'
import { serve } from './serve.js'

/** `hellojade serve`: runs until SIGTERM or SIGINT, then ends calls and closes everything. */
export async function serveCommand(
  options: { readonly demonstration: boolean; readonly version: string },
  config: Config,
): Promise<number> {
  const log = openLog({ level: config.settings.HELLOJADE_LOG_LEVEL })
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  const stop = await serve(config, { ...options, print }, log)
  await new Promise<void>(resolve => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
  await stop()
  return 0
}
