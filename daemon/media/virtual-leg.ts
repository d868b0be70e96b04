import { Failure } from '../domain/failure.js'
import type { Db, Ms } from '../domain/units.js'
import type { FileSeal } from '../sealing/port.js'
import type { LegTrack } from './leg-track.js'
import { Listeners } from './listeners.js'
import type { Address, KeptAudio, MediaEvent, MediaLeg, MediaStats, PlayOptions } from './port.js'

/** A leg of virtual time: the same track as in the media thread, without thread and socket. */
export class VirtualLeg implements MediaLeg {
  readonly local: Address
  readonly #track: LegTrack
  readonly #onClose: () => void
  readonly #listeners = new Listeners()
  #closing: Promise<MediaStats> | undefined

  constructor(track: LegTrack, local: Address, onClose: () => void) {
    this.#track = track
    this.local = local
    this.#onClose = onClose
  }

  connect(remote: Address): void {
    if (!this.#closing) this.#track.core.connect(remote)
  }
  start(): void {
    if (!this.#closing) this.#track.core.start()
  }
  play(options: PlayOptions): void {
    if (!this.#closing) this.#track.core.play(options)
  }
  cut(): void {
    if (!this.#closing) this.#track.core.cut()
  }
  duck(gainDb: Db): void {
    if (!this.#closing) this.#track.core.duck(gainDb)
  }
  sendDigits(digits: string): void {
    if (!this.#closing) this.#track.core.sendDigits(digits)
  }

  async record(path: string, seal?: FileSeal): Promise<Ms> {
    if (this.#closing) throw new Failure('media/stopped')
    return await this.#track.record(path, seal)
  }

  onEvent(listener: (event: MediaEvent) => void): () => void {
    return this.#listeners.add(listener)
  }

  async stats(): Promise<MediaStats> {
    return await (this.#closing ?? this.#track.stats)
  }

  keptAudio(): Promise<KeptAudio> {
    return Promise.resolve(this.#track.keptAudio)
  }

  async close(): Promise<MediaStats> {
    if (!this.#closing) {
      this.#onClose()
      this.#closing = this.#track.close()
    }
    return await this.#closing
  }

  /** For the wire: events of one beat. */
  report(events: readonly MediaEvent[]): void {
    if (!this.#closing) this.#listeners.tell(events)
  }
}
