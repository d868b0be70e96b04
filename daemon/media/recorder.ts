import { FRAME_SAMPLES } from '../domain/units.js'
import type { FileSeal } from '../sealing/port.js'
import { openTape, type Tape } from './tape.js'

const CHANNELS = 2
const FRAME_BYTES = FRAME_SAMPLES * CHANNELS * 2
/** Written each half second: what a kill -9 can cost. */
const BLOCK_FRAMES = 25
/** A sealed recording is cut into as much. */
export const RECORDING_CHUNK_BYTES = BLOCK_FRAMES * FRAME_BYTES
/** A disk that stands still for 20 s is given up; until then the audio waits in memory (640 kB). */
const MOST_WAITING_FRAMES = 1000

/**
 * Stereo recording, left what came in, right what went out, one frame of each a beat. Writing never holds the beat up, and the
 * file is whole at any instant, at worst half a second short.
 */
export class Recorder {
  readonly #path: string
  readonly #seal: FileSeal | undefined
  readonly #onFailure: () => void
  #tape: Tape | undefined
  #waiting: Uint8Array[] = []
  #failed = false
  #work: Promise<void> = Promise.resolve()
  #busy = false

  /** `onFailure` is called once when the file cannot be written any further; what was written stays. */
  constructor(path: string, onFailure: () => void, seal?: FileSeal) {
    this.#path = path
    this.#seal = seal
    this.#onFailure = onFailure
  }

  /** Creates the file, readable by its owner only. Frames may be appended before it is done. Rejects with the system's error. */
  async open(): Promise<void> {
    const opening = this.#create()
    this.#work = opening.catch(() => undefined)
    await opening
  }

  async #create(): Promise<void> {
    try {
      this.#tape = await openTape(this.#path, this.#seal)
    } catch (cause) {
      this.#failed = true
      throw cause
    }
  }

  append(incoming: Int16Array, outgoing: Int16Array): void {
    if (this.#failed) return
    const block = new Int16Array(FRAME_SAMPLES * CHANNELS)
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      block[2 * i] = incoming[i]!
      block[2 * i + 1] = outgoing[i]!
    }
    this.#waiting.push(new Uint8Array(block.buffer))
    if (this.#waiting.length > MOST_WAITING_FRAMES) this.#fail()
    else if (this.#tape && !this.#busy && this.#waiting.length >= BLOCK_FRAMES) this.#flush()
  }

  /** Resolves when what was handed over so far is in the file. */
  async settled(): Promise<void> {
    await this.#work
  }

  /** Writes the rest, syncs and closes. */
  async close(): Promise<void> {
    await this.#work
    if (this.#tape && !this.#failed) {
      this.#flush(true)
      await this.#work
    }
    const tape = this.#tape
    this.#tape = undefined
    await tape?.close()
  }

  /** Whole blocks; at the end whatever is left. */
  #flush(last = false): void {
    this.#busy = true
    const { length } = this.#waiting
    const audio = Buffer.concat(this.#waiting.splice(0, last ? length : length - (length % BLOCK_FRAMES)))
    this.#work = this.#write(audio, last).finally(() => {
      this.#busy = false
    })
  }

  async #write(audio: Uint8Array, last: boolean): Promise<void> {
    try {
      await this.#tape?.write(audio, last)
    } catch {
      this.#fail()
    }
  }

  #fail(): void {
    if (this.#failed) return
    this.#failed = true
    this.#waiting = []
    this.#onFailure()
  }
}
