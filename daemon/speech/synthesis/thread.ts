import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Failure } from '../../domain/failure.js'
import { Arrivals, type Waiting } from './arrivals.js'
import type { Learnt } from './level-forecast.js'
import type { FromNetwork, NetworkOptions, ToNetwork } from './network.js'
import type { Piece } from './sessions.js'

/** A voice's network in its own thread. */
export interface VoiceThread {
  /** The network's inputs, by its own names. */
  readonly inputs: readonly string[]
  /** Runs the pieces one after the other and finishes them into one 8 kHz clip. Throws Failure speech/synthesiser. */
  speak(pieces: readonly Piece[], gapMs: number): Promise<Int16Array>
  /**
   * The same clip as it comes; all at once from a network that cannot be split. Whoever stops reading stops the work, after the chunk it
   * is at. Throws Failure speech/synthesiser.
   */
  stream(pieces: readonly Piece[], gapMs: number): AsyncGenerator<Int16Array, void, undefined>
  /** What the thread has learnt of the voice's levels: the next one may be opened with it. */
  close(): Promise<Learnt | undefined>
}

type Order = Extract<ToNetwork, { readonly id: number }>

/** Starts the thread and loads the model. Throws Failure models/damaged when the runtime refuses the file. */
export async function openVoiceThread(options: NetworkOptions): Promise<VoiceThread> {
  const worker = new Worker(new URL('./network.js', import.meta.url), { workerData: options })
  const waiting = new Map<number, Waiting>()
  const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()))
  let alive = true
  let lastId = 0
  let learnt: Learnt | undefined
  const ready = await new Promise<readonly string[]>((resolve, reject) => {
    const refused = () => reject(new Failure('models/damaged', { model: basename(options.modelPath) }))
    const ended = () => {
      alive = false
      refused()
      for (const { fail } of waiting.values()) fail(new Failure('speech/synthesiser'))
      waiting.clear()
    }
    worker.on('error', ended)
    worker.on('exit', ended)
    worker.on('message', (message: FromNetwork) => {
      if ('ready' in message) return resolve(message.inputs)
      if ('unusable' in message) return refused()
      if ('closed' in message) {
        learnt = message.learnt
        return
      }
      const asked = waiting.get(message.id)
      if ('failed' in message || message.last) waiting.delete(message.id)
      if ('pcm' in message) asked?.sound(message.pcm, message.last)
      else asked?.fail(new Failure('speech/synthesiser'))
    })
  })
  const ask = (order: Pick<Order, 'pieces' | 'gapMs' | 'live'>, asked: Waiting): number => {
    lastId += 1
    waiting.set(lastId, asked)
    worker.postMessage({ id: lastId, ...order } satisfies ToNetwork)
    return lastId
  }
  return {
    inputs: ready,
    speak: (pieces, gapMs) => {
      if (!alive) return Promise.reject(new Failure('speech/synthesiser'))
      return new Promise((resolve, reject) => {
        ask({ pieces, gapMs, live: false }, { sound: resolve, fail: reject })
      })
    },
    stream: async function* (pieces, gapMs) {
      if (!alive) throw new Failure('speech/synthesiser')
      const arrivals = new Arrivals()
      const id = ask({ pieces, gapMs, live: true }, arrivals)
      try {
        yield* arrivals.read()
      } finally {
        if (waiting.delete(id) && alive) worker.postMessage({ enough: id } satisfies ToNetwork)
      }
    },
    close: async () => {
      if (alive) worker.postMessage({ close: true } satisfies ToNetwork)
      await exited
      return learnt
    },
  }
}
