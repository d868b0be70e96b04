import { FRAME_SAMPLES } from '../domain/units.js'
import { timestampDistance } from './packet.js'

/** The dynamic payload type that Asterisk and nearly all phones use for RFC 4733. */
export const TELEPHONE_EVENT = 101
/** RFC 4733 table 3: events 0–15. */
const DIGITS = '0123456789*#ABCD'
/** A new timestamp this close behind an event without an end is its next segment (RFC 4733 section 2.5.1.3), not a new press. */
const SEGMENT_SAMPLES = FRAME_SAMPLES
/** Farther back than this is a far end whose clock jumped, not a late packet. */
const OLDEST_SAMPLES = 80_000

/** Turns telephone events into key presses: one each, whatever is repeated, reordered or lost. */
export class DigitReader {
  #last: { digit: string; timestamp: number; samples: number; ended: boolean } | undefined

  /** The far end's clock starts anew. */
  reset(): void {
    this.#last = undefined
  }

  /** The digit of a new press, at its first packet; undefined for anything else. */
  read(timestamp: number, payload: Uint8Array): string | undefined {
    const digit = payload.length >= 4 ? DIGITS[payload[0]!] : undefined
    if (digit === undefined) return undefined
    const ended = (payload[1]! & 0x80) !== 0
    const samples = (payload[2]! << 8) | payload[3]!
    const last = this.#last
    if (last) {
      const step = timestampDistance(last.timestamp, timestamp)
      if (step === 0) {
        last.samples = Math.max(last.samples, samples)
        last.ended ||= ended
        return undefined
      }
      if (step < 0 && step > -OLDEST_SAMPLES) return undefined
      const continues = !last.ended && digit === last.digit && step <= last.samples + SEGMENT_SAMPLES
      this.#last = { digit, timestamp, samples, ended }
      return continues ? undefined : digit
    }
    this.#last = { digit, timestamp, samples, ended }
    return digit
  }
}

const TONE_FRAMES = 6 // 120 ms: above the 40 ms every receiver must take (ITU-T Q.24), short enough to dial by
const END_PACKETS = 3 // RFC 4733 section 2.5.1.4
const PAUSE_FRAMES = 3
const VOLUME = 10 // −10 dBm0

/** What goes out in place of audio at one beat: `payload` with the timestamp of the press, or a pause. */
export type DigitFrame =
  | { readonly payload: Uint8Array; readonly sinceSamples: number; readonly first: boolean }
  | { readonly payload?: undefined }

/** Sends digits as RFC 4733 events, one after the other, one packet a beat. */
export class DigitWriter {
  readonly #queue: number[] = []
  #frame = 0

  /** Characters that are no key are left out; at most 64 digits wait. */
  add(digits: string): void {
    for (const digit of digits.toUpperCase()) {
      const event = DIGITS.indexOf(digit)
      if (event >= 0 && this.#queue.length < 64) this.#queue.push(event)
    }
  }

  /** Undefined when no digit is on its way: the beat belongs to audio. */
  next(): DigitFrame | undefined {
    const event = this.#queue[0]
    if (event === undefined) return undefined
    const frame = this.#frame++
    if (frame >= TONE_FRAMES - 1 + END_PACKETS) {
      if (this.#frame === TONE_FRAMES - 1 + END_PACKETS + PAUSE_FRAMES) {
        this.#queue.shift()
        this.#frame = 0
      }
      return {}
    }
    const ended = frame >= TONE_FRAMES - 1
    const samples = Math.min(frame + 1, TONE_FRAMES) * FRAME_SAMPLES
    const payload = Uint8Array.of(event, (ended ? 0x80 : 0) | VOLUME, samples >> 8, samples & 0xff)
    return { payload, sinceSamples: frame * FRAME_SAMPLES, first: frame === 0 }
  }
}
