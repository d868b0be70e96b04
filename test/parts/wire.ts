import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP wire between the daemon and Asterisk that a test can cut. */
export interface Wire {
  readonly url: string
  /** Breaks every connection of the moment; new ones pass. */
  cut(): void
  /** Connections of the moment. */
  count(): number
  stop(): Promise<void>
}

export async function layWire(toUrl: string): Promise<Wire> {
  const target = new URL(toUrl)
  const sockets = new Set<Socket>()
  const server = createServer(near => {
    const far = connect(Number(target.port), target.hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    sockets.add(near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    count: () => sockets.size,
    stop: async () => {
      cut()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}
