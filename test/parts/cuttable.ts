import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A line on loopback that can be cut: what it carries is what real TCP carries until then. */
export interface CuttableLine {
  readonly port: number
  /** Everybody on it is cut off at once. Nobody listens until `mend`. */
  cut(): void
  mend(): Promise<void>
  /** Cuts everybody off at the nth answer from now on, which nobody receives any more, and listens on. */
  cutAtAnswer(nth: number): void
  /** Whether that answer came. */
  wasCut(): boolean
  close(): void
}

export async function cuttableLine(host: string, farPort: number): Promise<CuttableLine> {
  const open = new Set<Socket>()
  let answersLeft = Number.POSITIVE_INFINITY
  const hangUp = () => {
    for (const socket of open) socket.destroy()
  }
  const carry = (from: Socket, to: Socket, pass: (bytes: Buffer) => void) => {
    open.add(from)
    from.setNoDelay(true)
    from.on('data', pass)
    from.on('error', () => {})
    from.once('close', () => {
      open.delete(from)
      to.destroy()
    })
  }
  const server = createServer(near => {
    const far = connect(farPort, host)
    carry(near, far, bytes => void far.write(bytes))
    carry(far, near, bytes => {
      if (--answersLeft === 0) hangUp()
      else near.write(bytes)
    })
  })
  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  return {
    port,
    cut: () => {
      server.close()
      hangUp()
    },
    mend: async () => void (await listen(port)),
    cutAtAnswer: nth => {
      answersLeft = nth
    },
    wasCut: () => answersLeft <= 0,
    close: () => {
      server.close()
      hangUp()
    },
  }
}
