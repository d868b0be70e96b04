import { FRAME_MS } from '../domain/units.js'
import type { CoreEvent } from './leg-core.js'
import { LegTrack } from './leg-track.js'
import type { Address, Media, MediaLeg, MediaOptions } from './port.js'
import { VirtualLeg } from './virtual-leg.js'
import { VoiceActivity } from './voice-activity.js'

export interface VirtualMediaOptions {
  /** silero_vad.onnx (the 8 kHz and 16 kHz model). */
  readonly sileroPath: string
  /** Awaited after each beat: resolves when everyone has done what this beat's events asked for. */
  readonly settled: () => Promise<void>
}

/** Media in virtual time: nothing moves but by `advance`, so a call runs as fast as the machine allows and always the same. */
export interface VirtualMedia extends Media {
  /** That many beats (default 1) of 20 ms for all legs. */
  advance(beats?: number): Promise<void>
  /** Beats so far. */
  readonly nowBeats: number
}

/** Legs join in memory by addresses { host: 'virtual', port }. Throws Failure models/missing or models/damaged. */
export async function openVirtualMedia(options: VirtualMediaOptions): Promise<VirtualMedia> {
  return new VirtualWire(await VoiceActivity.load(options.sileroPath), options.settled)
}

interface InFlight {
  readonly to: Address
  readonly from: Address
  readonly bytes: Uint8Array
  readonly arriveMs: number
}

const HOST = 'virtual'
const FIRST_PORT = 10_000
/** Far ends do not beat together: with jitter, packets come in the middle between two beats, so that a part of them is a beat later. */
const PHASE_MS = FRAME_MS / 2

class VirtualWire implements VirtualMedia {
  nowBeats = 0
  readonly #voiceActivity: VoiceActivity
  readonly #settled: () => Promise<void>
  readonly #legs = new Map<number, { leg: VirtualLeg; track: LegTrack }>()
  #inFlight: InFlight[] = []
  #ports = FIRST_PORT
  #closed = false

  constructor(voiceActivity: VoiceActivity, settled: () => Promise<void>) {
    this.#voiceActivity = voiceActivity
    this.#settled = settled
  }

  get openLegs(): number {
    return this.#legs.size
  }

  open(options: MediaOptions): Promise<MediaLeg> {
    const port = this.#ports++
    const track = new LegTrack(options, this.#voiceActivity)
    const leg = new VirtualLeg(track, { host: HOST, port }, () => this.#legs.delete(port))
    this.#legs.set(port, { leg, track })
    return Promise.resolve(leg)
  }

  async advance(beats = 1): Promise<void> {
    for (let i = 0; i < beats; i++) await this.#beat()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await Promise.all([...this.#legs.values()].map(({ leg }) => leg.close()))
    await this.#voiceActivity.close()
  }

  /** Packets arrive, every leg beats, then windows are judged and events told in the order in which legs were opened. */
  async #beat(): Promise<void> {
    await Promise.all([...this.#legs.values()].map(({ track }) => track.settled()))
    this.#deliver(this.nowBeats * FRAME_MS)
    const heard: { leg: VirtualLeg; track: LegTrack; events: readonly CoreEvent[] }[] = []
    for (const { leg, track } of this.#legs.values()) {
      const { packets, events } = track.beat()
      for (const bytes of packets) this.#send(leg.local, track, bytes)
      heard.push({ leg, track, events })
    }
    this.nowBeats++
    for (const { leg, track, events } of heard) leg.report(await track.judged(events))
    await this.#settled()
  }

  #send(from: Address, track: LegTrack, bytes: Uint8Array): void {
    const to = track.core.remote
    const delayMs = track.impairment ? track.impairment.nextDelayMs() : 0
    if (!to || delayMs === undefined) return
    const phaseMs = track.impairment?.delays ? PHASE_MS : 0
    this.#inFlight.push({ to, from, bytes, arriveMs: this.nowBeats * FRAME_MS + phaseMs + delayMs })
  }

  #deliver(nowMs: number): void {
    const arrived = this.#inFlight.filter(packet => packet.arriveMs <= nowMs)
    this.#inFlight = this.#inFlight.filter(packet => packet.arriveMs > nowMs)
    arrived.sort((a, b) => a.arriveMs - b.arriveMs)
    for (const { to, from, bytes } of arrived) {
      if (to.host === HOST) this.#legs.get(to.port)?.track.core.receive(bytes, from)
    }
  }
}
