/** `hellojade keys rotate` that dies behind so many batches, in the middle of the next one. */
import { keyRing } from '../../daemon/sealing/ring.js'
import { storeThere } from './scene.js'

const [path = '', keys = '', batches] = process.argv.slice(2)
const store = await storeThere({ path, key: keyRing(keys.split(',').map(key => Buffer.from(key, 'hex'))) })
let done = 0
for await (const { rows } of store.rotation.values())
  if (rows > 0 && ++done === Number(batches)) setImmediate(() => process.kill(process.pid, 'SIGKILL'))
