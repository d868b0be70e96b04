import { createHash, randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Failure } from '../../domain/failure.js'
import { decodeWav, encodeWav } from './wav.js'

/** Whose sentence it is: everyone's, or one patient's (name, appointments), which can be erased with the patient. */
export interface Owner {
  /** The patient's id, or anything else that stands for one person; never written to disk as it is. */
  readonly personal?: string
}

const PERSONAL = 'personal'
/** Writing a clip takes milliseconds: what is older was left by a kill, what is younger another process is writing. */
const LEFT_MS = 60_000

/**
 * Clips on disk: `<folder>/<key>.wav`, and `<folder>/personal/<owner>/<key>.wav`. A key is a hash, so no file name tells a text.
 * A file appears whole or not at all.
 */
export class Shelf {
  readonly #folder: string
  /** Key to the paths that hold it, as found when opened and added since: two persons may share a sentence. */
  readonly #paths = new Map<string, Set<string>>()

  /** Throws the system's error when the folder cannot be made. */
  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(join(folder, PERSONAL), { recursive: true, mode: 0o700 })
    this.#index(folder)
    for (const entry of readdirSync(join(folder, PERSONAL), { withFileTypes: true }))
      if (entry.isDirectory()) this.#index(join(folder, PERSONAL, entry.name))
  }

  #index(folder: string): void {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      if (name.endsWith('.wav')) this.#add(name.slice(0, -'.wav'.length), path)
      else if (name.endsWith('.part') && isLeft(path)) rmSync(path, { force: true })
    }
  }

  #add(key: string, path: string): void {
    this.#paths.set(key, (this.#paths.get(key) ?? new Set()).add(path))
  }

  #drop(key: string, path: string): void {
    const paths = this.#paths.get(key)
    paths?.delete(path)
    if (paths?.size === 0) this.#paths.delete(key)
  }

  has(key: string): boolean {
    return this.#paths.has(key)
  }

  /** True when the clip stays as long as this owner's clips do: it is everyone's, or their own. */
  holds(key: string, owner: Owner): boolean {
    const paths = this.#paths.get(key)
    return paths !== undefined && [{}, owner].some(keeper => paths.has(this.#pathOf(key, keeper)))
  }

  /** The clip's sound; a damaged file is removed and counts as missing. */
  read(key: string): Int16Array | undefined {
    for (const path of [...(this.#paths.get(key) ?? [])]) {
      const pcm = soundOf(path)
      if (pcm) return pcm
      this.#drop(key, path)
      rmSync(path, { force: true })
    }
    return undefined
  }

  /** Throws Failure disk/full. */
  write(key: string, pcm: Int16Array, owner: Owner): void {
    const path = this.#pathOf(key, owner)
    const part = `${path}.${randomUUID()}.part`
    const bytes = encodeWav(pcm)
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      const file = openSync(part, 'w', 0o600)
      try {
        writeSync(file, bytes)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(part, path)
    } catch (cause) {
      rmSync(part, { force: true })
      if ((cause as NodeJS.ErrnoException).code === 'ENOSPC')
        throw new Failure('disk/full', { neededMb: Math.ceil(bytes.length / 1e6), folder: this.#folder }, { cause })
      throw cause
    }
    this.#add(key, path)
  }

  /** Removes one person's clips. */
  erase(personal: string): void {
    const folder = this.#folderOf({ personal })
    for (const [key, paths] of [...this.#paths])
      for (const path of [...paths]) if (dirname(path) === folder) this.#drop(key, path)
    erasePersonalClips(this.#folder, personal)
  }

  #pathOf(key: string, owner: Owner): string {
    return join(this.#folderOf(owner), `${key}.wav`)
  }

  #folderOf({ personal }: Owner): string {
    return personal === undefined ? this.#folder : personalFolder(this.#folder, personal)
  }
}

const personalFolder = (folder: string, personal: string): string =>
  join(folder, PERSONAL, createHash('sha256').update(personal).digest('hex').slice(0, 32))

/** Removes one person's clips from a folder of prompts, whoever has it open: what is gone is rendered again before it is said. */
export const erasePersonalClips = (folder: string, personal: string): void =>
  rmSync(personalFolder(folder, personal), { recursive: true, force: true })

/**
 * Removes everybody's clips that were rendered before: they are sound like a recording, and some hold words that a patient said.
 */
export function eraseOldPersonalClips(folder: string, before: Date): void {
  const all = join(folder, PERSONAL)
  if (!existsSync(all)) return
  for (const owner of readdirSync(all))
    for (const name of readdirSync(join(all, owner))) {
      const path = join(all, owner, name)
      const { mtime } = statSync(path, { throwIfNoEntry: false }) ?? {}
      if (mtime !== undefined && mtime < before) rmSync(path, { force: true })
    }
}

function isLeft(path: string): boolean {
  const written = statSync(path, { throwIfNoEntry: false })
  return written !== undefined && Date.now() - written.mtimeMs > LEFT_MS
}

/** Undefined when damaged, or removed behind our back. */
function soundOf(path: string): Int16Array | undefined {
  try {
    return decodeWav(readFileSync(path))
  } catch {
    return undefined
  }
}
