import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { Failure } from '../../domain/failure.js'
import type { Synthesiser } from '../port.js'

/** A voice that has not been loaded: enough to find its sentences on disk. */
export interface VoiceSource extends Pick<Synthesiser, 'voice' | 'version' | 'language' | 'reason' | 'slow'> {
  /** Loads the model in a thread of its own (Kokoro 1.5 s, Piper 0.6 s). Throws Failure models/damaged. */
  open(): Promise<Synthesiser>
}

/** Raised when the same text would sound different through the same files: phonemes, tokens, finishing. */
const RECIPE = 3

/** The sizes of the model's files stand for their content: the catalogue has checked their sums when they were fetched. */
export function versionOf(paths: readonly string[], settings: readonly (string | number)[]): string {
  const print = createHash('sha256')
  for (const path of paths) print.update(`${sizeOf(path)},`)
  return `${RECIPE}-${print.update(settings.join()).digest('hex').slice(0, 12)}`
}

function sizeOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isFile()) throw new Failure('models/missing', { model: basename(path) })
  return found.size
}
