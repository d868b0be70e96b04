import { Failure } from '../../daemon/domain/failure.js'
import { ensureAsterisk, startAsterisk, type TestAsterisk } from './asterisk.js'
import { freeUdpPort } from './ports.js'

/** Two real Asterisks on loopback, joined by a SIP trunk: ours dials, the patient sits behind theirs. */
export interface Trunk {
  readonly ours: TestAsterisk
  readonly theirs: TestAsterisk
  stop(): Promise<void>
}

/** Throws telephony/unreachable with the reason when no Asterisk can be had on this machine. */
export async function startTrunk(): Promise<Trunk> {
  const had = await ensureAsterisk()
  if (!had.ok) throw new Failure('telephony/unreachable', { address: `Asterisk (${had.reason})` })
  const [portOurs, portTheirs] = [await freeUdpPort(), await freeUdpPort()]
  const ours = await startAsterisk(had.prefix, { name: 'A', sipPort: portOurs, trunk: { port: portTheirs } })
  try {
    const theirs = await startAsterisk(had.prefix, {
      name: 'B',
      sipPort: portTheirs,
      trunk: { port: portOurs },
      app: 'patient',
    })
    return { ours, theirs, stop: async () => void (await Promise.all([ours.stop(), theirs.stop()])) }
  } catch (cause) {
    await ours.stop()
    throw cause
  }
}
