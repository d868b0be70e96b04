import { type RtpPacket, sequenceDistance } from './packet.js'

const SEEN = 512
/** RFC 3550 appendix A.1, MAX_DROPOUT: a bigger step is a far end that started over, not loss. */
const MOST_DROPOUT = 3000

/** Follows sequence numbers of one far end over wraps, restarts and changes of SSRC; counts what is missing. */
export class Source {
  ssrcChanges = 0
  #ssrc: number | undefined
  #candidate: RtpPacket | undefined
  #first = 0
  #highest = 0
  #received = 0
  #lostBefore = 0
  readonly #seen = new Float64Array(SEEN).fill(-1)

  /** RFC 3550 appendix A.3: expected less received, duplicates not counted. */
  get lostPackets(): number {
    return this.#lostBefore + this.#lostNow
  }

  get #lostNow(): number {
    return this.#received === 0 ? 0 : Math.max(0, this.#highest - this.#first + 1 - this.#received)
  }

  /**
   * Which packets are to be used now, oldest first, and whether they begin a new source. Another SSRC is believed at its second
   * packet in a row (the first is kept and given back with it): a stray packet must not take the line over.
   */
  admit(packet: RtpPacket): { readonly packets: readonly RtpPacket[]; readonly changed: boolean } {
    if (this.#ssrc === undefined) {
      this.#begin(packet)
      return { packets: [packet], changed: true }
    }
    if (packet.ssrc === this.#ssrc) {
      this.#candidate = undefined
      return { packets: this.#count(packet) ? [packet] : [], changed: false }
    }
    const candidate = this.#candidate
    if (candidate?.ssrc !== packet.ssrc) {
      this.#candidate = { ...packet, payload: packet.payload.slice() }
      return { packets: [], changed: false }
    }
    this.#candidate = undefined
    this.ssrcChanges++
    this.#begin(candidate)
    return { packets: this.#count(packet) ? [candidate, packet] : [candidate], changed: true }
  }

  #begin(packet: RtpPacket): void {
    this.#ssrc = packet.ssrc
    this.#restart(packet.sequence)
  }

  #restart(sequence: number): void {
    this.#lostBefore += this.#lostNow
    this.#seen.fill(-1)
    this.#first = sequence
    this.#highest = sequence
    this.#received = 1
    this.#seen[sequence % SEEN] = sequence
  }

  /** False for a duplicate. */
  #count(packet: RtpPacket): boolean {
    const step = sequenceDistance(this.#highest & 0xffff, packet.sequence)
    if (Math.abs(step) > MOST_DROPOUT) {
      this.#restart(packet.sequence)
      return true
    }
    const extended = this.#highest + step
    const slot = ((extended % SEEN) + SEEN) % SEEN
    if (this.#seen[slot] === extended) return false
    this.#seen[slot] = extended
    this.#highest = Math.max(this.#highest, extended)
    this.#first = Math.min(this.#first, extended)
    this.#received++
    return true
  }
}
