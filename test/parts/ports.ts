import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** A UDP port of loopback that was free a moment ago. */
export async function freeUdpPort(host = '127.0.0.1'): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return port
}

/** A TCP port of loopback that was free a moment ago. */
export async function freeTcpPort(host = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** A range for RTP below the ephemeral ports, drawn at random so that two test runs rarely meet; Asterisk skips what is taken. */
export function rtpRange(): { readonly first: number; readonly last: number } {
  const first = 10_000 + 2 * Math.floor(Math.random() * 10_000)
  return { first, last: first + 399 }
}
