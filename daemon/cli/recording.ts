import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { composeKeys, composeStore } from '../compose-store.js'
import type { Config } from '../config.js'
import type { AuditEvent } from '../domain/audit.js'
import { Failure } from '../domain/failure.js'
import type { CallId } from '../domain/ids.js'
import type { Recording } from '../media/port.js'
import { openRecording } from '../media/recording.js'
import type { KeyRing } from '../sealing/port.js'
import type { AuditTrail, CallRecord } from '../store/port.js'
import { operator } from './operator.js'

const PIECE_BYTES = 256 * 1024

/** `hellojade recording CALL --out FILE.wav`: the call's recording as a stereo WAV that any player plays. */
export async function recordingCommand(
  id: string,
  { out, why }: { readonly out: string; readonly why?: string },
  config: Config,
): Promise<number> {
  const keys = await composeKeys(config)
  const store = await composeStore(config, keys)
  try {
    const asked = store.as(operator(why))
    const { call } = await asked.result(id as CallId)
    const recording = await recordingOf(call, keys)
    if (recording === undefined) throw new Failure('store/not-found', { what: 'recording' })
    try {
      await asked.audit.append(seen(call))
      await writeWav(recording, out)
      process.stdout.write(`${out}\n`)
      if (!recording.whole) process.stderr.write(`${CUT}\n`)
      return recording.whole ? 0 : 1
    } finally {
      await recording.close()
    }
  } finally {
    await store.close()
  }
}

const seen = ({ id, patientId }: CallRecord): AuditEvent => ({
  ...{ action: 'recording.read', subjectId: id },
  ...(patientId !== undefined && { patientId }),
})

const CUT = "La fin de l'enregistrement manque : la machine s'est arrêtée pendant l'appel, ou quelqu'un l'a coupée."

/** All of a call's recording, which is in the trail before it is handed out; undefined without one. */
export async function wholeRecording(
  call: CallRecord,
  keys: KeyRing,
  trail: Pick<AuditTrail, 'append'>,
): Promise<Buffer | undefined> {
  const recording = await recordingOf(call, keys)
  try {
    if (recording !== undefined) await trail.append(seen(call))
    return await recording?.read(0)
  } finally {
    await recording?.close()
  }
}

async function recordingOf({ id, recordingPath }: CallRecord, keys: KeyRing): Promise<Recording | undefined> {
  if (recordingPath === undefined) return undefined
  try {
    return await openRecording(recordingPath, id, keys)
  } catch (cause) {
    if (cause instanceof Failure || (cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    throw new Failure('store/not-found', { what: 'recording' }, { cause })
  }
}

/** Readable by its owner only. What did not open leaves no half of it behind. */
async function writeWav(recording: Recording, out: string): Promise<void> {
  async function* pieces() {
    for (let at = 0; at < recording.bytes; at += PIECE_BYTES) yield await recording.read(at, at + PIECE_BYTES)
  }
  try {
    await pipeline(pieces, createWriteStream(out, { mode: 0o600 }))
  } catch (cause) {
    await rm(out, { force: true })
    throw cause
  }
}
