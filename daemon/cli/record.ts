import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { Failure } from '../domain/failure.js'
import { recordedRehearsal } from '../rehearsal/recorded.js'
import { encodeWav } from '../speech/prompts/wav.js'
import type { CallResult } from '../store/port.js'

const HEADER_BYTES = 44

/**
 * Writes a rehearsal of a call that was recorded: `path` and, in a folder of its name beside it, a clip for each of the
 * patient's turns, cut from `wav`, its stereo recording. Names are placeholders; what the patient said stays as it was said. Throws Failure rehearsal/unrecorded.
 */
export async function writeRehearsal(result: CallResult, wav: Buffer | undefined, path: string): Promise<void> {
  const name = basename(path).replace(/\.ya?ml$/, '')
  const made = wav === undefined ? undefined : recordedRehearsal(result, leftOf(wav), name)
  if (made === undefined) throw new Failure('rehearsal/unrecorded')
  const folder = dirname(path)
  await mkdir(join(folder, name), { recursive: true, mode: 0o700 })
  for (const [clip, pcm] of made.clips) await writeFile(join(folder, clip), encodeWav(pcm), { mode: 0o600 })
  await writeFile(path, stringify(made.file, { lineWidth: 0 }))
}

/** The patient's side of a stereo recording. */
function leftOf(wav: Buffer): Int16Array {
  const frames = Math.floor((wav.length - HEADER_BYTES) / 4)
  return Int16Array.from({ length: frames }, (_, i) => wav.readInt16LE(HEADER_BYTES + 4 * i))
}
