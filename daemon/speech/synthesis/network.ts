/**
 * The thread program of one voice: an ONNX network that turns numbers into sound. A native run blocks its JavaScript thread for
 * seconds, so it never shares one with a call.
 */

import { readFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { finishClip } from './finish.js'
import { withFloatConvolutions } from './float-convolutions.js'

/** One run of the network, in plain numbers; names are the network's own. */
export interface Piece {
  readonly integers: Readonly<Record<string, { readonly values: readonly number[]; readonly dims: readonly number[] }>>
  readonly floats: Readonly<Record<string, { readonly values: Float32Array; readonly dims: readonly number[] }>>
}

export interface NetworkOptions {
  readonly modelPath: string
  readonly rateHz: number
  readonly threads: number
  /** The model is quantised in a way that onnxruntime runs slowly (float-convolutions.ts). */
  readonly widen: boolean
  /** As in nice(1), of this thread alone (Linux): a voice that renders ahead gives way to calls that are live. */
  readonly niceness: number
}

export type ToNetwork =
  | { readonly id: number; readonly pieces: readonly Piece[]; readonly gapMs: number }
  | { readonly close: true }

export type FromNetwork =
  | { readonly ready: true; readonly inputs: readonly string[] }
  | { readonly id: number; readonly pcm: Int16Array }
  | { readonly id: number; readonly failed: true }
  | { readonly unusable: true }

async function serve(port: MessagePort, options: NetworkOptions): Promise<void> {
  // Linux keeps niceness per thread and 0 means the caller; elsewhere it would slow the whole daemon.
  if (process.platform === 'linux') setPriority(0, options.niceness)
  const settings: InferenceSession.SessionOptions = {
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    // A spinning pool burns the core that a live call needs.
    // disable_quant_qdq lets the widened weights be computed at load instead of at each run.
    extra: { session: { intra_op: { allow_spinning: '0' }, disable_quant_qdq: '1' } },
    logSeverityLevel: 3, // unused constants of the exchanged nodes are no news
  }
  // The arena stays on: without it Kokoro's peak was 1,174 MB instead of 693.
  const session = options.widen
    ? await InferenceSession.create(withFloatConvolutions(await readFile(options.modelPath)), settings)
    : await InferenceSession.create(options.modelPath, settings)
  const run = async (piece: Piece): Promise<Float32Array> => {
    const feeds: Record<string, Tensor> = {}
    for (const [name, { values, dims }] of Object.entries(piece.integers))
      feeds[name] = new Tensor('int64', BigInt64Array.from(values, BigInt), dims)
    for (const [name, { values, dims }] of Object.entries(piece.floats))
      feeds[name] = new Tensor('float32', values, dims)
    const out = await session.run(feeds)
    return out[session.outputNames[0]!]!.data as Float32Array
  }
  const speak = async (pieces: readonly Piece[], gapMs: number): Promise<Int16Array> => {
    const gap = new Float32Array(Math.round((gapMs * options.rateHz) / 1000))
    const sound: Float32Array[] = []
    for (const piece of pieces) sound.push(...(sound.length > 0 ? [gap] : []), await run(piece))
    return finishClip(sound, options.rateHz)
  }
  let queue: Promise<unknown> = Promise.resolve()
  port.on('message', (message: ToNetwork) => {
    queue = queue.then(async () => {
      if ('close' in message) {
        await session.release()
        port.close()
        return
      }
      try {
        const pcm = await speak(message.pieces, message.gapMs)
        port.postMessage({ id: message.id, pcm } satisfies FromNetwork, [pcm.buffer as ArrayBuffer])
      } catch {
        port.postMessage({ id: message.id, failed: true } satisfies FromNetwork)
      }
    })
  })
  port.postMessage({ ready: true, inputs: session.inputNames } satisfies FromNetwork)
}

const port = parentPort!
serve(port, workerData as NetworkOptions).catch(() => {
  port.postMessage({ unusable: true } satisfies FromNetwork)
  port.close()
})
