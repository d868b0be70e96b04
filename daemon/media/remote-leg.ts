import { Failure } from '../domain/failure.js'
import { type Db, type Ms, ms } from '../domain/units.js'
import type { FileSeal } from '../sealing/port.js'
import { Listeners, NO_STATS } from './listeners.js'
import type { Answers, LegOrder, LegQuestion, ThreadLine } from './messages.js'
import type { Address, KeptAudio, MediaEvent, MediaLeg, MediaStats, PlayOptions } from './port.js'

/** The main thread's hold on a leg that lives in the media thread. */
export class RemoteLeg implements MediaLeg {
  readonly local: Address
  readonly #thread: ThreadLine
  readonly #id: number
  readonly #listeners = new Listeners()
  #lastAtMs: Ms = ms(0)
  #closing: Promise<MediaStats> | undefined
  #gone = false
  readonly #keepAudio: boolean
  #kept: KeptAudio | undefined

  constructor(thread: ThreadLine, id: number, local: Address, keepAudio: boolean) {
    this.#keepAudio = keepAudio
    this.#thread = thread
    this.#id = id
    this.local = local
  }

  connect(remote: Address): void {
    this.#order({ type: 'connect', remote: { host: remote.host, port: remote.port } })
  }

  start(): void {
    this.#order({ type: 'start' })
  }

  /** Clips are copied, once: the caller's stay usable, and the thread gets its own. */
  play(options: PlayOptions): void {
    const clips = options.clips.map(clip => ({ pcm: clip.pcm.slice() }))
    if (this.#over) return
    this.#thread.order(
      this.#id,
      { type: 'play', options: { ...options, clips } },
      clips.map(clip => clip.pcm.buffer),
    )
  }

  cut(): void {
    this.#order({ type: 'cut' })
  }

  duck(gainDb: Db): void {
    this.#order({ type: 'duck', gainDb })
  }

  sendDigits(digits: string): void {
    this.#order({ type: 'digits', digits })
  }

  async record(path: string, seal?: FileSeal): Promise<Ms> {
    return await this.#ask({ type: 'record', path, ...(seal && { seal }) })
  }

  onEvent(listener: (event: MediaEvent) => void): () => void {
    return this.#listeners.add(listener)
  }

  async stats(): Promise<MediaStats> {
    return this.#closing ? await this.#closing : await this.#ask({ type: 'stats' })
  }

  /** Still there after `close`. */
  async keptAudio(): Promise<KeptAudio> {
    await this.#closing
    return this.#kept ?? (await this.#ask({ type: 'kept-audio' }))
  }

  /** Resolves with empty statistics when the thread is gone: who closes is cleaning up. */
  async close(): Promise<MediaStats> {
    this.#closing ??= this.#close()
    return await this.#closing
  }

  /** For the thread: events of one beat. */
  report(events: readonly MediaEvent[]): void {
    const last = events.at(-1)
    if (last) this.#lastAtMs = last.type === 'window' ? last.startAtMs : last.atMs
    if (!this.#closing) this.#listeners.tell(events)
  }

  /** For the thread: it ended under this leg. */
  threadGone(): void {
    if (this.#gone) return
    this.#gone = true
    if (!this.#closing) this.#listeners.tell([{ type: 'failed', atMs: this.#lastAtMs, reason: 'media-stopped' }])
  }

  get #over(): boolean {
    return this.#gone || this.#closing !== undefined
  }

  #order(order: LegOrder): void {
    if (!this.#over) this.#thread.order(this.#id, order)
  }

  async #ask<Type extends LegQuestion['type']>(question: Extract<LegQuestion, { type: Type }>): Promise<Answers[Type]> {
    if (this.#over) throw new Failure('media/stopped')
    return await this.#thread.ask<Type>(this.#id, question)
  }

  async #close(): Promise<MediaStats> {
    try {
      if (this.#gone) return NO_STATS
      if (this.#keepAudio) this.#kept = await this.#thread.ask(this.#id, { type: 'kept-audio' })
      return await this.#thread.ask(this.#id, { type: 'close' })
    } catch {
      return NO_STATS
    } finally {
      this.#thread.forget(this.#id)
    }
  }
}
