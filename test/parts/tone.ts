/** A steady tone, 8 kHz: one of a kind, so that whose voice is heard can be told. */
export const tone = (hertz: number, lengthMs: number, peak = 8000): Int16Array =>
  Int16Array.from({ length: lengthMs * 8 }, (_, i) => Math.round(peak * Math.sin((2 * Math.PI * hertz * i) / 8000)))

const BLOCK_SAMPLES = 400
/** A tone that carries less of a 50 ms block than this is not what sounds there. */
const LEAST_SHARE = 0.2

/** The share of what was heard in which that tone sounds, judged in blocks of 50 ms (Goertzel). */
export function toneShare(heard: Int16Array, hertz: number): number {
  const blocks = Math.floor(heard.length / BLOCK_SAMPLES)
  let sounding = 0
  for (let block = 0; block < blocks; block++) {
    const pcm = heard.subarray(block * BLOCK_SAMPLES, (block + 1) * BLOCK_SAMPLES)
    if (carries(pcm, hertz)) sounding++
  }
  return blocks === 0 ? 0 : sounding / blocks
}

function carries(pcm: Int16Array, hertz: number): boolean {
  let re = 0
  let im = 0
  let energy = 1
  for (const [i, value] of pcm.entries()) {
    const angle = (2 * Math.PI * hertz * i) / 8000
    re += value * Math.cos(angle)
    im += value * Math.sin(angle)
    energy += value * value
  }
  const loud = energy / pcm.length > 100 * 100
  return loud && (2 * (re * re + im * im)) / (pcm.length * energy) > LEAST_SHARE
}
