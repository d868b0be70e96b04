import { durationMs, FRAME_SAMPLES, LINE_HZ, ms } from '../domain/units.js'
import { amplitude, limited } from './level.js'
import { Piece } from './piece.js'
import type { MediaEvent, PlayOptions } from './port.js'

type PlayEvent = Extract<MediaEvent, { type: 'play-started' | 'play-ended' }>

/** 8 ms: no click, and the patient is not talked over a moment longer than needed. */
const FADE_SAMPLES = 64
/** 10 ms from one level to the other. */
const RAMP_SAMPLES = 80
const MOST_PIECES = 256

/** Plays queued pieces, one frame a beat: gain, soft limiter, ducking by ramps, cutting with a short fade. */
export class Player {
  readonly #queue: Piece[] = []
  readonly #frame = new Float32Array(FRAME_SAMPLES)
  #cutting = false
  /** Present factor of ducking and where it is going, a step a sample. */
  #level = 1
  #levelWanted = 1
  #levelStep = 0

  get idle(): boolean {
    return this.#queue.length === 0
  }

  play(options: PlayOptions): void {
    if (this.#queue.length < MOST_PIECES) this.#queue.push(new Piece(options))
  }

  /** From the next frame on: a fade, then nothing. */
  cut(): void {
    if (!this.idle) this.#cutting = true
  }

  duck(gainDb: number): void {
    this.#levelWanted = amplitude(Math.min(0, gainDb))
    this.#levelStep = (this.#levelWanted - this.#level) / RAMP_SAMPLES
  }

  /** Writes one frame whose first sample is at `atSamples` since the start; returns what began and ended in it, in order. */
  fill(out: Int16Array, atSamples: number): PlayEvent[] {
    const events: PlayEvent[] = []
    out.fill(0)
    const room = this.#cutting ? FADE_SAMPLES : FRAME_SAMPLES
    let filled = 0
    while (filled < room) {
      const piece = this.#queue[0]
      if (!piece) break
      if (!piece.started) events.push(this.#started(piece, atSamples + filled))
      const part = this.#frame.subarray(filled, room)
      const count = piece.read(part)
      this.#shape(part.subarray(0, count), piece.gain, out, filled)
      filled += count
      if (count === part.length) break
      this.#queue.shift()
      events.push(ended(piece, atSamples + filled, false))
    }
    if (this.#cutting) events.push(...this.#finishCut(atSamples + filled))
    if (this.idle) this.#restoreLevel()
    return events
  }

  #started(piece: Piece, atSamples: number): PlayEvent {
    piece.started = true
    return { type: 'play-started', playId: piece.playId, atMs: durationMs(atSamples, LINE_HZ) }
  }

  #shape(part: Float32Array, gain: number, out: Int16Array, offset: number): void {
    for (let i = 0; i < part.length; i++) {
      if (this.#levelStep !== 0) this.#stepLevel()
      const fade = this.#cutting ? 1 - (offset + i + 1) / (FADE_SAMPLES + 1) : 1
      out[offset + i] = Math.round(limited(part[i]! * gain) * this.#level * fade)
    }
  }

  #stepLevel(): void {
    this.#level += this.#levelStep
    const passed = this.#levelStep > 0 ? this.#level >= this.#levelWanted : this.#level <= this.#levelWanted
    if (passed) {
      this.#level = this.#levelWanted
      this.#levelStep = 0
    }
  }

  #finishCut(atSamples: number): PlayEvent[] {
    this.#cutting = false
    return this.#queue.splice(0).map(piece => ended(piece, atSamples, true))
  }

  /** Ducking belongs to what was playing: the next piece is heard at its own level. */
  #restoreLevel(): void {
    this.#level = 1
    this.#levelWanted = 1
    this.#levelStep = 0
  }
}

const ended = (piece: Piece, atSamples: number, cut: boolean): PlayEvent => ({
  type: 'play-ended',
  playId: piece.playId,
  atMs: durationMs(atSamples, LINE_HZ),
  heardMs: cut ? ms(Math.min(piece.heardMs, piece.wholeMs)) : piece.wholeMs,
  wholeMs: piece.wholeMs,
  cut,
})
