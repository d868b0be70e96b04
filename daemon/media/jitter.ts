import { FRAME_SAMPLES } from '../domain/units.js'
import { type RtpPacket, sequenceDistance, timestampDistance } from './packet.js'

const RING_SAMPLES = 8192 // a power of two: positions are masked
const MASK = RING_SAMPLES - 1
/**
 * What is held ready before a beat takes its frame: 40 ms, so a packet may come 20 ms later than the one before; the first that is
 * later still makes it more.
 */
export const DELAY_SAMPLES = 2 * FRAME_SAMPLES
const FARTHEST_SAMPLES = 6400 // 800 ms ahead of the playing point; farther is a jump of the far end's clock
const MOST_DELAY_SAMPLES = 10 * FRAME_SAMPLES
const GROW_PAUSE_BEATS = 10 // one hiccup costs 20 ms of delay once, not once a packet
const LATE_RUN_BEATS = 10 // nothing but late packets for 200 ms: the path has become longer for good
const LATE_PACKETS = 100 // this far back a sequence number is an old packet; farther, the far end started over
const SHRINK_ABOVE_SAMPLES = 5 * FRAME_SAMPLES
const WATCH_BEATS = 250
const FORCED_FRAMES = 15 // 300 ms too much: loud or not
const QUIET_PEAK = 180 // −45 dBFS: a frame this quiet can be left out unheard

/**
 * Puts packets in the order of their timestamps and gives one frame a beat. Samples lie in a ring at positions of our own; an
 * offset maps the far end's timestamps to them, so that a new source, a jump or a growing delay only changes the offset.
 */
export class JitterBuffer {
  readonly #ring = new Int16Array(RING_SAMPLES)
  readonly #filled = new Uint8Array(RING_SAMPLES)
  /** The next sample to be played. */
  #head = 0
  /** One past the last sample received. */
  #end = 0
  /** Timestamp and position of one and the same sample; undefined until the far end's clock is known. */
  #anchor: { timestamp: number; position: number } | undefined
  #last: { sequence: number; timestamp: number; samples: number } | undefined
  /** Nothing of this source has been played yet: the start may still be moved without loss. */
  #filling = true
  #beats = 0
  #grewAtBeat = -GROW_PAUSE_BEATS
  #grownSamples = 0
  #lateSinceBeat: number | undefined
  #leastLead = Infinity
  #excessFrames = 0

  /** The far end's clock starts anew (other SSRC): what comes next is joined to what is there. */
  newSource(): void {
    this.#anchor = undefined
    this.#last = undefined
  }

  /** Takes decoded audio. `late` means that its time was already played. */
  put(packet: RtpPacket, pcm: Int16Array): 'taken' | 'late' {
    const jumped = this.#jumped(packet)
    let position = this.#positionOf(packet)
    if (position === undefined || (jumped && !this.#playable(position, pcm.length))) {
      position = this.#join(packet, pcm.length)
    }
    if (!this.#last || sequenceDistance(this.#last.sequence, packet.sequence) > 0 || jumped) {
      this.#last = { sequence: packet.sequence, timestamp: packet.timestamp, samples: pcm.length }
    }
    if (position + pcm.length <= this.#head) return this.#late(packet, pcm)
    if (!this.#playable(position, pcm.length)) position = this.#join(packet, pcm.length)
    this.#lateSinceBeat = undefined
    this.#write(position, pcm)
    return 'taken'
  }

  /** Moves the next 20 ms into `frame`, marking in `present` which samples there were. */
  pull(frame: Int16Array, present: Uint8Array): void {
    this.#beats++
    const lead = this.#end - this.#head
    if (this.#filling && lead > DELAY_SAMPLES) this.#skipEmpty(lead - DELAY_SAMPLES)
    this.#watchLead(lead)
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      const at = (this.#head + i) & MASK
      present[i] = this.#filled[at]!
      frame[i] = this.#ring[at]!
      if (this.#filled[at]) this.#filling = false
    }
    this.#clear(this.#head, FRAME_SAMPLES)
    this.#head += FRAME_SAMPLES
  }

  #positionOf(packet: RtpPacket): number | undefined {
    if (!this.#anchor) return undefined
    return this.#anchor.position + timestampDistance(this.#anchor.timestamp, packet.timestamp)
  }

  #playable(position: number, count: number): boolean {
    return position + count > this.#head && position + count <= this.#head + FARTHEST_SAMPLES
  }

  /** Does the timestamp contradict the sequence number? (Silence suppression does so too, but lands in the playable range.) */
  #jumped(packet: RtpPacket): boolean {
    if (!this.#last) return false
    const steps = sequenceDistance(this.#last.sequence, packet.sequence)
    if (steps <= 0 && steps > -LATE_PACKETS) return false
    return timestampDistance(this.#last.timestamp, packet.timestamp) !== steps * this.#last.samples
  }

  /** Gives the packet a place of its own: behind what is there, or at the usual delay when that has been played. */
  #join(packet: RtpPacket, count: number): number {
    const usual = this.#head + DELAY_SAMPLES - count
    const position = Math.min(Math.max(this.#end, usual, this.#head), this.#head + 2 * DELAY_SAMPLES)
    this.#anchor = { timestamp: packet.timestamp, position }
    if (this.#end <= this.#head) this.#filling = true
    this.#grownSamples = 0
    this.#lateSinceBeat = undefined
    return position
  }

  #late(packet: RtpPacket, pcm: Int16Array): 'taken' | 'late' {
    this.#lateSinceBeat ??= this.#beats
    if (this.#beats - this.#lateSinceBeat >= LATE_RUN_BEATS) {
      this.#write(this.#join(packet, pcm.length), pcm)
      return 'taken'
    }
    const mayGrow = this.#beats - this.#grewAtBeat >= GROW_PAUSE_BEATS && this.#grownSamples < MOST_DELAY_SAMPLES
    if (mayGrow && this.#anchor) {
      this.#anchor.position += FRAME_SAMPLES
      this.#grownSamples += FRAME_SAMPLES
      this.#grewAtBeat = this.#beats
    }
    return 'late'
  }

  #write(position: number, pcm: Int16Array): void {
    for (let i = Math.max(0, this.#head - position); i < pcm.length; i++) {
      const at = (position + i) & MASK
      this.#ring[at] = pcm[i]!
      this.#filled[at] = 1
    }
    this.#end = Math.max(this.#end, position + pcm.length)
    // Keeps the anchor near, so that its distance to the next packet never wraps in a call of days.
    const anchor = this.#anchor
    if (anchor && position - anchor.position > RING_SAMPLES) {
      anchor.timestamp = (anchor.timestamp + (position - anchor.position)) >>> 0
      anchor.position = position
    }
  }

  #clear(from: number, count: number): void {
    for (let i = 0; i < count; i++) {
      this.#filled[(from + i) & MASK] = 0
      this.#ring[(from + i) & MASK] = 0
    }
  }

  /** A far end that prefills sends several packets at once: play the first of them now instead of adding to the delay. */
  #skipEmpty(mostSamples: number): void {
    let skipped = 0
    while (skipped < mostSamples && !this.#filled[(this.#head + skipped) & MASK]) skipped++
    this.#head += skipped
  }

  /** The far end's crystal may be faster than ours: when audio keeps piling up, quiet frames are left out. */
  #watchLead(lead: number): void {
    if (lead > 0) this.#leastLead = Math.min(this.#leastLead, lead)
    if (this.#beats % WATCH_BEATS === 0) {
      const tooMuch = this.#leastLead === Infinity ? 0 : this.#leastLead - SHRINK_ABOVE_SAMPLES
      this.#excessFrames = Math.max(0, Math.ceil(tooMuch / FRAME_SAMPLES))
      this.#leastLead = Infinity
    }
    if (this.#excessFrames === 0) return
    if (this.#excessFrames < FORCED_FRAMES && !this.#nextIsQuiet()) return
    this.#clear(this.#head, FRAME_SAMPLES)
    this.#head += FRAME_SAMPLES
    this.#excessFrames--
  }

  #nextIsQuiet(): boolean {
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      if (Math.abs(this.#ring[(this.#head + i) & MASK]!) > QUIET_PEAK) return false
    }
    return true
  }
}
