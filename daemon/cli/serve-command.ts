import type { Config } from '../config.js'
import { openLog } from '../ops/log.js'
import { serve } from './serve.js'

/** `hellojade serve`: runs until SIGTERM or SIGINT, then ends calls and closes everything. SIGHUP reads the questionnaires again. */
export async function serveCommand(
  options: { readonly demonstration: boolean; readonly version: string },
  config: Config,
): Promise<number> {
  const log = openLog({ level: config.settings.HELLOJADE_LOG_LEVEL })
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  const starting = serve(config, { ...options, print }, log)
  // Not only once it has started: by default the signal ends a process.
  process.on('SIGHUP', () => {
    const reloaded = starting.then(daemon => daemon.reload())
    reloaded.catch(() => log.error({}, 'the questionnaires could not be read again'))
  })
  const daemon = await starting
  await new Promise<void>(resolve => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
  await daemon.stop()
  return 0
}
