import { join } from 'node:path'
import type { RecordingPlace } from './call/conversation-parts.js'
import type { CallId } from './domain/ids.js'
import { RECORDING_CHUNK_BYTES } from './media/recorder.js'
import { type KeyRing, newFileSeal } from './sealing/port.js'

/** Where recordings go: sealed with the hospital's keys, or (of rehearsals, whose patients are nobody) as plain WAV. */
export type Recordings =
  | { readonly folder: string; readonly keys: KeyRing }
  | { readonly folder: string; readonly plain: true }

export function recordingPlace(recordings: Recordings, callId: CallId): RecordingPlace {
  if ('plain' in recordings) return { path: join(recordings.folder, `${callId}.wav`) }
  const seal = newFileSeal(recordings.keys, { use: 'recording', context: callId }, RECORDING_CHUNK_BYTES)
  return { path: join(recordings.folder, `${callId}.sealed`), seal }
}
