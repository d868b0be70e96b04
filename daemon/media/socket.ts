import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { Failure } from '../domain/failure.js'
import type { PortRange } from './messages.js'

const RECEIVE_BUFFER_BYTES = 256 * 1024

/** A bound UDP socket: any free port, or the first free one of a range. Throws Failure media/port. */
export async function openSocket(host: string, ports?: PortRange): Promise<Socket> {
  if (!ports) return await bind(host, 0)
  for (let port = ports.first; port <= ports.last; port++) {
    try {
      return await bind(host, port)
    } catch (cause) {
      if (port >= ports.last) throw cause
    }
  }
  throw new Failure('media/port')
}

async function bind(host: string, port: number): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES })
  try {
    socket.bind({ port, address: host, exclusive: true })
    await once(socket, 'listening')
    return socket
  } catch (cause) {
    socket.close()
    throw new Failure('media/port', {}, { cause })
  }
}
