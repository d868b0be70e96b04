/** What an encoder made of a sentence: `channels` rows of `frames` each. */
export interface Latent {
  readonly values: Float32Array
  readonly channels: number
  readonly frames: number
}

/**
 * 26 frames are 302 ms of a voice with 22,050 Hz: 200 are left of them when the silence before the first word is taken off (20 to
 * 60 ms but for one of 43 sentences of joe) and the last 25 ms are held back. Each later chunk may be twice as long, for the sound of
 * the one before covers its computing; a chunk costs the overlap again, so that the longest cost a quarter more than the whole would.
 */
const FIRST_FRAMES = 26
const MOST_FRAMES = 96

/** Where the chunks of so many frames end; no chunk is shorter than the first but of a sentence that is. */
export function chunkEnds(frames: number): readonly number[] {
  const ends: number[] = []
  for (let at = 0, length = FIRST_FRAMES; at < frames; length = Math.min(MOST_FRAMES, 2 * length)) {
    at = frames - at - length < FIRST_FRAMES ? frames : at + length
    ends.push(at)
  }
  return ends
}

/**
 * A latent to its sound, chunk by chunk. Each is decoded with the `reachFrames` on both sides that have a say in it, whose own sound is
 * thrown away: the chunks together are the whole, but for rounding (10⁻⁶ of full scale).
 */
export async function* decodeByChunks(
  latent: Latent,
  reachFrames: number,
  decode: (part: Latent) => Promise<Float32Array>,
): AsyncGenerator<Float32Array> {
  let start = 0
  for (const end of chunkEnds(latent.frames)) {
    const from = Math.max(0, start - reachFrames)
    const to = Math.min(latent.frames, end + reachFrames)
    const sound = await decode(framesOf(latent, from, to))
    const samplesPerFrame = sound.length / (to - from)
    yield sound.subarray((start - from) * samplesPerFrame, (end - from) * samplesPerFrame)
    start = end
  }
}

function framesOf({ values, channels, frames }: Latent, from: number, to: number): Latent {
  const length = to - from
  const part = new Float32Array(channels * length)
  for (let row = 0; row < channels; row++)
    part.set(values.subarray(row * frames + from, row * frames + to), row * length)
  return { values: part, channels, frames: length }
}
