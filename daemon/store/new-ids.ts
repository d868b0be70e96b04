import { randomBytes } from 'node:crypto'
import { uuidV7 } from '../domain/ids.js'

/**
 * UUIDv7 ids that rise strictly within this process: in the same millisecond, or when the clock is set back, the random part
 * is counted up instead (RFC 9562 section 6.2, method 2), so that paging by id misses nothing.
 */
export function idSource(now: () => Date): <Id extends string>() => Id {
  let lastMs = 0
  let random = randomBytes(10)
  return <Id extends string>() => {
    const nowMs = now().getTime()
    if (nowMs > lastMs) {
      lastMs = nowMs
      random = randomBytes(10)
      /** A counter that begins in the lower half cannot run over. */
      random[4]! &= 0x7f
    } else {
      random.writeUIntBE(random.readUIntBE(4, 6) + 1, 4, 6)
    }
    return uuidV7(lastMs, random) as Id
  }
}
