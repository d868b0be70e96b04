import { existsSync } from 'node:fs'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { Failure } from '../domain/failure.js'
import { LINE_HZ } from '../domain/units.js'
import { WINDOW_SAMPLES } from './leg-core.js'

/** Silero v5/v6 wants the last 32 samples of the window before in front of each window of 256 at 8 kHz. */
const CONTEXT_SAMPLES = 32
const STATE_SHAPE = [2, 1, 128]
const STATE_SIZE = 256
/**
 * Windows of one and the same digital silence after which nothing more is computed: 1 s. Such is every line that sends nothing while
 * its end is silent.
 */
const SAME_SILENCE_WINDOWS = 32
/** What digital silence is made of: nothing sent, µ-law's zero; A-law's two (G.711). */
const SILENT_SAMPLES = [0, 8, -8] as const
/**
 * Silero's memory drifts for as long as it hears silence (0.02 a window, 40 after a minute), and it takes a sound for speech the later:
 * it goes on as it is after eight seconds, about what somebody is silent between two answers. Held at one second, a sound was
 * taken for speech up to 96 ms earlier, and half a cough with it.
 */
const REMEMBERED_WINDOWS = 256

/** The Silero model in memory, shared by all legs of a thread. */
export class VoiceActivity {
  readonly #session: InferenceSession
  readonly #rate = new Tensor('int64', BigInt64Array.of(BigInt(LINE_HZ)), [])
  readonly #afterSilence = new Map<number, Tensor>()

  private constructor(session: InferenceSession) {
    this.#session = session
  }

  /** Throws Failure models/missing or models/damaged. One thread: 0.15 ms a window leaves nothing to share out. */
  static async load(path: string): Promise<VoiceActivity> {
    if (!existsSync(path)) throw new Failure('models/missing', { model: 'silero_vad.onnx' })
    try {
      const session = await InferenceSession.create(path, {
        executionMode: 'sequential',
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        logSeverityLevel: 4,
      })
      const voiceActivity = new VoiceActivity(session)
      for (const sample of SILENT_SAMPLES) await voiceActivity.#rememberSilence(sample)
      return voiceActivity
    } catch (cause) {
      throw new Failure('models/damaged', { model: 'silero_vad.onnx' }, { cause })
    }
  }

  /** A leg's own memory of what it heard. */
  gauge(): VoiceGauge {
    return new VoiceGauge(this.#session, this.#rate, this.#afterSilence)
  }

  async #rememberSilence(sample: number): Promise<void> {
    const gauge = new VoiceGauge(this.#session, this.#rate, new Map())
    const silence = new Int16Array(WINDOW_SAMPLES).fill(sample)
    for (let i = 0; i < REMEMBERED_WINDOWS; i++) await gauge.score(silence)
    this.#afterSilence.set(sample, gauge.memory)
  }

  async close(): Promise<void> {
    await this.#session.release()
  }
}

export class VoiceGauge {
  readonly #session: InferenceSession
  readonly #rate: Tensor
  readonly #afterSilence: ReadonlyMap<number, Tensor>
  readonly #input = new Float32Array(CONTEXT_SAMPLES + WINDOW_SAMPLES)
  #state: Tensor = new Tensor('float32', new Float32Array(STATE_SIZE), STATE_SHAPE)
  #sameSilence = 0
  #lastSample = 0
  #lastScore = 0

  constructor(session: InferenceSession, rate: Tensor, afterSilence: ReadonlyMap<number, Tensor>) {
    this.#session = session
    this.#rate = rate
    this.#afterSilence = afterSilence
  }

  get memory(): Tensor {
    return this.#state
  }

  /** Probability 0–1 that the 256 samples hold speech. Windows must come in order, one at a time. */
  async score(pcm: Int16Array): Promise<number> {
    if (this.#isSameSilence(pcm)) return this.#lastScore
    this.#input.copyWithin(0, WINDOW_SAMPLES)
    for (let i = 0; i < WINDOW_SAMPLES; i++) this.#input[CONTEXT_SAMPLES + i] = pcm[i]! / 32_768
    const outputs = await this.#session.run({
      input: new Tensor('float32', this.#input, [1, this.#input.length]),
      state: this.#state,
      sr: this.#rate,
    })
    const { output, stateN } = outputs
    if (!output || !stateN) throw new Failure('models/damaged', { model: 'silero_vad.onnx' })
    this.#state = stateN
    this.#lastScore = (output.data as Float32Array)[0] ?? 0
    return this.#lastScore
  }

  /** Counts digital silence; a second of it leaves the memory that longer silence would. */
  #isSameSilence(pcm: Int16Array): boolean {
    const sample = pcm[0] ?? 0
    const isSame = sample === this.#lastSample && pcm.every(each => each === sample)
    this.#lastSample = sample
    this.#sameSilence = isSame ? this.#sameSilence + 1 : 0
    const remembered = this.#sameSilence > SAME_SILENCE_WINDOWS ? this.#afterSilence.get(sample) : undefined
    if (remembered !== undefined) this.#state = remembered
    return remembered !== undefined
  }
}
