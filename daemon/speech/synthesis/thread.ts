import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Failure } from '../../domain/failure.js'
import type { FromNetwork, NetworkOptions, Piece, ToNetwork } from './network.js'

/** A voice's network in its own thread. */
export interface VoiceThread {
  /** The network's inputs, by its own names. */
  readonly inputs: readonly string[]
  /** Runs the pieces one after the other and finishes them into one 8 kHz clip. Throws Failure speech/synthesiser. */
  speak(pieces: readonly Piece[], gapMs: number): Promise<Int16Array>
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (pcm: Int16Array) => void
  readonly reject: (cause: Failure) => void
}

/** Starts the thread and loads the model. Throws Failure models/damaged when the runtime refuses the file. */
export async function openVoiceThread(options: NetworkOptions): Promise<VoiceThread> {
  const worker = new Worker(new URL('./network.js', import.meta.url), { workerData: options })
  const waiting = new Map<number, Waiting>()
  const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()))
  let alive = true
  let lastId = 0
  const ready = await new Promise<readonly string[]>((resolve, reject) => {
    const refused = () => reject(new Failure('models/damaged', { model: basename(options.modelPath) }))
    const ended = () => {
      alive = false
      refused()
      for (const { reject: fail } of waiting.values()) fail(new Failure('speech/synthesiser'))
      waiting.clear()
    }
    worker.on('error', ended)
    worker.on('exit', ended)
    worker.on('message', (message: FromNetwork) => {
      if ('ready' in message) return resolve(message.inputs)
      if ('unusable' in message) return refused()
      const asked = waiting.get(message.id)
      waiting.delete(message.id)
      if ('pcm' in message) asked?.resolve(message.pcm)
      else asked?.reject(new Failure('speech/synthesiser'))
    })
  })
  return {
    inputs: ready,
    speak: (pieces, gapMs) => {
      if (!alive) return Promise.reject(new Failure('speech/synthesiser'))
      lastId += 1
      const id = lastId
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, pieces, gapMs } satisfies ToNetwork)
      })
    },
    close: async () => {
      if (alive) worker.postMessage({ close: true } satisfies ToNetwork)
      await exited
    },
  }
}
