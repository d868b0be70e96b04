import { createHash } from 'node:crypto'
import type { Language } from '../../domain/expected.js'
import { Failure } from '../../domain/failure.js'
import type { Clip } from '../../media/port.js'
import type { Prompts, Synthesiser } from '../port.js'
import { Arrivals } from '../synthesis/arrivals.js'
import { writeOut } from '../text/spoken.js'
import { type Owner, Shelf } from './shelf.js'

/** What finds a voice's sentences on disk without loading it, and loads it when one is missing. */
export interface Voice extends Pick<Synthesiser, 'voice' | 'version' | 'language' | 'slow' | 'reason'> {
  open(): Promise<Synthesiser>
}

export interface PromptsOptions {
  /** Where the clips stand; made if missing. */
  readonly folder: string
  readonly voice: Voice
  readonly language: Language
  /** How many copies of the voice render at once; each has a thread and the model in memory. */
  readonly workers: 1 | 2
  /** Clips kept in memory. Default 400 (about 25 MB). */
  readonly keptClips?: number
  /** A voice that nobody asked anything for so long is unloaded: Kokoro holds 500 MB. Default one minute. */
  readonly idleMs?: number
}

export interface PromptShelf extends Prompts {
  /** As the port says; with `personal` the clips belong to one person and `erase` removes them. */
  render(texts: readonly string[], onDone?: (done: number, of: number) => void, owner?: Owner): Promise<void>
  /** Removes one person's clips. */
  erase(personal: string): void
  /** How many of these would have to be rendered. */
  missing(texts: readonly string[]): string[]
  /** Ends the voices, after the sentence they are at. */
  close(): Promise<void>
}

/** Loading a second voice costs as much as rendering two sentences, so it starts only for a longer list. */
const SENTENCES_PER_VOICE = 4

/** Opens the shelf; no model is loaded before a sentence is missing. */
export const openPrompts = (options: PromptsOptions): PromptShelf => new RenderedPrompts(options)

class RenderedPrompts implements PromptShelf {
  readonly #options: PromptsOptions
  readonly #shelf: Shelf
  /**
   * Oldest use first. Everybody's clips only: one person's may be erased by another process, and reading one takes 0.2 ms.
   */
  readonly #memory = new Map<string, Clip>()
  readonly #voices = new Map<number, Promise<Synthesiser>>()
  /** What is being rendered now, so that two callers wait for the same clip. */
  readonly #underWay = new Map<string, Promise<void>>()
  /** Not of a voice that is too slow for a call: its sentences would come with silence in them. */
  readonly speak?: (text: string) => AsyncIterable<Int16Array>
  #renders = 0
  #idle: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: PromptsOptions) {
    this.#options = options
    this.#shelf = new Shelf(options.folder)
    if (!options.voice.slow) this.speak = text => this.#spoken(text)
  }

  has(text: string): boolean {
    const key = this.#keyOf(text)
    return this.#memory.has(key) || this.#shelf.has(key)
  }

  missing(texts: readonly string[]): string[] {
    return this.#distinct(texts).filter(text => this.#find(this.#keyOf(text)) === undefined)
  }

  get(text: string): Clip {
    const clip = this.#find(this.#keyOf(text))
    if (!clip) throw new Failure('speech/unrendered')
    return clip
  }

  async render(
    texts: readonly string[],
    onDone?: (done: number, of: number) => void,
    owner: Owner = {},
  ): Promise<void> {
    const wanted = this.#distinct(texts)
    const queue = this.missing(wanted)
    for (const text of wanted) this.#shareWith(owner, text)
    let done = wanted.length - queue.length
    onDone?.(done, wanted.length)
    const work = async (place: number): Promise<void> => {
      for (let text = queue.shift(); text !== undefined; text = queue.shift()) {
        await this.#renderOne(text, place, owner)
        done += 1
        onDone?.(done, wanted.length)
      }
    }
    const places = Math.min(this.#options.workers, Math.ceil(queue.length / SENTENCES_PER_VOICE))
    const ends = await this.#awake(Promise.allSettled(Array.from({ length: places }, (_, place) => work(place))))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }

  async *#spoken(text: string): AsyncGenerator<Int16Array, void, undefined> {
    if (!this.has(text) && !this.#underWay.has(this.#keyOf(text))) {
      const arrivals = new Arrivals()
      const rendered = this.#renderOne(text, 0, {}, pcm => arrivals.sound(pcm, false))
      void this.#awake(rendered).then(
        () => arrivals.sound(new Int16Array(0), true),
        (cause: Error) => arrivals.fail(cause),
      )
      return yield* arrivals.read()
    }
    await this.#underWay.get(this.#keyOf(text))
    yield this.get(text).pcm
  }

  /** The voices stay loaded while they are worked with, and some time beyond. */
  async #awake<T>(work: Promise<T>): Promise<T> {
    this.#renders += 1
    clearTimeout(this.#idle)
    try {
      return await work
    } finally {
      this.#renders -= 1
      const idleMs = this.#options.idleMs ?? 60_000
      if (this.#renders === 0) this.#idle = setTimeout(() => void this.#unload(), idleMs).unref()
    }
  }

  /** One text of each clip. */
  #distinct(texts: readonly string[]): string[] {
    return [...new Map(texts.map(text => [this.#keyOf(text), text])).values()]
  }

  /** A clip that only another person holds would vanish with them: this person gets a copy. */
  #shareWith(owner: Owner, text: string): void {
    const key = this.#keyOf(text)
    const clip = this.#find(key)
    if (clip && !this.#shelf.holds(key, owner)) this.#shelf.write(key, clip.pcm, owner)
  }

  async #renderOne(text: string, place: number, owner: Owner, onPiece?: OnPiece): Promise<void> {
    const key = this.#keyOf(text)
    const already = this.#underWay.get(key)
    if (already) {
      await already
      this.#shareWith(owner, text)
      return
    }
    const rendering = (async () => {
      const clip = await this.#speak(text, place, onPiece)
      this.#shelf.write(key, clip.pcm, owner)
      if (owner.personal === undefined) this.#remember(key, clip)
    })()
    this.#underWay.set(key, rendering)
    try {
      await rendering
    } finally {
      this.#underWay.delete(key)
    }
  }

  /** A voice whose thread has died is opened again, once a sentence, unless some of it has been heard. */
  async #speak(text: string, place: number, onPiece?: OnPiece): Promise<Clip> {
    let heard = false
    const given: OnPiece = pcm => {
      heard = true
      onPiece?.(pcm)
    }
    for (let tries = 1; ; tries++) {
      if (this.#closed) throw new Failure('speech/synthesiser')
      const opening = this.#voices.get(place) ?? this.#options.voice.open()
      this.#voices.set(place, opening)
      try {
        return await spokenBy(await opening, text, onPiece && given)
      } catch (cause) {
        this.#voices.delete(place)
        await closeVoice(opening)
        if (heard || tries > 1 || !(cause instanceof Failure) || cause.code !== 'speech/synthesiser') throw cause
      }
    }
  }

  #find(key: string): Clip | undefined {
    const kept = this.#memory.get(key)
    if (kept) {
      this.#remember(key, kept)
      return kept
    }
    const pcm = this.#shelf.read(key)
    if (!pcm) return undefined
    const clip = { pcm }
    if (this.#shelf.holds(key, {})) this.#remember(key, clip)
    return clip
  }

  #remember(key: string, clip: Clip): void {
    this.#memory.delete(key)
    this.#memory.set(key, clip)
    for (const oldest of this.#memory.keys()) {
      if (this.#memory.size <= (this.#options.keptClips ?? 400)) break
      this.#memory.delete(oldest)
    }
  }

  erase(personal: string): void {
    this.#shelf.erase(personal)
  }

  /** What is said decides, not how it is written: "8/10" and "huit sur dix" are one clip. */
  #keyOf(text: string): string {
    const { voice, language } = this.#options
    const parts = [voice.voice, voice.version, language, writeOut(text, language)]
    return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 40)
  }

  async #unload(): Promise<void> {
    const opened = [...this.#voices.values()]
    this.#voices.clear()
    await Promise.all(opened.map(closeVoice))
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#idle)
    await this.#unload()
  }
}

type OnPiece = (pcm: Int16Array) => void

/** The clip, and its pieces as they come where somebody listens; the whole at once from a voice that has no pieces. */
async function spokenBy(voice: Synthesiser, text: string, onPiece: OnPiece | undefined): Promise<Clip> {
  if (onPiece === undefined || voice.stream === undefined) {
    const clip = await voice.synthesise(text)
    onPiece?.(clip.pcm)
    return clip
  }
  const pieces: Int16Array[] = []
  for await (const pcm of voice.stream(text)) {
    pieces.push(pcm)
    onPiece(pcm)
  }
  const pcm = new Int16Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    pcm.set(piece, at)
    at += piece.length
  }
  return { pcm }
}

async function closeVoice(opening: Promise<Synthesiser>): Promise<void> {
  const voice = await opening.catch(() => undefined)
  await voice?.close()
}
