import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { ZodError } from 'zod'
import { Failure } from '../domain/failure.js'
import { brusselsClock, instantOf } from './brussels.js'
import { DEFAULT_AFTER_MS, type Rehearsal, type RehearsalFile, rehearsalFile, type Utterance } from './format.js'
import { toLineRate } from './resample.js'
import { decodeWav } from './wav.js'

/** "Allô ?", what a callee says unless the file says otherwise; found beside the sources, from dist/ too. */
const ALLO = join('daemon', 'rehearsal', 'allo.wav')

/**
 * Reads a rehearsal (YAML, JSON being a subset of it) with its clips at 8 kHz. Clip paths are relative to the file.
 * Throws Failure rehearsal/invalid with every mistake of the file and of its clips in one sentence.
 */
export async function readRehearsal(path: string): Promise<Rehearsal> {
  const file = resolve(path)
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw invalid(file, ['cannot be read'], cause)
  })
  const { raw, mistakes } = parse(text)
  if (mistakes.length > 0) throw invalid(file, mistakes)
  const checked = rehearsalFile.safeParse(raw)
  const clips = await loadClips(clipPaths(checked.data ?? raw), dirname(file))
  const all = [...(checked.success ? [] : sentences(checked.error)), ...clips.mistakes]
  if (!checked.success || all.length > 0) throw invalid(file, all)
  return assemble(checked.data, file, clips.sounds, await loadClip(defaultOpening()))
}

/** One WAV file at the line's rate; throws an Error with a short reason. */
export async function loadClip(path: string): Promise<Int16Array> {
  return toLineRate(decodeWav(await readFile(path)))
}

const invalid = (file: string, reasons: readonly string[], cause?: unknown): Failure =>
  new Failure('rehearsal/invalid', { file: basename(file), reason: reasons.join('; ') }, { cause })

function parse(text: string): { readonly raw: unknown; readonly mistakes: readonly string[] } {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { prettyErrors: false, lineCounter })
  if (document.errors.length > 0) {
    const mistakes = document.errors.map(({ pos, message }) => `line ${lineCounter.linePos(pos[0]).line}: ${message}`)
    return { raw: undefined, mistakes }
  }
  // keys: 03041947 without quotes would lose its zero as a number: the source text is what was meant.
  visit(document, {
    Pair(_, pair) {
      if (!isPair(pair) || !isScalar(pair.key) || pair.key.value !== 'keys') return
      if (isScalar(pair.value) && typeof pair.value.value === 'number') pair.value.value = pair.value.source
    },
  })
  return { raw: document.toJS(), mistakes: [] }
}

const sentences = (error: ZodError): string[] =>
  error.issues.map(issue => `${place(issue.path) || 'the file'}: ${issue.message}`)

const place = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}${text && '.'}${String(step)}`),
    '',
  )

interface ClipPath {
  readonly at: string
  readonly path: string
}

/** Every `audio` and `audio2` in the file, wherever it stands; also of a file with other mistakes. */
function clipPaths(value: unknown, at: readonly PropertyKey[] = []): ClipPath[] {
  if (Array.isArray(value)) return value.flatMap((entry, i) => clipPaths(entry, [...at, i]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, entry]) =>
    (key === 'audio' || key === 'audio2') && typeof entry === 'string'
      ? [{ at: place([...at, key]), path: entry }]
      : clipPaths(entry, [...at, key]),
  )
}

interface LoadedClips {
  readonly sounds: ReadonlyMap<string, Int16Array>
  readonly mistakes: readonly string[]
}

async function loadClips(paths: readonly ClipPath[], folder: string): Promise<LoadedClips> {
  const sounds = new Map<string, Int16Array>()
  const mistakes: string[] = []
  for (const { at, path } of paths) {
    if (sounds.has(path)) continue
    const full = resolve(folder, path)
    if (!existsSync(full)) mistakes.push(`${at}: ${path} does not exist`)
    else
      await loadClip(full).then(
        clip => sounds.set(path, clip),
        (cause: unknown) =>
          mistakes.push(`${at}: ${path} cannot be used (${cause instanceof Error ? cause.message : 'unreadable'})`),
      )
  }
  return { sounds, mistakes }
}

function assemble(
  { now, ...file }: RehearsalFile,
  path: string,
  sounds: ReadonlyMap<string, Int16Array>,
  allo: Int16Array,
): Rehearsal {
  const sound = (clip: string | undefined): Int16Array[] => (clip === undefined ? [] : [sounds.get(clip)!])
  const utter = (written: RehearsalFile['answers'][string][number]): Utterance => ({
    clips: [...sound(written.audio), ...sound(written.audio2)],
    thenMs: written.thenMs ?? 0,
    afterMs: written.afterMs,
    keys: written.keys,
  })
  const at = instantOf(now)
  return {
    ...file,
    path,
    answers: Object.fromEntries(Object.entries(file.answers).map(([linkId, list]) => [linkId, list.map(utter)])),
    opening: file.opening?.map(utter) ?? [{ clips: [allo], thenMs: 0, afterMs: DEFAULT_AFTER_MS, keys: undefined }],
    interrupt: file.interrupt.map(({ during, atMs, nth, audio, keys }) => ({
      during,
      atMs,
      nth,
      clips: sound(audio),
      keys,
    })),
    now: at,
    nowLocal: brusselsClock(at),
  }
}

function defaultOpening(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, ALLO)) && folder !== dirname(folder)) folder = dirname(folder)
  return join(folder, ALLO)
}
