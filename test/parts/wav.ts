import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'

/** The telephone's rate; every WAV of a test phone has it, mono, 16 bits. */
export const PHONE_HZ = 8000

const HEADER_BYTES = 44

function header(dataBytes: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(PHONE_HZ, 24)
  bytes.writeUInt32LE(PHONE_HZ * 2, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(dataBytes, 40)
  return bytes
}

/** Writes 8 kHz mono, followed by `thenSilenceMs` of silence. */
export function writePhoneWav(path: string, pcm: Int16Array, thenSilenceMs = 0): void {
  const silence = Buffer.alloc(Math.round((thenSilenceMs * PHONE_HZ) / 1000) * 2)
  const voice = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength)
  const file = openSync(path, 'w')
  for (const part of [header(voice.length + silence.length), voice, silence]) writeSync(file, part)
  closeSync(file)
}

/** Samples of a mono 16-bit WAV; a header that was never finished (the phone was killed) counts to the file's end. */
export function readPhoneWav(path: string): Int16Array {
  if (!existsSync(path)) return new Int16Array(0)
  const file = readFileSync(path)
  const found = file.indexOf('data', 12, 'latin1')
  if (found < 0) return new Int16Array(0)
  const start = found + 8
  const said = file.readUInt32LE(found + 4)
  const end = said === 0 ? file.length : Math.min(file.length, start + said)
  const bytes = file.subarray(start, start + 2 * Math.floor((end - start) / 2))
  return new Int16Array(new Uint8Array(bytes).buffer)
}

/** A sine of the given frequency at −12 dBFS. */
export function tone(frequencyHz: number, lengthMs: number): Int16Array {
  const count = Math.round((lengthMs * PHONE_HZ) / 1000)
  return Int16Array.from({ length: count }, (_, i) => 8192 * Math.sin((2 * Math.PI * frequencyHz * i) / PHONE_HZ))
}

/** How many ms of the sound are mainly this tone: 20 ms frames of which it holds over half of the energy (Goertzel). */
export function toneMs(pcm: Int16Array, frequencyHz: number): number {
  const frame = PHONE_HZ / 50
  let found = 0
  for (let start = 0; start + frame <= pcm.length; start += frame) {
    if (shareOf(pcm.subarray(start, start + frame), frequencyHz) > 0.5) found += 20
  }
  return found
}

function shareOf(pcm: Int16Array, frequencyHz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * frequencyHz) / PHONE_HZ)
  let [last, beforeLast, energy] = [0, 0, 0]
  for (const sample of pcm) {
    const next = sample + turn * last - beforeLast
    beforeLast = last
    last = next
    energy += sample * sample
  }
  const power = last * last + beforeLast * beforeLast - turn * last * beforeLast
  // Below −60 dBFS it is noise, whatever its shape.
  return energy / pcm.length < 33 ** 2 ? 0 : (2 * power) / (pcm.length * energy)
}

/** Joins sounds. */
export function joined(...parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
