/** Mono sound as −1…1. */
export interface Sound {
  readonly rateHz: number
  readonly values: Float32Array
}

interface Format {
  readonly float: boolean
  readonly channels: number
  readonly rateHz: number
  readonly bits: number
}

type Sample = (view: DataView, at: number) => number

/** WAVE_FORMAT_PCM, _IEEE_FLOAT, _EXTENSIBLE (Microsoft, Multiple channel audio data and WAVE files). */
const PCM = 1
const FLOAT = 3
const EXTENSIBLE = 0xfffe

const SAMPLES: Readonly<Record<string, Sample>> = {
  8: (view, at) => (view.getUint8(at) - 128) / 128,
  16: (view, at) => view.getInt16(at, true) / 32_768,
  24: (view, at) => (view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) / 8_388_608,
  32: (view, at) => view.getInt32(at, true) / 2_147_483_648,
  '32f': (view, at) => view.getFloat32(at, true),
}

/**
 * Reads a WAV file: mono, 8–48 kHz, 8/16/24/32-bit or 32-bit float. Throws an Error with a short reason otherwise.
 * Ours rather than node-wav's: that one fails on a small file read into Node's pooled buffers, on an odd chunk before the
 * data and on WAVE_FORMAT_EXTENSIBLE, which most recorders write for 24 bits.
 */
export function decodeWav(bytes: Uint8Array): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') throw new Error('not a WAV file')
  let format: Format | undefined
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = tag(view, at)
    const size = view.getUint32(at + 4, true)
    const body = at + 8
    if (name === 'fmt ' && body + 16 <= bytes.length) format = readFormat(view, body, size)
    // A recorder that was stopped hard leaves the size 0 or too large: what is there counts.
    if (name === 'data') return readSamples(view, format, body, Math.min(size || bytes.length, bytes.length - body))
    at = body + size + (size & 1)
  }
  throw new Error('WAV file without sound')
}

function readFormat(view: DataView, at: number, size: number): Format {
  const code = view.getUint16(at, true)
  const known = code === EXTENSIBLE && size >= 26 ? view.getUint16(at + 24, true) : code
  if (known !== PCM && known !== FLOAT) throw new Error(`WAV format ${known} is not PCM`)
  return {
    float: known === FLOAT,
    channels: view.getUint16(at + 2, true),
    rateHz: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  }
}

function readSamples(view: DataView, format: Format | undefined, start: number, bytes: number): Sound {
  if (format === undefined) throw new Error('WAV file without a format')
  if (format.channels !== 1) throw new Error(`${format.channels} channels, must be mono`)
  if (format.rateHz < 8000 || format.rateHz > 48_000) throw new Error(`${format.rateHz} Hz, must be 8000 to 48000`)
  const read = SAMPLES[`${format.bits}${format.float ? 'f' : ''}`]
  if (read === undefined) throw new Error(`${format.bits} bits are not supported`)
  const step = format.bits / 8
  const values = new Float32Array(Math.floor(bytes / step))
  if (values.length === 0) throw new Error('WAV file without sound')
  for (let i = 0; i < values.length; i++) values[i] = read(view, start + i * step)
  return { rateHz: format.rateHz, values }
}

const tag = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))
