declare const kind: unique symbol
type Id<Name extends string> = string & { readonly [kind]: Name }

export type PatientId = Id<'patient'>
export type EncounterId = Id<'encounter'>
export type DueCallId = Id<'due-call'>
/** Of a call made or received. One that we make is an attempt: its channel in the PBX bears the same id, so it can ring once only. */
export type CallId = Id<'call'>
export type TurnId = Id<'turn'>
export type AlertId = Id<'alert'>
export type TaskId = Id<'task'>

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * UUID version 7 (RFC 9562 section 5.7): 48 bits of Unix ms, then random.
 * Pure: the caller brings the clock and 10 random bytes.
 */
export function uuidV7(unixMs: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16)
  let rest = unixMs
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes.set(random.subarray(0, 10), 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  let hex = ''
  for (const byte of bytes) hex += HEX[byte]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
