import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { Failure } from '../domain/failure.js'
import type { PortRange } from './messages.js'

const RECEIVE_BUFFER_BYTES = 256 * 1024

/** A bound UDP socket: any free port, or the first free one of a range. Throws Failure media/port. */
export async function openSocket(host: string, ports?: PortRange): Promise<Socket> {
  const { first, last } = ports ?? { first: 0, last: 0 }
  let cause: unknown
  for (let port = first; port <= last; port++)
    try {
      return await bind(host, port)
    } catch (error) {
      cause = error
    }
  throw new Failure('media/port', { ports: ports ? `${first}-${last}` : 'any' }, { cause })
}

async function bind(host: string, port: number): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES })
  try {
    socket.bind({ port, address: host, exclusive: true })
    await once(socket, 'listening')
    return socket
  } catch (cause) {
    socket.close()
    throw cause
  }
}
