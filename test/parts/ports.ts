import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** Linux gives outgoing connections ports from 32768: below them a port that is free stays so until its program has started. */
const SIGNALLING = { first: 20_000, last: 31_999 } as const
const RTP = { first: 10_000, last: 19_999, size: 400 } as const
const TRIES = 100

/** A port of loopback that is free for UDP and TCP: SIP programs take both. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = SIGNALLING.first + Math.floor(Math.random() * (SIGNALLING.last - SIGNALLING.first + 1))
    if ((await isFreeTcp(port, host)) && (await isFreeUdp(port, host))) return port
  }
  throw new Error('no port is free')
}

const isFreeTcp = (port: number, host: string): Promise<boolean> =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })

const isFreeUdp = (port: number, host: string): Promise<boolean> =>
  new Promise(resolve => {
    const socket = createSocket('udp4')
    socket.once('error', () => resolve(false))
    socket.bind(port, host, () => socket.close(() => resolve(true)))
  })

/** A range for RTP, drawn at random so that two test runs rarely meet; Asterisk and baresip skip what is taken. */
export function rtpRange(): { readonly first: number; readonly last: number } {
  const first = RTP.first + 2 * Math.floor((Math.random() * (RTP.last - RTP.first - RTP.size)) / 2)
  return { first, last: first + RTP.size - 1 }
}
