import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Hearing } from '../../domain/expected.js'
import { Failure } from '../../domain/failure.js'
import { ms } from '../../domain/units.js'
import type { Recogniser, RecognitionRequest } from '../port.js'
import type { NativeModel, NativeSession, Variant } from './addon.js'
import { loadAddon } from './addon.js'
import { encoderInput, isSilent } from './audio.js'
import { transcribe } from './greedy.js'
import { Sessions } from './sessions.js'

export interface WhisperOptions {
  /** A ggml Whisper model, any size, quantised or not. */
  readonly modelPath: string
  /** native/build: the variant that suits this CPU is taken. */
  readonly addonPath: string
  /** Recognitions at once; each holds 100–200 MB beside the shared weights. */
  readonly sessions: number
  /**
   * Threads of one recognition. 'auto': two while it is the only one and at most one call is live (650 → 370 ms for 2 s of
   * speech), else one: two threads each collapse when the cores are busy (22 s against 1.4 s, FACTS.md).
   */
  readonly threads: 1 | 'auto'
  /** As in nice(1); inference gives way to the media thread. Default 5. */
  readonly niceness?: number
  /** Forces a build variant (benches, tests). */
  readonly variant?: Variant
}

export interface WhisperRecogniser extends Recogniser {
  /** How many calls are live: with more than one, 'auto' stays at one thread. */
  setLiveCalls(count: number): void
  /** Recognitions under way and waiting, for admission and metrics. */
  readonly load: { readonly running: number; readonly queued: number }
  readonly variant: Variant
}

/**
 * Opens the model once and `sessions` states on it.
 * @throws Failure native/missing, models/missing, models/damaged, speech/recogniser
 */
export async function openWhisper(options: WhisperOptions): Promise<WhisperRecogniser> {
  const model = basename(options.modelPath)
  const { addon, variant } = loadAddon(options.addonPath, options.variant)
  if (!existsSync(options.modelPath)) throw new Failure('models/missing', { model })
  let weights: NativeModel
  try {
    weights = await addon.loadModel(options.modelPath)
  } catch (cause) {
    throw new Failure('models/damaged', { model }, { cause })
  }
  try {
    const sessions = await Sessions.open(addon, weights, options.sessions, options.niceness ?? 5)
    return new Whisper(model, variant, sessions, options.threads)
  } catch (cause) {
    throw new Failure('speech/recogniser', {}, { cause })
  }
}

const NOTHING = { text: '', confidence: 0, noSpeech: 1 } as const

class Whisper implements WhisperRecogniser {
  readonly model: string
  readonly variant: Variant
  readonly #sessions: Sessions
  readonly #threads: 1 | 'auto'
  #liveCalls = 1

  constructor(model: string, variant: Variant, sessions: Sessions, threads: 1 | 'auto') {
    this.model = model
    this.variant = variant
    this.#sessions = sessions
    this.#threads = threads
  }

  get load() {
    return { running: this.#sessions.running, queued: this.#sessions.queued }
  }

  setLiveCalls(count: number): void {
    this.#liveCalls = count
  }

  async hear(request: RecognitionRequest): Promise<Hearing> {
    const startedAtMs = performance.now()
    request.signal?.throwIfAborted()
    if (isSilent(request.pcm)) return { ...NOTHING, tookMs: ms(0) }
    try {
      const heard = await this.#sessions.use(request.signal, session => this.#listen(session, request))
      return { ...heard, tookMs: ms(performance.now() - startedAtMs) }
    } catch (cause) {
      if (request.signal?.aborted) throw request.signal.reason
      throw new Failure('speech/recogniser', {}, { cause })
    }
  }

  async #listen(session: NativeSession, request: RecognitionRequest): Promise<Omit<Hearing, 'tookMs'>> {
    request.signal?.throwIfAborted()
    const input = encoderInput(request.pcm)
    await session.encode(input.pcm, input.audioCtx, this.#threadsNow())
    request.signal?.throwIfAborted()
    const { text, confidence, noSpeech } = await transcribe(session, request.language, input.seconds)
    return { text, confidence, noSpeech }
  }

  #threadsNow(): number {
    return this.#threads === 'auto' && this.#sessions.running <= 1 && this.#liveCalls <= 1 ? 2 : 1
  }

  async prepareCarriers(): Promise<void> {}

  async close(): Promise<void> {
    await this.#sessions.close()
  }
}
