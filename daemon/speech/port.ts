import type { Expected, Hearing, Language } from '../domain/expected.js'
import type { Clip } from '../media/port.js'

export interface RecognitionRequest {
  /** 8 kHz mono as it came off the line, with some silence at both ends. */
  readonly pcm: Int16Array
  readonly language: Language
  readonly expected: Expected
  /** Aborted when the patient goes on speaking: the promise rejects with the signal's reason within 30 ms. */
  readonly signal?: AbortSignal
  /** Since when the patient is silent, of performance.now(): who waits longest is heard first. Default: since it was asked. */
  readonly silentSinceMs?: number
}

/** What the last half minute asked of the recogniser. */
export interface Strain {
  /** Recognitions that were asked for. */
  readonly turns: number
  /** Nine of ten had their session within so many ms. */
  readonly waitedMs: number
  /** Of all sessions' time, 0–1. */
  readonly busyShare: number
}

/** In-process Whisper: bounded number of simultaneous inferences, one thread each. */
export interface Recogniser {
  hear(request: RecognitionRequest): Promise<Hearing>
  /** Prepares carriers for closed questions: `speak` gives the agent's own voice for a text. Call once at start-up. */
  prepareCarriers(carriers: readonly string[], speak: (text: string) => Promise<Clip>): Promise<void>
  readonly model: string
  close(): Promise<void>
}

/** A voice. Runs in its own thread; text is plain French/Dutch/English, digits allowed (written out inside). */
export interface Synthesiser {
  /** e.g. "kokoro-ff_siwis", "piper-fr_FR-siwis-medium". */
  readonly voice: string
  /** Changes whenever the same text would sound different; part of the cache key. */
  readonly version: string
  readonly language: Language
  /** Why this voice speaks, for `models list` and the start-up line. */
  readonly reason: string
  /** True when it is too slow for a call (RTF > 0.5): everything must be rendered ahead. */
  readonly slow: boolean
  /** Returns 8 kHz, trimmed to ≤ 40 ms of silence at both ends, level −20 dBFS RMS of the voiced part, peak ≤ −3 dBFS. */
  synthesise(text: string): Promise<Clip>
  /**
   * The same as it comes, at 8 kHz, for a sentence that nobody has rendered; the pieces together are the clip, their level within
   * 1.2 dB of it once the voice has said three sentences (before, within 4). Whoever stops reading stops the work. Throws Failure
   * speech/synthesiser.
   */
  stream?(text: string): AsyncIterable<Int16Array>
  close(): Promise<void>
}

/** Sentences ready on disk, by voice, text and version. */
export interface Prompts {
  has(text: string): boolean
  /** The clip, from memory or disk; throws Failure speech/unrendered. */
  get(text: string): Clip
  /**
   * A sentence as it is rendered, and kept like any other when it is whole, whether or not somebody goes on reading; at once where it
   * is there. Throws Failure speech/synthesiser.
   */
  speak?(text: string): AsyncIterable<Int16Array>
  /**
   * Renders what is missing (bounded parallelism, resumable after a kill, atomic files); `onDone` per sentence. Sentences with
   * somebody's name carry whose they are (`personal`), so that they can be erased.
   */
  render(
    texts: readonly string[],
    onDone?: (done: number, of: number) => void,
    owner?: { readonly personal?: string },
  ): Promise<void>
}
