import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Failure } from '../../domain/failure.js'

/** A loaded model's weights; freed when nothing refers to it any more. */
export type NativeModel = object

/** What stands before the words that are asked for. */
export interface Opening {
  /** ISO 639-1. */
  readonly language: string
  /** Earlier text: vocabulary and style, not part of the result. */
  readonly prompt?: string
  /** Words that the audio begins with, forced. */
  readonly prefix?: string
}

export interface ScoreOptions extends Opening {
  readonly pruneBelow: number
  readonly mostRows: number
}

/** The likeliest words. Log-probabilities are natural, one a token. */
export interface NativeTranscript {
  readonly text: string
  readonly logProbabilities: Float32Array
  /** Of closing (end or punctuation) where it ended. */
  readonly endLogProbability: number
  readonly noSpeech: number
  /** Cut because a tail came three times in a row. */
  readonly looped: boolean
}

/**
 * One whisper_state with a thread of its own. One call at a time (else it throws, code "busy"); errors of the work reject with
 * code "failed", an abort with code "aborted".
 */
export interface NativeSession {
  open(): Promise<void>
  /** `pcm`: 16 kHz mono, −1…1, at least 25 ms, copied. `audioCtx`: 20 ms positions the encoder sees, 1–1500. */
  encode(pcm: Float32Array, audioCtx: number, threads: number): Promise<void>
  greedy(options: Opening & { readonly maxTokens: number }): Promise<NativeTranscript>
  /**
   * A beam search: at most `width` (1–12) whole texts, best first; what falls `pruneBelow` (log-probability) under the best is left.
   * None where all were cut at `maxTokens`.
   */
  alternatives(
    options: Opening & { readonly maxTokens: number; readonly width: number; readonly pruneBelow: number },
  ): Promise<readonly NativeTranscript[]>
  /**
   * Log-probability of each candidate as the whole of what was said, closing included (with "…" at its end, as its
   * beginning). −Infinity: `pruneBelow` under the best,
   * or left because `mostRows` branches (3–7 ms each) had been evaluated.
   */
  score(candidates: readonly string[], options: ScoreOptions): Promise<Float32Array>
  /** Probability of each language among those named. */
  languages(codes: readonly string[]): Promise<Float32Array>
  /** The pending call rejects within 30 ms. */
  abort(): void
  close(): void
}

export interface NativeAddon {
  loadModel(path: string): Promise<NativeModel>
  /** `niceness` as in nice(1). */
  readonly Session: new (
    model: NativeModel,
    niceness: number,
  ) => NativeSession
}

/** Best first. */
const VARIANTS = ['v4', 'v3', 'v2', 'native'] as const
export type Variant = (typeof VARIANTS)[number]
const ADDON = 'hellojade_whisper.node'

function cpuFlags(): ReadonlySet<string> {
  try {
    const flags = /^flags\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? ''
    return new Set(flags.split(' '))
  } catch {
    return new Set()
  }
}

/**
 * Loads the best variant in `folder` (native/build) that this CPU runs, or the one asked for.
 * @throws Failure native/missing
 */
export function loadAddon(
  folder: string,
  variant?: Variant,
): { readonly addon: NativeAddon; readonly variant: Variant } {
  const flags = cpuFlags()
  const runs = (name: Variant): boolean => {
    const needs = join(folder, name, 'needs.json')
    if (!existsSync(needs) || !existsSync(join(folder, name, ADDON))) return false
    return (JSON.parse(readFileSync(needs, 'utf8')) as string[]).every(flag => flags.has(flag))
  }
  const chosen = VARIANTS.find(name => (variant === undefined || name === variant) && runs(name))
  if (chosen === undefined) throw new Failure('native/missing')
  try {
    const addon = createRequire(import.meta.url)(join(folder, chosen, ADDON)) as NativeAddon
    return { addon, variant: chosen }
  } catch (cause) {
    throw new Failure('native/missing', {}, { cause })
  }
}
