import { durationMs, LINE_HZ, type Ms } from '../domain/units.js'
import { amplitude } from './level.js'
import type { PlayOptions } from './port.js'
import { type Reading, readingOf } from './stretch.js'

/** One `play`: its clips one after the other with silence between, read once. */
export class Piece {
  readonly playId: string
  readonly gain: number
  readonly wholeMs: Ms
  readonly #clips: readonly Int16Array[]
  readonly #tempo: number
  readonly #gapSamples: number
  /** Made when its turn comes: a stretched reading of every clip of a long queue would be kept for nothing. */
  #reading: Reading | undefined
  #next = 0
  #gapLeft = 0
  #heardBefore = 0
  started = false

  constructor(options: PlayOptions) {
    this.playId = options.playId
    this.gain = amplitude(options.gainDb)
    this.#clips = options.clips.map(clip => clip.pcm)
    this.#tempo = options.tempo
    this.#gapSamples = Math.max(0, Math.round((options.gapMs * LINE_HZ) / 1000))
    this.wholeMs = durationMs(
      this.#clips.reduce((sum, pcm) => sum + pcm.length, 0),
      LINE_HZ,
    )
  }

  /** What was read so far, in the time of the unstretched clips; the gaps between them do not count. */
  get heardMs(): Ms {
    return durationMs(this.#heardBefore + (this.#reading?.heardSamples ?? 0), LINE_HZ)
  }

  /** Fills `out` from its start; fewer samples than asked for means that the piece is over. */
  read(out: Float32Array): number {
    let count = 0
    while (count < out.length) {
      if (this.#gapLeft > 0) {
        const silent = Math.min(this.#gapLeft, out.length - count)
        out.fill(0, count, count + silent)
        this.#gapLeft -= silent
        count += silent
        continue
      }
      if (!this.#reading && !this.#open()) break
      const read = this.#reading!.read(out.subarray(count))
      count += read
      if (count < out.length) this.#finishClip()
    }
    return count
  }

  #open(): boolean {
    const pcm = this.#clips[this.#next]
    if (!pcm) return false
    this.#reading = readingOf(pcm, this.#tempo)
    this.#next++
    return true
  }

  #finishClip(): void {
    this.#heardBefore += this.#clips[this.#next - 1]!.length
    this.#reading = undefined
    if (this.#next < this.#clips.length) this.#gapLeft = this.#gapSamples
  }
}
