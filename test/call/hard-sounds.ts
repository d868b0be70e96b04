import { soundsIn } from '../../daemon/rehearsal/sound.js'
import type { MadeCall } from './hard-scene.js'

const LINE_HZ = 8000

/** White noise of the given level, the same on every run. */
export function noise(lengthMs: number, levelDbfs: number): Int16Array {
  let seed = 7
  const peak = 32_768 * 10 ** (levelDbfs / 20) * Math.sqrt(3)
  return Int16Array.from({ length: (lengthMs * LINE_HZ) / 1000 }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return peak * (seed / 2 ** 31 - 1)
  })
}

/** Chords with four partials each and a beat, as a waiting melody. */
export function music(lengthMs: number): Int16Array {
  const chords = [
    [262, 330, 392],
    [220, 262, 330],
    [175, 220, 262],
    [196, 247, 294],
  ]
  return Int16Array.from({ length: (lengthMs * LINE_HZ) / 1000 }, (_, i) => {
    const seconds = i / LINE_HZ
    const chord = chords[Math.floor(seconds / 0.5) % chords.length]!
    const struck = Math.exp(-3 * (seconds % 0.5))
    let value = 0
    for (const hz of chord)
      for (let partial = 1; partial <= 4; partial++) value += Math.sin(2 * Math.PI * hz * partial * seconds) / partial
    return 1800 * struck * value
  })
}

/** One sound after the other for so long, without a pause. */
export function unbroken(parts: readonly Int16Array[], lengthMs: number): Int16Array {
  const loud = parts.map(part => {
    const spans = soundsIn(part, LINE_HZ)
    return part.subarray((spans[0]?.startMs ?? 0) * 8, (spans.at(-1)?.endMs ?? 0) * 8)
  })
  const whole = new Int16Array((lengthMs * LINE_HZ) / 1000)
  for (let at = 0, next = 0; at < whole.length; next++) {
    const part = loud[next % loud.length]!.subarray(0, whole.length - at)
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** The longest time in which the patient heard nothing of the agent, ms; from its first word to the end of the call. */
export function longestSilenceMs({ story }: Pick<MadeCall, 'story'>): number {
  const heard = story.audio?.incoming ?? new Int16Array(0)
  const edges = soundsIn(heard, LINE_HZ).flatMap(({ startMs, endMs }) => [startMs, endMs])
  const all = [...edges.slice(1), heard.length / 8]
  let longest = 0
  for (let i = 0; i + 1 < all.length; i += 2) longest = Math.max(longest, all[i + 1]! - all[i]!)
  return longest
}

/** Both channels of a stereo recording, with what its header says. */
export function readStereo(file: Buffer): {
  readonly header: object
  readonly left: Int16Array
  readonly right: Int16Array
} {
  const bytes = file.readUInt32LE(40)
  const frames = Math.floor((file.length - 44) / 4)
  const channel = (offset: number) =>
    Int16Array.from({ length: frames }, (_, i) => file.readInt16LE(44 + 4 * i + offset))
  const header = {
    riff: file.toString('latin1', 0, 4),
    wave: file.toString('latin1', 8, 12),
    channels: file.readUInt16LE(22),
    rateHz: file.readUInt32LE(24),
    bits: file.readUInt16LE(34),
    whole: bytes === file.length - 44 && file.readUInt32LE(4) === file.length - 8,
  }
  return { header, left: channel(0), right: channel(2) }
}

/** Far too loud for the line: everything above a twentieth of full scale is cut flat. */
export const shouted = (pcm: Int16Array): Int16Array =>
  pcm.map(sample => Math.max(-32_768, Math.min(32_767, sample * 20)))

/** Another sound beside the first one, repeated under it, so many dB lower. */
export const mixed = (pcm: Int16Array, beside: Int16Array, gainDb: number): Int16Array =>
  pcm.map((sample, i) => {
    const both = sample + beside[i % beside.length]! * 10 ** (gainDb / 20)
    return Math.max(-32_768, Math.min(32_767, both))
  })
