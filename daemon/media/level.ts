import { type Db, db } from '../domain/units.js'

const FULL_SCALE = 32_768
/** What digital silence is reported as: below one step of a 16-bit sample (−90 dBFS). */
export const SILENCE_DB = db(-100)

/** RMS level relative to full scale (a full-scale square wave is 0 dBFS). */
export function levelDb(pcm: Int16Array): Db {
  let energy = 0
  for (let i = 0; i < pcm.length; i++) energy += pcm[i]! * pcm[i]!
  if (energy === 0) return SILENCE_DB
  return db(Math.max(SILENCE_DB, 10 * Math.log10(energy / pcm.length / (FULL_SCALE * FULL_SCALE))))
}

/** Factor on the amplitude. */
export const amplitude = (gainDb: number): number => 10 ** (gainDb / 20)

/** From here on the limiter bends: −3 dBFS, where rendered prompts have their highest peak. */
const KNEE = FULL_SCALE * amplitude(-3)
/** Below the top step of G.711 (31,744), where three samples in a row would be a flat top. */
const CEILING = FULL_SCALE * amplitude(-0.5)
const ROOM = CEILING - KNEE

/** Soft limiter: exact below the knee, then bent so that no sample passes −0.5 dBFS; slope 1 at the knee, so no edge is heard. */
export function limited(sample: number): number {
  const size = Math.abs(sample)
  if (size <= KNEE) return sample
  const bent = KNEE + ROOM * Math.tanh((size - KNEE) / ROOM)
  return sample < 0 ? -bent : bent
}
