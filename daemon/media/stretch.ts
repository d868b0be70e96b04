/** Half of the analysis window: 20 ms, above two periods of any voice. */
const HOP = 160
const REACH = 96 // ±12 ms of search finds the same phase of a 66 Hz voice
const COARSE = 4
const FADE_IN = Float32Array.from({ length: HOP }, (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / HOP))

/** Something that gives samples once, from first to last. */
export interface Reading {
  /** How many samples it gives in all. */
  readonly totalSamples: number
  /** Fills `out` from its start; returns how many samples there still were. */
  read(out: Float32Array): number
  /** How much of the recording was given, in its own unstretched samples. */
  readonly heardSamples: number
}

/** The recording as it is. */
export class PlainReading implements Reading {
  readonly totalSamples: number
  readonly #pcm: Int16Array
  heardSamples = 0

  constructor(pcm: Int16Array) {
    this.#pcm = pcm
    this.totalSamples = pcm.length
  }

  read(out: Float32Array): number {
    const count = Math.min(out.length, this.totalSamples - this.heardSamples)
    for (let i = 0; i < count; i++) out[i] = this.#pcm[this.heardSamples + i]!
    this.heardSamples += count
    return count
  }
}

/**
 * The recording slower (tempo < 1) or faster, pitch kept: WSOLA (Verhelst and Roelands, 1993). Each 20 ms continues with the
 * piece of the recording near its due place that is most like what would have followed the piece before.
 */
export class StretchedReading implements Reading {
  readonly totalSamples: number
  readonly #pcm: Int16Array
  readonly #tempo: number
  readonly #hop = new Float32Array(HOP)
  #hopAt = HOP
  #hops = 0
  #pieceStart = 0
  #given = 0

  constructor(pcm: Int16Array, tempo: number) {
    this.#pcm = pcm
    this.#tempo = tempo
    this.totalSamples = Math.round(pcm.length / tempo)
  }

  get heardSamples(): number {
    if (this.#given >= this.totalSamples) return this.#pcm.length
    return Math.min(this.#pcm.length, Math.round(this.#given * this.#tempo))
  }

  read(out: Float32Array): number {
    const count = Math.min(out.length, this.totalSamples - this.#given)
    for (let i = 0; i < count; i++) {
      if (this.#hopAt === HOP) this.#nextHop()
      out[i] = this.#hop[this.#hopAt++]!
    }
    this.#given += count
    return count
  }

  #nextHop(): void {
    const follows = this.#pieceStart + HOP
    const start = this.#hops === 0 ? 0 : this.#mostAlike(follows, Math.round(this.#hops * HOP * this.#tempo))
    for (let i = 0; i < HOP; i++) {
      const rising = FADE_IN[i]!
      const before = this.#hops === 0 ? this.#at(i) : this.#at(follows + i)
      this.#hop[i] = before * (1 - rising) + this.#at(start + i) * rising
    }
    this.#pieceStart = start
    this.#hopAt = 0
    this.#hops++
  }

  #mostAlike(follows: number, due: number): number {
    // What follows of itself is best of all, and keeps silence and steady tones untouched.
    if (Math.abs(follows - due) <= COARSE) return follows
    const coarse = this.#search(follows, due - REACH, due + REACH, COARSE, 2)
    return this.#search(follows, coarse - COARSE + 1, coarse + COARSE - 1, 1, 1)
  }

  #search(follows: number, from: number, to: number, step: number, stride: number): number {
    let best = from
    let bestLikeness = -Infinity
    for (let start = from; start <= to; start += step) {
      let product = 0
      let energy = 1
      for (let i = 0; i < HOP; i += stride) {
        const sample = this.#at(start + i)
        product += sample * this.#at(follows + i)
        energy += sample * sample
      }
      const likeness = product / Math.sqrt(energy)
      if (likeness > bestLikeness) {
        bestLikeness = likeness
        best = start
      }
    }
    return best
  }

  #at(index: number): number {
    return index >= 0 && index < this.#pcm.length ? this.#pcm[index]! : 0
  }
}

const SLOWEST_TEMPO = 0.5
const FASTEST_TEMPO = 2

/** A reading of `pcm` at `tempo` (held between 0.5 and 2). */
export function readingOf(pcm: Int16Array, tempo: number): Reading {
  const held = Number.isFinite(tempo) ? Math.min(FASTEST_TEMPO, Math.max(SLOWEST_TEMPO, tempo)) : 1
  return Math.abs(held - 1) < 0.005 ? new PlainReading(pcm) : new StretchedReading(pcm, held)
}
