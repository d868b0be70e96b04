import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { benchDischarges } from '../../bench/discharges.js'
import { composeKeys, composeStore } from '../compose-store.js'
import type { Config } from '../config.js'
import { importFile } from './discharges.js'

/** `hellojade bench discharges`: an import into a database of its own on this disk, and the same file once more. */
export async function benchDischargesCommand(
  { rows, json }: { readonly rows: number; readonly json: boolean },
  config: Config,
): Promise<number> {
  const load = loadavg()[0] ?? 0
  const times = await benchDischarges(rows, new Date(), async (file, folder) => {
    const own: Config = { ...config, folders: { ...config.folders, home: join(folder, 'home') } }
    const store = await composeStore(own, await composeKeys(own))
    try {
      return (await importFile(file, own, store)).calls
    } finally {
      await store.close()
    }
  })
  if (json) process.stdout.write(`${JSON.stringify({ ...times, load })}\n`)
  else
    process.stdout.write(
      [
        `${cpus()[0]?.model.trim() ?? 'unknown CPU'} × ${cpus().length}, load ${load.toFixed(1)}`,
        `${times.rows} discharges imported and planned  ${times.importedS.toFixed(1)} s (CPU ${times.importedCpuS.toFixed(1)} s); ${times.calls} calls due`,
        `the same file once more                 ${times.againS.toFixed(1)} s (CPU ${times.againCpuS.toFixed(1)} s)`,
        '',
      ].join('\n'),
    )
  return 0
}
