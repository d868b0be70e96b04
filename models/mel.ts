/**
 * Whisper's mel filter bank, as its authors took it from librosa (Slaney's scale and area normalisation): one triangle per
 * band over the bins of a 400-point transform at 16 kHz. Computed rather than fetched: the 64,320 bytes come out equal to
 * those of the official file.
 */
const MEL = { bands: 80, rateHz: 16_000, transformSamples: 400 } as const

/** Slaney's scale: linear below 1 kHz (200/3 Hz a mel), then 27 steps to a factor of 6.4. */
const HZ_PER_MEL = 200 / 3
const LOG_FROM_HZ = 1000
const LOG_FROM_MEL = LOG_FROM_HZ / HZ_PER_MEL
const LOG_STEP = Math.log(6.4) / 27

const toHz = (mel: number): number =>
  mel < LOG_FROM_MEL ? HZ_PER_MEL * mel : LOG_FROM_HZ * Math.exp(LOG_STEP * (mel - LOG_FROM_MEL))
const toMel = (hz: number): number =>
  hz < LOG_FROM_HZ ? hz / HZ_PER_MEL : LOG_FROM_MEL + Math.log(hz / LOG_FROM_HZ) / LOG_STEP

/** Number of frequency bins of the transform. */
export const MEL_BINS = MEL.transformSamples / 2 + 1
/** Number of mel bands. */
export const MEL_BANDS = MEL.bands

/** The filters row by row: MEL_BANDS × MEL_BINS weights. */
export function melFilters(): Float32Array {
  const top = toMel(MEL.rateHz / 2)
  const edges = Array.from({ length: MEL.bands + 2 }, (_, i) => toHz((top * i) / (MEL.bands + 1)))
  const edge = (i: number): number => edges[i] ?? 0
  const weights = new Float32Array(MEL.bands * MEL_BINS)
  for (let band = 0; band < MEL.bands; band++) {
    const [low, centre, high] = [edge(band), edge(band + 1), edge(band + 2)]
    const area = 2 / (high - low)
    for (let bin = 0; bin < MEL_BINS; bin++) {
      const hz = (bin * MEL.rateHz) / MEL.transformSamples
      const rise = (hz - low) / (centre - low)
      const fall = (high - hz) / (high - centre)
      const triangle = Math.min(rise, fall)
      weights[band * MEL_BINS + bin] = (triangle > 0 ? Math.fround(triangle) : 0) * area // never −0: the official first cell is +0
    }
  }
  return weights
}
