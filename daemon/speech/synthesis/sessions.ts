import { readFile } from 'node:fs/promises'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { decodeByChunks, type Latent } from './decode.js'
import { withFloatConvolutions } from './float-convolutions.js'
import { type SplitVoice, splitVoice } from './split-voice.js'

/** One run of the network, in plain numbers; names are the network's own. */
export interface Piece {
  readonly integers: Readonly<Record<string, { readonly values: readonly number[]; readonly dims: readonly number[] }>>
  readonly floats: Readonly<Record<string, { readonly values: Float32Array; readonly dims: readonly number[] }>>
}

export interface SessionOptions {
  readonly modelPath: string
  readonly threads: number
  /** The model is quantised in a way that onnxruntime runs slowly (float-convolutions.ts). */
  readonly widen: boolean
  /** The model may be cut before its decoder (split-voice.ts), which takes these inputs too. Default: it is not. */
  readonly steady?: readonly string[]
}

/** A sentence whose sound has not been computed yet. */
export interface Unsounded {
  readonly latent: Latent
  readonly samplesPerFrame: number
  /** Any frames of it to their sound. */
  readonly decode: (part: Latent) => Promise<Float32Array>
  readonly whole: () => Promise<Float32Array>
  readonly chunks: () => AsyncIterable<Float32Array>
}

/** A voice's network, loaded. */
export interface Sessions {
  readonly inputs: readonly string[]
  /** A whole piece at once. */
  run(piece: Piece): Promise<Float32Array>
  /** Only of a network that could be split: its first half. */
  readonly encode?: (piece: Piece) => Promise<Unsounded>
  close(): Promise<void>
}

/** Loads the model. Throws whatever the runtime says of a file that it refuses, RangeError for one that is cut. */
export async function openSessions(options: SessionOptions): Promise<Sessions> {
  const settings = settingsFor(options.threads)
  const { modelPath, widen, steady } = options
  const model = widen ? withFloatConvolutions(await readFile(modelPath)) : undefined
  const split = steady && splitVoice(model ?? (await readFile(modelPath)), new Set(steady))
  if (split) return await openHalves(split, settings)
  const session = await InferenceSession.create((model ?? modelPath) as string, settings)
  return {
    inputs: session.inputNames,
    run: async piece => (await firstOutput(session, feedsOf(piece))).data as Float32Array,
    close: () => session.release(),
  }
}

async function openHalves(split: SplitVoice, settings: InferenceSession.SessionOptions): Promise<Sessions> {
  const encoder = await InferenceSession.create(split.encoder, settings)
  const decoder = await InferenceSession.create(split.decoder, settings)
  const encode = async (piece: Piece): Promise<Unsounded> => {
    const feeds = feedsOf(piece)
    const { data, dims } = await firstOutput(encoder, pick(feeds, encoder.inputNames))
    const [, channels, frames] = dims as [number, number, number]
    const latent = { values: data as Float32Array, channels, frames }
    const steady = pick(feeds, split.steady)
    const decode = async (part: Latent): Promise<Float32Array> => {
      const tensor = new Tensor('float32', part.values, [1, part.channels, part.frames])
      return (await firstOutput(decoder, { ...steady, [split.latent]: tensor })).data as Float32Array
    }
    return {
      latent,
      samplesPerFrame: split.samplesPerFrame,
      decode,
      whole: () => decode(latent),
      chunks: () => decodeByChunks(latent, split.reachFrames, decode),
    }
  }
  return {
    inputs: [...new Set([...encoder.inputNames, ...split.steady])],
    run: async piece => await (await encode(piece)).whole(),
    encode,
    close: async () => {
      await encoder.release()
      await decoder.release()
    },
  }
}

const settingsFor = (threads: number): InferenceSession.SessionOptions => ({
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  executionMode: 'sequential',
  // The arena stays on: without it Kokoro's peak was 1,174 MB instead of 693.
  // A spinning pool burns the core that a live call needs.
  // disable_quant_qdq lets the widened weights be computed at load instead of at each run.
  extra: { session: { intra_op: { allow_spinning: '0' }, disable_quant_qdq: '1' } },
  logSeverityLevel: 3, // unused constants of the exchanged nodes are no news
})

function feedsOf(piece: Piece): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {}
  for (const [name, { values, dims }] of Object.entries(piece.integers))
    feeds[name] = new Tensor('int64', BigInt64Array.from(values, BigInt), dims)
  for (const [name, { values, dims }] of Object.entries(piece.floats)) feeds[name] = new Tensor('float32', values, dims)
  return feeds
}

const pick = (feeds: Readonly<Record<string, Tensor>>, names: readonly string[]): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(feeds).filter(([name]) => names.includes(name)))

async function firstOutput(session: InferenceSession, feeds: Record<string, Tensor>): Promise<Tensor> {
  return (await session.run(feeds))[session.outputNames[0]!]!
}
