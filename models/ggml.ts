import { createWriteStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open, readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Ct2Index, Tensor } from './ct2.js'
import { readCt2Index } from './ct2.js'
import { MEL_BANDS, MEL_BINS, melFilters } from './mel.js'
import { tokenBytes } from './vocabulary.js'
import { officialTensors, placeOf } from './whisper.js'

/** First number of a ggml file: "ggml" as a little-endian word. */
export const GGML_MAGIC = 0x67676d6c
/** Whisper base. Other sizes differ in width, heads and layers, which are read from the weights. */
const WHISPER = { audioContext: 1500, textContext: 448, headWidth: 64, isHalfPrecision: 1 } as const
/** Reads at most so much of the weights at a time: memory stays flat, whatever the model. */
const PIECE_BYTES = 1 << 20

/**
 * Rebuilds a whisper.cpp model from a CTranslate2 one in half precision: `modelFile` and `vocabularyFile` in, `target` out.
 * For Whisper base the result equals the official ggml-base.bin bit for bit (its sha256 is in the catalogue).
 * Throws an Error if the weights are not a Whisper model of that kind.
 */
export async function rebuildWhisper(
  modelFile: string,
  vocabularyFile: string,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  const tokens = tokenBytes(await readFile(vocabularyFile, 'utf8'))
  const file = await open(modelFile, 'r')
  try {
    const index = await readCt2Index(file)
    if (index.spec !== 'WhisperSpec') throw new Error('ggml: the weights are no Whisper model')
    await pipeline(pieces(file, index, tokens), createWriteStream(target), signal ? { signal } : {})
  } finally {
    await file.close()
  }
}

async function* pieces(file: FileHandle, index: Ct2Index, tokens: readonly Buffer[]): AsyncGenerator<Buffer> {
  const width = tensorOf(index, 'encoder/conv1/bias').shape[0] ?? 0
  const layers = [...index.tensors.keys()].filter(name =>
    /^encoder\/layer_\d+\/self_attention\/linear_0\/weight$/.test(name),
  )
  yield header(tensorOf(index, 'decoder/embeddings/weight').shape[0] ?? 0, width, layers.length)
  yield Buffer.concat([words([tokens.length]), ...tokens.flatMap(token => [words([token.length]), token])])
  for (const name of officialTensors(layers.length)) yield* tensorPieces(file, index, name, width)
}

/** Eleven sizes behind the magic number, then the mel filters with their two. */
const header = (vocabularySize: number, width: number, layers: number): Buffer => {
  const side = [width, width / WHISPER.headWidth, layers]
  const filters = melFilters()
  return Buffer.concat([
    words([GGML_MAGIC, vocabularySize, WHISPER.audioContext, ...side, WHISPER.textContext, ...side]),
    words([MEL_BANDS, WHISPER.isHalfPrecision, MEL_BANDS, MEL_BINS]),
    singles(filters),
  ])
}

/** These stay in single precision though they have more than one dimension. */
const SINGLE_PRECISION: ReadonlySet<string> = new Set([
  'encoder.conv1.bias',
  'encoder.conv2.bias',
  'encoder.positional_embedding',
  'decoder.positional_embedding',
])

async function* tensorPieces(file: FileHandle, index: Ct2Index, name: string, width: number): AsyncGenerator<Buffer> {
  const place = placeOf(name)
  const tensor = tensorOf(index, place.name)
  if (tensor.type !== 'float16') throw new Error('ggml: the weights are not in half precision')
  const isConvolutionBias = name.startsWith('encoder.conv') && name.endsWith('.bias')
  const rows = place.third === undefined ? tensor.shape : [width, ...tensor.shape.slice(1)]
  const shape = isConvolutionBias ? [...rows, 1] : rows
  const isSingle = shape.length < 2 || SINGLE_PRECISION.has(name)
  yield words([shape.length, Buffer.byteLength(name), isSingle ? 0 : 1, ...shape.toReversed()])
  yield Buffer.from(name)
  const rowBytes = tensor.bytes / (tensor.shape[0] ?? 1)
  const startAt = tensor.startAt + (place.third ?? 0) * width * rowBytes
  const bytes = place.third === undefined ? tensor.bytes : width * rowBytes
  for (let done = 0; done < bytes; done += PIECE_BYTES) {
    const piece = Buffer.alloc(Math.min(PIECE_BYTES, bytes - done))
    const { bytesRead } = await file.read(piece, 0, piece.length, startAt + done)
    if (bytesRead !== piece.length) throw new Error('ggml: the weights are cut short')
    yield isSingle
      ? singles(Float32Array.from({ length: piece.length / 2 }, (_, i) => half(piece.readUInt16LE(i * 2))))
      : piece
  }
}

const tensorOf = (index: Ct2Index, name: string): Tensor => {
  const tensor = index.tensors.get(name)
  if (tensor === undefined) throw new Error(`ggml: the weights have no ${name}`)
  return tensor
}

const words = (numbers: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 4)
  for (const [i, number] of numbers.entries()) bytes.writeInt32LE(number, i * 4)
  return bytes
}

const singles = (numbers: Float32Array): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 4)
  for (const [i, number] of numbers.entries()) bytes.writeFloatLE(number, i * 4)
  return bytes
}

/** IEEE 754-2019 section 3.6, binary16: 1 sign, 5 exponent and 10 fraction bits. */
export const half = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
