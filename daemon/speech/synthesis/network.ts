/**
 * The thread program of one voice: an ONNX network that turns numbers into sound. A native run blocks its JavaScript thread for
 * up to seconds, so it never shares one with a call.
 */

import { setPriority } from 'node:os'
import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Latent } from './decode.js'
import { finishClip, joined } from './finish.js'
import { LiveBand, LiveFinish } from './finish-live.js'
import { toDb, voicedLevel } from './level.js'
import { type Learnt, LevelForecast } from './level-forecast.js'
import { openSessions, type Piece, type SessionOptions, type Sessions, type Unsounded } from './sessions.js'

export interface NetworkOptions extends SessionOptions {
  readonly rateHz: number
  /** As in nice(1), of this thread alone (Linux): a voice that renders ahead gives way to calls that are live. */
  readonly niceness: number
  /** What the voice's thread knew of its levels when it ended the last time. */
  readonly learnt?: Learnt
}

export type ToNetwork =
  | { readonly id: number; readonly pieces: readonly Piece[]; readonly gapMs: number; readonly live: boolean }
  /** What sound there still is of it is wanted by nobody. */
  | { readonly enough: number }
  | { readonly close: true }

export type FromNetwork =
  | { readonly ready: true; readonly inputs: readonly string[] }
  | { readonly id: number; readonly pcm: Int16Array; readonly last: boolean }
  | { readonly id: number; readonly failed: true }
  | { readonly unusable: true }
  | { readonly closed: true; readonly learnt?: Learnt }

type Order = Extract<ToNetwork, { readonly id: number }>

class VoiceProgram {
  readonly #port: MessagePort
  readonly #sessions: Sessions
  readonly #rateHz: number
  readonly #forecast: LevelForecast
  /** Live ones that are to be given up. */
  readonly #enough = new Set<number>()

  readonly #waiting: Order[] = []
  #working: Promise<void> | undefined

  constructor(port: MessagePort, sessions: Sessions, { rateHz, learnt }: NetworkOptions) {
    this.#port = port
    this.#sessions = sessions
    this.#rateHz = rateHz
    this.#forecast = new LevelForecast(rateHz, learnt)
  }

  obey(order: Order): void {
    this.#waiting.push(order)
    this.#working ??= this.#work()
  }

  enough(id: number): void {
    this.#enough.add(id)
  }

  /** Ends behind everything that was asked for. */
  async close(): Promise<void> {
    await this.#working
    await this.#sessions.close()
    this.#port.postMessage({
      closed: true,
      ...(this.#forecast.learnt && { learnt: this.#forecast.learnt }),
    } satisfies FromNetwork)
    this.#port.close()
  }

  /** One after the other; what somebody is listening for goes before what is rendered ahead. */
  async #work(): Promise<void> {
    for (;;) {
      await turnOfTheLoop()
      const live = this.#waiting.findIndex(order => order.live)
      const [order] = this.#waiting.splice(Math.max(0, live), 1)
      if (!order) break
      await this.#speak(order)
    }
    this.#working = undefined
  }

  async #speak(order: Order): Promise<void> {
    try {
      await (order.live && this.#sessions.encode ? this.#speakLive(order) : this.#speakWhole(order))
    } catch {
      this.#port.postMessage({ id: order.id, failed: true } satisfies FromNetwork)
    }
    this.#enough.delete(order.id)
  }

  #tell(id: number, pcm: Int16Array, last: boolean): void {
    this.#port.postMessage({ id, pcm, last } satisfies FromNetwork, [pcm.buffer as ArrayBuffer])
  }

  #gap({ gapMs }: Order): Float32Array {
    return new Float32Array(Math.round((gapMs * this.#rateHz) / 1000))
  }

  async #speakWhole(order: Order): Promise<void> {
    const sound: Float32Array[] = []
    for (const piece of order.pieces)
      sound.push(...(sound.length > 0 ? [this.#gap(order)] : []), await this.#run(piece))
    this.#tell(order.id, finishClip(sound, this.#rateHz), true)
  }

  async #run(piece: Piece): Promise<Float32Array> {
    const unsounded = await this.#sessions.encode?.(piece)
    if (!unsounded) return await this.#sessions.run(piece)
    const sound = await unsounded.whole()
    this.#forecast.learn(unsounded.latent, sound)
    return sound
  }

  async #speakLive(order: Order): Promise<void> {
    const band = new LiveBand(this.#rateHz)
    const finish = new LiveFinish()
    const said: { readonly latent: Latent; readonly sound: Float32Array }[] = []
    for (const piece of order.pieces) {
      const unsounded = await this.#sessions.encode!(piece)
      if (said.length > 0)
        this.#tell(order.id, finish.push(band.push(this.#gap(order)), this.#forecast.of(unsounded.latent)), false)
      const sound = await this.#sound(order.id, unsounded, band, finish)
      if (!sound) return
      said.push({ latent: unsounded.latent, sound })
    }
    this.#tell(order.id, finish.end(band.end()), true)
    for (const { latent, sound } of said) this.#forecast.learn(latent, sound)
  }

  /** Tells it as it is computed; undefined when nobody listens any more. */
  async #sound(
    id: number,
    { latent, samplesPerFrame, chunks }: Unsounded,
    band: LiveBand,
    finish: LiveFinish,
  ): Promise<Float32Array | undefined> {
    const raw: Float32Array[] = []
    const narrow: Float32Array[] = []
    let frames = 0
    for await (const sound of chunks()) {
      // Orders are read between two chunks only: a native run lets nothing else happen in this thread.
      await turnOfTheLoop()
      if (this.#enough.has(id)) return undefined
      const chunk = band.push(sound)
      raw.push(sound)
      narrow.push(chunk)
      frames += sound.length / samplesPerFrame
      const level = this.#forecast.when(latent, frames, toDb(voicedLevel(joined(narrow))))
      this.#tell(id, finish.push(chunk, level), false)
    }
    return joined(raw)
  }
}

async function serve(port: MessagePort, options: NetworkOptions): Promise<void> {
  // Linux keeps niceness per thread and 0 means the caller; elsewhere it would slow the whole daemon.
  if (process.platform === 'linux') setPriority(0, options.niceness)
  const sessions = await openSessions(options)
  const program = new VoiceProgram(port, sessions, options)
  port.on('message', (message: ToNetwork) => {
    if ('close' in message) void program.close()
    else if ('enough' in message) program.enough(message.enough)
    else program.obey(message)
  })
  port.postMessage({ ready: true, inputs: sessions.inputs } satisfies FromNetwork)
}

const port = parentPort!
serve(port, workerData as NetworkOptions).catch(() => {
  port.postMessage({ unusable: true } satisfies FromNetwork)
  port.close()
})
