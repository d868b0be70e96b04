import { crc32 } from 'node:zlib'
import { LINE_HZ } from '../../domain/units.js'

/** RIFF + fmt + data headers of plain PCM, then the sound, then a chunk of our own with its CRC-32 (players skip it). */
const HEADER_BYTES = 44
const SUM_BYTES = 12
const SUM_NAME = 'hjcr'

/** 8 kHz mono 16-bit WAV that any player opens, with a check sum behind the sound. */
export function encodeWav(pcm: Int16Array): Buffer {
  const soundBytes = pcm.length * 2
  const file = Buffer.alloc(HEADER_BYTES + soundBytes + SUM_BYTES)
  file.write('RIFF', 0)
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20) // PCM
  file.writeUInt16LE(1, 22) // mono
  file.writeUInt32LE(LINE_HZ, 24)
  file.writeUInt32LE(LINE_HZ * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(soundBytes, 40)
  for (let i = 0; i < pcm.length; i++) file.writeInt16LE(pcm[i]!, HEADER_BYTES + 2 * i)
  const sumAt = HEADER_BYTES + soundBytes
  file.write(SUM_NAME, sumAt)
  file.writeUInt32LE(4, sumAt + 4)
  file.writeUInt32LE(crc32(file.subarray(HEADER_BYTES, sumAt)), sumAt + 8)
  return file
}

/** The sound of a file made by `encodeWav`; undefined when it is cut short or a single bit differs. */
export function decodeWav(file: Buffer): Int16Array | undefined {
  if (file.length < HEADER_BYTES + SUM_BYTES || file.toString('latin1', 0, 4) !== 'RIFF') return undefined
  const soundBytes = file.readUInt32LE(40)
  const sumAt = HEADER_BYTES + soundBytes
  if (file.length !== sumAt + SUM_BYTES || file.toString('latin1', sumAt, sumAt + 4) !== SUM_NAME) return undefined
  if (file.readUInt32LE(sumAt + 8) !== crc32(file.subarray(HEADER_BYTES, sumAt))) return undefined
  return Int16Array.from({ length: soundBytes / 2 }, (_, i) => file.readInt16LE(HEADER_BYTES + 2 * i))
}
