import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Hearing } from '../../domain/expected.js'
import { Failure } from '../../domain/failure.js'
import { ms } from '../../domain/units.js'
import type { Recogniser, RecognitionRequest, Strain } from '../port.js'
import type { NativeModel, Variant } from './addon.js'
import { loadAddon } from './addon.js'
import { isSilent } from './audio.js'
import { type Carrier, type Examined, listen } from './listening.js'
import { Sessions } from './sessions.js'
import { SpareCores } from './spare.js'
import { type Calibration, calibrationPath, readCalibration } from './trust.js'

export interface WhisperOptions {
  /** A ggml Whisper model, any size, quantised or not. */
  readonly modelPath: string
  /** native/build: the variant that suits this CPU is taken. */
  readonly addonPath: string
  /** Recognitions at once; each holds 100–200 MB beside the shared weights. */
  readonly sessions: number
  /**
   * Threads of one recognition. 'auto': two while it is the only one, at most one call is live and the machine has a core to spare
   * (650 → 370 ms for 2 s of speech), else one: beside other work two are slower than one (22 s against 1.4 s, FACTS.md).
   */
  readonly threads: 1 | 'auto'
  /** As in nice(1); inference gives way to the media thread. Default 5. */
  readonly niceness?: number
  /** Forces a build variant (benches, tests). */
  readonly variant?: Variant
  /** Default: the file beside the sources. */
  readonly calibration?: Calibration
}

export interface WhisperRecogniser extends Recogniser {
  /** How many calls are live: with more than one, 'auto' stays at one thread. */
  setLiveCalls(count: number): void
  /** Recognitions under way and waiting, for admission and metrics. */
  readonly load: { readonly running: number; readonly queued: number }
  /** What the last half minute asked of it, for admission. */
  readonly strain: Strain
  readonly variant: Variant
  /** As `hear`, with the evidence; `always` hears short answers both ways even where one was sure (calibration). */
  examine(request: RecognitionRequest, always?: boolean): Promise<Examined>
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
    const calibration = options.calibration ?? readCalibration(calibrationPath())
    return new Whisper(model, variant, sessions, options.threads, calibration)
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
  readonly #calibration: Calibration
  readonly #carriers = new Map<string, Carrier>()
  readonly #spare = new SpareCores()
  #liveCalls = 1

  constructor(model: string, variant: Variant, sessions: Sessions, threads: 1 | 'auto', calibration: Calibration) {
    this.model = model
    this.variant = variant
    this.#sessions = sessions
    this.#threads = threads
    this.#calibration = calibration
  }

  get load() {
    return { running: this.#sessions.running, queued: this.#sessions.queued }
  }

  get strain() {
    return this.#sessions.strain
  }

  setLiveCalls(count: number): void {
    this.#liveCalls = count
  }

  async hear(request: RecognitionRequest): Promise<Hearing> {
    const startedAtMs = performance.now()
    const { hearing } = await this.examine(request)
    return { ...hearing, tookMs: ms(performance.now() - startedAtMs) }
  }

  async examine(request: RecognitionRequest, always = false): Promise<Examined> {
    const { pcm, language, expected, signal, silentSinceMs: sinceMs = performance.now() } = request
    signal?.throwIfAborted()
    if (isSilent(pcm)) return { hearing: NOTHING, stages: {}, seconds: 0 }
    const carrier = 'carrier' in expected ? this.#carriers.get(expected.carrier ?? '') : undefined
    const calibration = this.#calibration
    try {
      return await this.#sessions.use({ signal, sinceMs }, session => {
        const spare = this.#threads === 'auto' && this.#spare.isThere
        const threads = () => (spare && this.#sessions.running <= 1 && this.#liveCalls <= 1 ? 2 : 1)
        const othersWait = () => this.#sessions.queued > 0
        return listen({ session, pcm, language, expected, carrier, calibration, threads, signal, othersWait, always })
      })
    } catch (cause) {
      if (signal?.aborted) throw signal.reason
      throw new Failure('speech/recogniser', {}, { cause })
    } finally {
      this.#spare.rest()
    }
  }

  async prepareCarriers(
    carriers: readonly string[],
    speak: Parameters<Recogniser['prepareCarriers']>[1],
  ): Promise<void> {
    for (const text of new Set(carriers)) {
      const { pcm } = await speak(text)
      this.#carriers.set(text, { text, pcm })
    }
  }

  async close(): Promise<void> {
    await this.#sessions.close()
  }
}
