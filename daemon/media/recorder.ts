import { type FileHandle, open } from 'node:fs/promises'
import { FRAME_SAMPLES, LINE_HZ } from '../domain/units.js'

const HEADER_BYTES = 44
const CHANNELS = 2
const FRAME_BYTES = FRAME_SAMPLES * CHANNELS * 2
/** Written each half second: what a kill -9 can cost. */
const BLOCK_FRAMES = 25
/** A disk that stands still for 20 s is given up; until then the audio waits in memory (640 kB). */
const MOST_WAITING_FRAMES = 1000

/** RIFF/WAVE header of a stereo 16-bit file with `audioBytes` of audio. */
export function wavHeader(audioBytes: number): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(HEADER_BYTES - 8 + audioBytes, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(CHANNELS, 22)
  header.writeUInt32LE(LINE_HZ, 24)
  header.writeUInt32LE(LINE_HZ * CHANNELS * 2, 28)
  header.writeUInt16LE(CHANNELS * 2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(audioBytes, 40)
  return header
}

/**
 * Stereo WAV, left what came in, right what went out, one frame of each a beat. Writing never holds the beat up; after each
 * block the header is written anew, so the file is whole and playable at any instant, at worst half a second short.
 */
export class Recorder {
  readonly #path: string
  readonly #onFailure: () => void
  #file: FileHandle | undefined
  #waiting: Uint8Array[] = []
  #writtenBytes = 0
  #failed = false
  #work: Promise<void> = Promise.resolve()
  #busy = false

  /** `onFailure` is called once when the file cannot be written any further; what was written stays. */
  constructor(path: string, onFailure: () => void) {
    this.#path = path
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
      this.#file = await open(this.#path, 'w', 0o600)
      await this.#file.write(wavHeader(0), 0, HEADER_BYTES, 0)
    } catch (cause) {
      this.#failed = true
      await this.#file?.close()
      this.#file = undefined
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
    else if (this.#file && !this.#busy && this.#waiting.length >= BLOCK_FRAMES) this.#flush()
  }

  /** Resolves when what was handed over so far is in the file. */
  async settled(): Promise<void> {
    await this.#work
  }

  /** Writes the rest, puts the header right, syncs and closes. */
  async close(): Promise<void> {
    await this.#work
    if (this.#file && !this.#failed) {
      this.#flush()
      await this.#work
    }
    const file = this.#file
    this.#file = undefined
    if (!file) return
    // A device that cannot sync (or a full disk) must not keep the leg from closing.
    await file.sync().catch(() => undefined)
    await file.close().catch(() => undefined)
  }

  #flush(): void {
    this.#busy = true
    const block = Buffer.concat(this.#waiting.splice(0))
    this.#work = this.#write(block).finally(() => {
      this.#busy = false
    })
  }

  async #write(block: Uint8Array): Promise<void> {
    try {
      if (!this.#file || block.length === 0) return
      await this.#writeAll(block, HEADER_BYTES + this.#writtenBytes)
      this.#writtenBytes += block.length - (block.length % FRAME_BYTES)
      await this.#writeAll(wavHeader(this.#writtenBytes), 0)
    } catch {
      this.#fail()
    }
  }

  /** A nearly full disk takes part of a block without an error; the next write then says ENOSPC. */
  async #writeAll(block: Uint8Array, position: number): Promise<void> {
    let done = 0
    while (done < block.length) {
      const { bytesWritten } = await this.#file!.write(block, done, block.length - done, position + done)
      done += bytesWritten
    }
  }

  #fail(): void {
    if (this.#failed) return
    this.#failed = true
    this.#waiting = []
    this.#onFailure()
  }
}
