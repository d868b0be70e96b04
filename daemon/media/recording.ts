import { type FileHandle, open } from 'node:fs/promises'
import type { CallId } from '../domain/ids.js'
import { type KeyRing, openSealedFile } from '../sealing/port.js'
import type { Recording } from './port.js'
import { WAV_HEADER_BYTES, wavHeader } from './tape.js'

const RIFF = 'RIFF'

/**
 * Opens the recording of a call, sealed or (of a rehearsal) a plain WAV. Throws Failure sealing/damaged for one that was changed
 * or is another call's, store/key for a key not at hand, and the system's error for a file that is not there.
 */
export async function openRecording(path: string, callId: CallId, keys: KeyRing): Promise<Recording> {
  const file = await open(path, 'r')
  const first = await bytesAt(file, 0, RIFF.length)
  if (first.toString('latin1') === RIFF) return plain(file)
  await file.close()
  const sealed = await openSealedFile(path, keys, { use: 'recording', context: callId })
  const header = Buffer.from(wavHeader(sealed.bytes))
  return {
    bytes: WAV_HEADER_BYTES + sealed.bytes,
    whole: sealed.whole,
    read: async (start, end = WAV_HEADER_BYTES + sealed.bytes) =>
      Buffer.concat([
        header.subarray(start, end),
        await sealed.read(Math.max(0, start - WAV_HEADER_BYTES), Math.max(0, end - WAV_HEADER_BYTES)),
      ]),
    close: () => sealed.close(),
  }
}

async function plain(file: FileHandle): Promise<Recording> {
  const { size } = await file.stat()
  return {
    bytes: size,
    whole: true,
    read: (start, end = size) => bytesAt(file, start, Math.max(0, Math.min(end, size) - start)),
    close: () => file.close(),
  }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
