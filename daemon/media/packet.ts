/** One RTP packet (RFC 3550 section 5.1). `payload` is a view of the bytes received: decode it before they are reused. */
export interface RtpPacket {
  readonly payloadType: number
  readonly marker: boolean
  /** 16 bits, wraps. */
  readonly sequence: number
  /** 32 bits, wraps; one step a sample at 8 kHz. */
  readonly timestamp: number
  readonly ssrc: number
  readonly payload: Uint8Array
}

export const HEADER_BYTES = 12

/** Signed distance between 16-bit sequence numbers: how far `to` is ahead of `from` on the ring. */
export const sequenceDistance = (from: number, to: number): number => ((to - from) << 16) >> 16
/** Signed distance between 32-bit timestamps. */
export const timestampDistance = (from: number, to: number): number => (to - from) | 0

/** The packet in `bytes`, or undefined when they are not RTP version 2 or contradict their own lengths. */
export function parsePacket(bytes: Uint8Array): RtpPacket | undefined {
  if (bytes.length < HEADER_BYTES || bytes[0]! >> 6 !== 2) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let start = HEADER_BYTES + 4 * (bytes[0]! & 0x0f)
  if (bytes[0]! & 0x10) {
    if (start + 4 > bytes.length) return undefined
    start += 4 + 4 * view.getUint16(start + 2)
  }
  const paddingBytes = bytes[0]! & 0x20 ? bytes[bytes.length - 1]! : 0
  const end = bytes.length - paddingBytes
  if (start > end || (bytes[0]! & 0x20 && paddingBytes === 0)) return undefined
  return {
    payloadType: bytes[1]! & 0x7f,
    marker: (bytes[1]! & 0x80) !== 0,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: bytes.subarray(start, end),
  }
}

/** The bytes of a packet without contributing sources, extension or padding. Numbers are taken modulo their width. */
export function buildPacket(packet: RtpPacket): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + packet.payload.length)
  const view = new DataView(bytes.buffer)
  bytes[0] = 0x80
  bytes[1] = (packet.marker ? 0x80 : 0) | (packet.payloadType & 0x7f)
  view.setUint16(2, packet.sequence)
  view.setUint32(4, packet.timestamp)
  view.setUint32(8, packet.ssrc)
  bytes.set(packet.payload, HEADER_BYTES)
  return bytes
}
