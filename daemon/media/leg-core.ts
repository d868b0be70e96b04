import { durationMs, FRAME_MS, FRAME_SAMPLES, LINE_HZ, type Ms, ms, samplesIn } from '../domain/units.js'
import { Concealment } from './concealment.js'
import { EchoGuard } from './echo.js'
import { codecOf, decode, encode, PAYLOAD_TYPE } from './g711.js'
import { JitterBuffer } from './jitter.js'
import { levelDb } from './level.js'
import { buildPacket, parsePacket, type RtpPacket } from './packet.js'
import { Player } from './player.js'
import type { Address, Codec, MediaEvent, MediaStats, PlayOptions } from './port.js'
import { Source } from './source.js'
import { DigitReader, DigitWriter, TELEPHONE_EVENT } from './telephone-event.js'

/** Frames sent ahead at the start: a beat may come 40 ms late before the far end runs dry. */
export const PREFILL_FRAMES = 2
/** Silero's window at 8 kHz. */
export const WINDOW_SAMPLES = samplesIn(ms(32), LINE_HZ)
const STARVED_BEATS = 50
const KEY_BEATS = 10 // telephone events stand in place of audio: what is missing beside them was not lost
const LONGEST_PAYLOAD_BYTES = 1600 // 200 ms; nobody packs more
const COMFORT_NOISE = 13 // RFC 3389: the far end is there and silent

/** One VAD window before its probability is known. */
export interface HeardWindow {
  readonly type: 'heard-window'
  readonly startAtMs: Ms
  readonly pcm: Int16Array
  readonly levelDb: ReturnType<typeof levelDb>
  /** Nothing but our own voice, returned by the far end. */
  readonly echo: boolean
}
export type CoreEvent = Exclude<MediaEvent, { type: 'window' }> | HeardWindow

/** What one beat gave: packets to send at once, events in order, and the two frames of this beat. */
export interface Beat {
  readonly atMs: Ms
  readonly packets: readonly Uint8Array[]
  readonly events: readonly CoreEvent[]
  readonly incoming: Int16Array
  readonly outgoing: Int16Array
}

export interface CoreOptions {
  readonly codec: Codec
  /** Give windows for voice activity. */
  readonly windows: boolean
  /** Uniform in [0, 1): SSRC and first numbers (RFC 3550 section 5.1 wants them random). */
  readonly random: () => number
  /** Applied to what is sent only (a rehearsal's noise and echo), not to what is recorded. */
  readonly colour?: (frame: Int16Array, heard: Int16Array) => Int16Array
}

type Counts = Pick<
  MediaStats,
  'receivedPackets' | 'latePackets' | 'rejectedPackets' | 'concealedFrames' | 'sentPackets'
>

/** All of a leg's audio without sockets or clocks: packets in by `receive`, 20 ms forward by `beat`. */
export class LegCore {
  readonly #options: CoreOptions
  readonly #source = new Source()
  readonly #jitter = new JitterBuffer()
  readonly #concealment = new Concealment()
  readonly #reader = new DigitReader()
  readonly #writer = new DigitWriter()
  readonly #player = new Player()
  readonly #echo = new EchoGuard()
  readonly #present = new Uint8Array(FRAME_SAMPLES)
  readonly #counts: { -readonly [Name in keyof Counts]: number } = {
    receivedPackets: 0,
    latePackets: 0,
    rejectedPackets: 0,
    concealedFrames: 0,
    sentPackets: 0,
  }
  readonly #ssrc: number
  #sequence: number
  #timestamp: number
  #markNext = true
  #remote: Address | undefined
  #connected = false
  #started = false
  #beats = 0
  #silentBeats = 0
  #keyAtBeat = -Infinity
  #pendingDigits: string[] = []
  #window = new Int16Array(WINDOW_SAMPLES)
  #windowFilled = 0
  #windows = 0

  constructor(options: CoreOptions) {
    this.#options = options
    const draw = (size: number) => Math.floor(options.random() * size)
    this.#ssrc = draw(2 ** 32)
    this.#sequence = draw(2 ** 16)
    this.#timestamp = draw(2 ** 32)
  }

  /** Where packets go: as connected, else where the first came from (symmetric RTP, RFC 4961). */
  get remote(): Address | undefined {
    return this.#remote
  }
  get started(): boolean {
    return this.#started
  }
  /** Sample time of the next beat. */
  get nowMs(): Ms {
    return ms(this.#beats * FRAME_MS)
  }
  /** Everything but the beat's own lateness, which only its owner knows. */
  get counts(): Counts & Pick<MediaStats, 'lostPackets' | 'ssrcChanges'> {
    return { ...this.#counts, lostPackets: this.#source.lostPackets, ssrcChanges: this.#source.ssrcChanges }
  }

  connect(remote: Address): void {
    // Sources are compared as numbers of the network, never as names.
    this.#remote = { host: remote.host === 'localhost' ? '127.0.0.1' : remote.host, port: remote.port }
    this.#connected = true
  }

  start(): void {
    this.#started = true
  }

  play(options: PlayOptions): void {
    this.#player.play(options)
  }
  cut(): void {
    this.#player.cut()
  }
  duck(gainDb: number): void {
    this.#player.duck(gainDb)
  }
  sendDigits(digits: string): void {
    this.#writer.add(digits)
  }

  /** Takes the bytes of one packet; they may be reused afterwards. Anything may come: what does not fit is counted, not thrown. */
  receive(bytes: Uint8Array, from: Address): void {
    const packet = this.#fromFarEnd(from) ? parsePacket(bytes) : undefined
    if (!packet || !isKnown(packet)) {
      this.#counts.rejectedPackets++
      return
    }
    const { packets, changed } = this.#source.admit(packet)
    if (changed) {
      this.#jitter.newSource()
      this.#reader.reset()
    }
    for (const admitted of packets) this.#take(admitted, from)
  }

  /** 20 ms. `muted` is a beat that came too late to be sent: time and what came in go on, speech waits for the next one. */
  beat(muted = false): Beat {
    const events: CoreEvent[] = []
    const incoming = new Int16Array(FRAME_SAMPLES)
    this.#jitter.pull(incoming, this.#present)
    const mended = this.#concealment.mend(incoming, this.#present)
    if (mended && this.#beats - this.#keyAtBeat > KEY_BEATS) this.#counts.concealedFrames++
    const outgoing = new Int16Array(FRAME_SAMPLES)
    const packets = this.#speak(outgoing, muted, events, incoming)
    const atMs = this.nowMs
    for (const digit of this.#pendingDigits.splice(0)) events.push({ type: 'dtmf', digit, atMs })
    this.#beats++
    this.#watch(events)
    if (this.#options.windows) {
      this.#echo.sent(outgoing)
      this.#window8k(incoming, events)
    }
    return { atMs, packets, events, incoming, outgoing }
  }

  #fromFarEnd(from: Address): boolean {
    return !this.#remote || (this.#remote.port === from.port && this.#remote.host === from.host)
  }

  #take(packet: RtpPacket, from: Address): void {
    this.#counts.receivedPackets++
    this.#silentBeats = 0
    if (!this.#connected) this.#remote ??= { ...from }
    if (!this.#started) return
    const codec = codecOf(packet.payloadType)
    if (codec) {
      if (this.#jitter.put(packet, decode(codec, packet.payload)) === 'late') this.#counts.latePackets++
    } else if (packet.payloadType === TELEPHONE_EVENT) {
      this.#keyAtBeat = this.#beats
      const digit = this.#reader.read(packet.timestamp, packet.payload)
      if (digit !== undefined && this.#pendingDigits.length < 32) this.#pendingDigits.push(digit)
    }
  }

  /** The frame that goes out: a digit, speech, or silence; nothing while the far end is unknown or the beat is muted. */
  #speak(outgoing: Int16Array, muted: boolean, events: CoreEvent[], incoming: Int16Array): Uint8Array[] {
    const packets: Uint8Array[] = []
    if (!this.#remote || muted) {
      this.#timestamp += FRAME_SAMPLES
      this.#markNext = true
      return packets
    }
    if (this.#beats === 0) {
      for (let i = 0; i < PREFILL_FRAMES; i++) packets.push(this.#audioPacket(outgoing, incoming))
    }
    const digit = this.#writer.next()
    if (!digit) events.push(...this.#player.fill(outgoing, this.#beats * FRAME_SAMPLES))
    packets.push(digit?.payload ? this.#digitPacket(digit) : this.#audioPacket(outgoing, incoming))
    return packets
  }

  #audioPacket(frame: Int16Array, heard: Int16Array): Uint8Array {
    const { codec, colour } = this.#options
    const sound = colour ? colour(frame, heard) : frame
    const packet = this.#packet(PAYLOAD_TYPE[codec], encode(codec, sound), 0, this.#markNext)
    this.#markNext = false
    return packet
  }

  #digitPacket(digit: { payload: Uint8Array; sinceSamples: number; first: boolean }): Uint8Array {
    return this.#packet(TELEPHONE_EVENT, digit.payload, digit.sinceSamples, digit.first)
  }

  /** `backSamples`: all packets of a key press bear the time of its beginning (RFC 4733 section 2.1). */
  #packet(payloadType: number, payload: Uint8Array, backSamples: number, marker: boolean): Uint8Array {
    const bytes = buildPacket({
      payloadType,
      marker,
      sequence: this.#sequence,
      timestamp: (this.#timestamp - backSamples) >>> 0,
      ssrc: this.#ssrc,
      payload,
    })
    this.#sequence = (this.#sequence + 1) & 0xffff
    this.#timestamp = (this.#timestamp + FRAME_SAMPLES) >>> 0
    this.#counts.sentPackets++
    return bytes
  }

  #watch(events: CoreEvent[]): void {
    this.#silentBeats++
    if (this.#silentBeats % STARVED_BEATS === 0) {
      events.push({ type: 'starved', atMs: this.nowMs, silentMs: ms(this.#silentBeats * FRAME_MS) })
    }
  }

  #window8k(incoming: Int16Array, events: CoreEvent[]): void {
    let taken = 0
    while (taken < incoming.length) {
      const count = Math.min(WINDOW_SAMPLES - this.#windowFilled, incoming.length - taken)
      this.#window.set(incoming.subarray(taken, taken + count), this.#windowFilled)
      this.#windowFilled += count
      taken += count
      if (this.#windowFilled < WINDOW_SAMPLES) return
      const startAtMs = durationMs(this.#windows++ * WINDOW_SAMPLES, LINE_HZ)
      const echo = this.#echo.isEcho(this.#window, incoming.length - taken)
      events.push({ type: 'heard-window', startAtMs, pcm: this.#window, levelDb: levelDb(this.#window), echo })
      this.#window = new Int16Array(WINDOW_SAMPLES)
      this.#windowFilled = 0
    }
  }
}

/** Audio we can decode, a telephone event, or comfort noise; of a length that a far end would send. */
function isKnown(packet: RtpPacket): boolean {
  const { payloadType, payload } = packet
  if (payload.length === 0 || payload.length > LONGEST_PAYLOAD_BYTES) return false
  return codecOf(payloadType) !== undefined || payloadType === TELEPHONE_EVENT || payloadType === COMFORT_NOISE
}
