import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Failure } from '../daemon/domain/failure.js'
import { DEFAULT_AFTER_MS, type Rehearsal } from '../daemon/rehearsal/format.js'
import { loadClip } from '../daemon/rehearsal/read.js'

/** One turn of the patient. */
export interface BenchClip {
  /** Relative to the folder. */
  readonly file: string
  readonly pcm: Int16Array
  readonly lengthMs: number
}

/**
 * The WAV clips of a folder: those that its manifest.json lists, else all below it. With `limit`, as many of them, evenly
 * taken out of the sorted list, so that every voice and kind has its part and two runs hear the same.
 * Throws Failure rehearsal/invalid when the folder has none or one of them cannot be read.
 */
export async function readBenchClips(folder: string, limit = Number.POSITIVE_INFINITY): Promise<readonly BenchClip[]> {
  const files = await listClips(resolve(folder))
  if (files.length === 0) throw new Failure('rehearsal/invalid', { file: folder, reason: 'no WAV clips there' })
  return Promise.all(
    evenly(files, limit).map(async file => {
      const pcm = await loadClip(join(folder, file)).catch((cause: unknown) => {
        throw new Failure('rehearsal/invalid', { file, reason: 'the clip cannot be used' }, { cause })
      })
      return { file, pcm, lengthMs: pcm.length / 8 }
    }),
  )
}

async function listClips(folder: string): Promise<string[]> {
  const manifest = join(folder, 'manifest.json')
  if (existsSync(manifest))
    return listed(await readFile(manifest, 'utf8')).filter(file => existsSync(join(folder, file)))
  const entries = await readdir(folder, { recursive: true }).catch(() => [])
  return entries.filter(file => file.toLowerCase().endsWith('.wav')).sort()
}

function listed(text: string): string[] {
  const rows: unknown = JSON.parse(text)
  if (!Array.isArray(rows)) return []
  return rows
    .flatMap((row: unknown) =>
      typeof row === 'object' && row !== null && 'file' in row && typeof row.file === 'string' ? row.file : [],
    )
    .sort()
}

export function evenly<T>(all: readonly T[], limit: number): readonly T[] {
  if (all.length <= limit) return all
  return Array.from({ length: limit }, (_, i) => all[Math.floor(((i + 0.5) * all.length) / limit)]!)
}

/** A patient who answers turn-0, turn-1 … (free-talk.ts) with one clip each, then is silent. */
export function turnGapRehearsal(clips: readonly BenchClip[], base: Pick<Rehearsal, 'opening'>): Rehearsal {
  const answer = ({ pcm }: BenchClip) => [{ clips: [pcm], thenMs: 0, afterMs: DEFAULT_AFTER_MS, keys: undefined }]
  return {
    path: 'turn-gap',
    protocol: 'scripted-talk',
    language: 'fr',
    patient: { givenName: 'Jeanne', familyName: 'Lambert', birthDate: '1947-04-03' },
    caregivers: [],
    answers: Object.fromEntries(clips.map((clip, i) => [`turn-${i}`, answer(clip)])),
    opening: base.opening,
    interrupt: [],
    line: { codec: 'alaw' },
    phone: 'answer',
    now: new Date('2026-11-24T09:00:00Z'),
    nowLocal: '2026-11-24T10:00:00',
    expect: {},
  }
}
