import { createHash, randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
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

/**
 * Clips on disk: `<folder>/<key>.wav`, and `<folder>/personal/<owner>/<key>.wav`. A key is a hash, so no file name tells a text.
 * A file appears whole or not at all.
 */
export class Shelf {
  readonly #folder: string
  /** Key to path, as found when opened and added since. */
  readonly #paths = new Map<string, string>()

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
      if (name.endsWith('.wav')) this.#paths.set(name.slice(0, -'.wav'.length), path)
      else if (name.endsWith('.part')) rmSync(path, { force: true }) // left by a kill
    }
  }

  has(key: string): boolean {
    return this.#paths.has(key)
  }

  /** The clip's sound; a damaged file is removed and counts as missing. */
  read(key: string): Int16Array | undefined {
    const path = this.#paths.get(key)
    if (!path) return undefined
    let pcm: Int16Array | undefined
    try {
      pcm = decodeWav(readFileSync(path))
    } catch {
      // Removed behind our back: the same as damaged.
    }
    if (!pcm) {
      this.#paths.delete(key)
      rmSync(path, { force: true })
    }
    return pcm
  }

  /** Throws Failure disk/full. */
  write(key: string, pcm: Int16Array, owner: Owner): void {
    const path = join(this.#folderOf(owner), `${key}.wav`)
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
    this.#paths.set(key, path)
  }

  /** Removes one person's clips; returns their keys. */
  erase(personal: string): string[] {
    const folder = this.#folderOf({ personal })
    const keys = [...this.#paths].filter(([, path]) => dirname(path) === folder).map(([key]) => key)
    for (const key of keys) this.#paths.delete(key)
    rmSync(folder, { recursive: true, force: true })
    return keys
  }

  #folderOf({ personal }: Owner): string {
    if (personal === undefined) return this.#folder
    return join(this.#folder, PERSONAL, createHash('sha256').update(personal).digest('hex').slice(0, 32))
  }
}
