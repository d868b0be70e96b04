import { Worker } from 'node:worker_threads'
import { Failure } from '../domain/failure.js'
import type {
  Answers,
  FromThread,
  LegOrder,
  LegQuestion,
  PortRange,
  ThreadLine,
  ThreadSetup,
  ToThread,
} from './messages.js'
import type { Media, MediaLeg, MediaOptions } from './port.js'
import { RemoteLeg } from './remote-leg.js'

export interface OpenMediaOptions {
  /** silero_vad.onnx (the 8 kHz and 16 kHz model). */
  readonly sileroPath: string
  /** The address that RTP sockets are bound to. Default 127.0.0.1. */
  readonly host?: string
  /** Ports for RTP behind a firewall; a taken one is passed over. Default: any the system gives. */
  readonly ports?: PortRange
}

/** Starts the media thread. Throws Failure models/missing, models/damaged or media/stopped. */
export async function openMedia(options: OpenMediaOptions): Promise<Media> {
  const thread = new MediaThread(options)
  await thread.start()
  return thread
}

/** A recording on a slow disk may take a while to be synced; longer is a thread that hangs. */
const CLOSE_LIMIT_MS = 10_000

type Waiting = { resolve: (answer: Answers[keyof Answers]) => void; reject: (failure: Failure) => void }

/** The main thread's side. A thread that died is replaced at the next `open`, so that the daemon goes on with the next call. */
export class MediaThread implements Media, ThreadLine {
  readonly #setup: ThreadSetup
  readonly #legs = new Map<number, RemoteLeg>()
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #starting: Promise<void> | undefined
  #ids = 0
  #tickets = 0
  #closed = false

  constructor(options: OpenMediaOptions) {
    this.#setup = { ...options, host: options.host ?? '127.0.0.1' }
  }

  get openLegs(): number {
    return this.#legs.size
  }

  /** The thread itself, for benches that measure it and tests that end it. */
  get worker(): Worker | undefined {
    return this.#worker
  }

  async start(): Promise<void> {
    if (this.#closed) throw new Failure('media/stopped')
    if (this.#worker) return
    this.#starting ??= this.#startThread().finally(() => {
      this.#starting = undefined
    })
    await this.#starting
  }

  async open(options: MediaOptions): Promise<MediaLeg> {
    await this.start()
    const id = ++this.#ids
    const local = await this.ask(id, { type: 'open', options })
    const leg = new RemoteLeg(this, id, local, options.keepAudio ?? false)
    this.#legs.set(id, leg)
    return leg
  }

  /** Ends every leg and the thread; safe twice. A thread that does not answer is ended by force. */
  async close(): Promise<void> {
    this.#closed = true
    const worker = this.#worker
    if (!worker) return
    const limit = setTimeout(() => void worker.terminate(), CLOSE_LIMIT_MS)
    const gone = new Promise<void>(resolve => worker.once('exit', () => resolve()))
    await Promise.all([...this.#legs.values()].map(leg => leg.close()))
    this.#post({ kind: 'end' })
    await gone
    clearTimeout(limit)
  }

  /** For legs only. */
  order(leg: number, order: LegOrder, transfer: ArrayBuffer[] = []): void {
    this.#post({ kind: 'order', leg, order }, transfer)
  }

  /** For legs only. */
  async ask<Type extends LegQuestion['type']>(
    leg: number,
    question: Extract<LegQuestion, { type: Type }>,
  ): Promise<Answers[Type]> {
    if (!this.#worker) throw new Failure('media/stopped')
    const ticket = ++this.#tickets
    const answer = await new Promise<Answers[keyof Answers]>((resolve, reject) => {
      this.#waiting.set(ticket, { resolve, reject })
      this.#post({ kind: 'question', leg, ticket, question })
    })
    return answer as Answers[Type]
  }

  /** For legs only. */
  forget(leg: number): void {
    this.#legs.delete(leg)
  }

  #post(message: ToThread, transfer: ArrayBuffer[] = []): void {
    this.#worker?.postMessage(message, transfer)
  }

  async #startThread(): Promise<void> {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: this.#setup, name: 'media' })
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: FromThread) => {
        if (message.kind === 'ready') {
          this.#worker = worker
          resolve()
        } else if (message.kind === 'unfit') {
          reject(new Failure(message.refusal.code, message.refusal.facts))
        } else this.#onMessage(message)
      })
      // 'exit' always follows an 'error', and is what everything is settled by.
      worker.on('error', () => undefined)
      worker.once('exit', () => {
        reject(new Failure('media/stopped'))
        if (this.#worker === worker) this.#onGone()
      })
    })
  }

  #onMessage(message: Exclude<FromThread, { kind: 'ready' | 'unfit' }>): void {
    if (message.kind === 'events') {
      this.#legs.get(message.leg)?.report(message.events)
      return
    }
    const waiting = this.#waiting.get(message.ticket)
    this.#waiting.delete(message.ticket)
    if (message.kind === 'answer') waiting?.resolve(message.answer)
    else waiting?.reject(new Failure(message.refusal.code, message.refusal.facts))
  }

  #onGone(): void {
    this.#worker = undefined
    for (const waiting of this.#waiting.values()) waiting.reject(new Failure('media/stopped'))
    this.#waiting.clear()
    for (const leg of [...this.#legs.values()]) leg.threadGone()
    this.#legs.clear()
  }
}
