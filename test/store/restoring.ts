/** A restore that dies just before its nth rename, or runs to its end where there are fewer. */
import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { restore } from './restored.js'

const [backup = '', home = '', nth] = process.argv.slice(2)
const { rename } = promises
let renames = 0
promises.rename = async (from, to) => {
  if (++renames === Number(nth)) process.kill(process.pid, 'SIGKILL')
  await rename(from, to)
}
syncBuiltinESMExports()
await restore(backup, home)
