import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'

/** When a packet's exact moment counts: the least of a SIP phone, on two sockets of ours. It rings, answers, counts RTP. */
export interface BarePhone {
  readonly address: string
  /** From sending the 200 (the answer) to the arrival of the first RTP packet; undefined until then. */
  firstPacketMs(): number | undefined
  packets(): number
  /** INVITEs with a Call-ID of their own: how often a person heard it ring; at this number alone, where one is given. */
  rings(number?: string): number
  stop(): Promise<void>
}

export async function startBarePhone(options: {
  readonly answerAfterMs: number | 'never'
  /** It is busy, after it has rung for so long. */
  readonly busyAfterMs?: () => number
}): Promise<BarePhone> {
  const sip = createSocket('udp4').bind(0, '127.0.0.1')
  const rtp = createSocket('udp4').bind(0, '127.0.0.1')
  await Promise.all([once(sip, 'listening'), once(rtp, 'listening')])
  const calls = new Map<string, string>()
  const timers = new Set<NodeJS.Timeout>()
  let answeredAtMs: number | undefined
  let firstAtMs: number | undefined
  let packets = 0
  rtp.on('message', () => {
    packets++
    firstAtMs ??= performance.now()
  })
  const answer = (invite: string, from: RemoteInfo) => {
    const body = sdp(rtp.address().port)
    answeredAtMs ??= performance.now()
    sip.send(reply(invite, '200 OK', sip.address().port, body), from.port, from.address)
  }
  sip.on('message', (bytes, from) => {
    const message = bytes.toString('latin1')
    const send = (status: string) => sip.send(reply(message, status, sip.address().port), from.port, from.address)
    const method = message.slice(0, message.indexOf(' '))
    if (method === 'BYE' || method === 'OPTIONS') send('200 OK')
    if (method === 'CANCEL') {
      send('200 OK')
      for (const timer of timers) clearTimeout(timer)
      const invite = message.replace(/^CSeq: (\d+) CANCEL/m, 'CSeq: $1 INVITE')
      sip.send(reply(invite, '487 Request Terminated', sip.address().port), from.port, from.address)
    }
    if (method !== 'INVITE') return
    const callId = headers(message, 'Call-ID')[0] ?? ''
    if (calls.has(callId)) return
    calls.set(callId, /^INVITE sip:([^@]+)@/.exec(message)?.[1] ?? '')
    send('180 Ringing')
    if (options.busyAfterMs !== undefined) timers.add(setTimeout(() => send('486 Busy Here'), options.busyAfterMs()))
    else if (options.answerAfterMs !== 'never')
      timers.add(setTimeout(() => answer(message, from), options.answerAfterMs))
  })
  return {
    address: `127.0.0.1:${sip.address().port}`,
    firstPacketMs: () => (firstAtMs === undefined || answeredAtMs === undefined ? undefined : firstAtMs - answeredAtMs),
    packets: () => packets,
    rings: number =>
      number === undefined ? calls.size : [...calls.values()].filter(called => called === number).length,
    stop: async () => {
      for (const timer of timers) clearTimeout(timer)
      await Promise.all([sip, rtp].map(socket => new Promise<void>(resolve => socket.close(() => resolve()))))
    },
  }
}

const headers = (message: string, name: string): string[] =>
  [...message.matchAll(new RegExp(`^${name}: (.*)\r$`, 'gm'))].map(found => found[1] ?? '')

/** RFC 3261 section 8.2.6.2: Via, From, Call-ID and CSeq are copied, To gets a tag. */
function reply(request: string, status: string, port: number, body = ''): string {
  const copied = (name: string) => headers(request, name).map(value => `${name}: ${value}`)
  const to = headers(request, 'To')[0] ?? ''
  const lines = [
    `SIP/2.0 ${status}`,
    ...copied('Via'),
    ...copied('From'),
    `To: ${to.includes('tag=') ? to : `${to};tag=bare`}`,
    ...copied('Call-ID'),
    ...copied('CSeq'),
    `Contact: <sip:bare@127.0.0.1:${port}>`,
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

const sdp = (port: number): string =>
  ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', `m=audio ${port} RTP/AVP 8`, ''].join(
    '\r\n',
  )
