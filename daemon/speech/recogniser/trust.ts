import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Expected } from '../../domain/expected.js'
import type { Candidate } from './candidates.js'
import type { Verdict } from './closed.js'
import type { Greedy } from './greedy.js'
import { valuesIn } from './read.js'

/**
 * What tells whether the best value may be believed, each 0 where it says nothing: margin to the next; distance to the free
 * transcript; the transcript read as the same value, or as another; seconds of speech more than the value's words take;
 * Whisper's "no speech"; both hearings agree.
 */
export const FEATURES = ['margin', 'gap', 'agrees', 'disagrees', 'overlong', 'noSpeech', 'twice'] as const
export type Feature = (typeof FEATURES)[number]
export type Evidence = Readonly<Record<Feature, number>>

/** A logistic model: sure when bias + Σ weight × feature reaches the threshold. */
export interface Trust {
  readonly bias: number
  readonly weights: Evidence
  readonly threshold: number
}

export type ClosedKind = Exclude<Expected['kind'], 'free' | 'date'>

/** Made by `bench/recogniser.ts --calibrate`, never edited by hand. */
export interface Calibration {
  readonly model: string
  /** Answers up to this length are heard a second time behind the carrier when the first hearing is not sure; 0 never. */
  readonly carrierUpToSeconds: Readonly<Record<ClosedKind, number>>
  /** Weight of the hearing behind the carrier against the plain one. */
  readonly carriedShare: Readonly<Record<ClosedKind, number>>
  readonly plain: Readonly<Record<ClosedKind, Trust>>
  readonly carried: Readonly<Record<ClosedKind, Trust>>
}

/** "Sept" lasts 0.3–0.6 s, each further word of a form about 0.25 s. */
const FIRST_WORD_SECONDS = 0.55
const NEXT_WORD_SECONDS = 0.25

/** Log-probabilities beyond these say no more. */
const GAP_LIMITS = [-8, 3] as const

export function evidenceOf(
  verdict: Verdict,
  greedy: Greedy,
  candidates: readonly Candidate[],
  seconds: number,
  first?: Verdict,
): Evidence {
  const best = verdict.scored[0]
  const read = valuesIn(greedy.text, candidates)
  const agrees = best !== undefined && read.length === 1 && read[0] === best.value
  const gap = best === undefined ? GAP_LIMITS[0] : best.logProbability - greedy.logProbability
  return {
    margin: verdict.margin,
    gap: Math.max(GAP_LIMITS[0], Math.min(GAP_LIMITS[1], gap)),
    agrees: agrees ? 1 : 0,
    disagrees: read.length > 0 && !agrees ? 1 : 0,
    overlong: verdict.form.endsWith('…') ? 0 : Math.max(0, seconds - secondsOf(verdict.form)),
    noSpeech: greedy.noSpeech,
    twice: first !== undefined && best !== undefined && first.scored[0]?.value === best.value ? 1 : 0,
  }
}

const secondsOf = (form: string): number =>
  FIRST_WORD_SECONDS + NEXT_WORD_SECONDS * (form.trim().split(/[\s'-]+/).length - 1)

export const belief = (trust: Trust, evidence: Evidence): number =>
  FEATURES.reduce((sum, feature) => sum + trust.weights[feature] * evidence[feature], trust.bias)

export const isSure = (trust: Trust, evidence: Evidence): boolean => belief(trust, evidence) >= trust.threshold

/** The file beside this one's source, also when run from a build folder (the compiler does not copy JSON). */
export function calibrationPath(): string {
  let root = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(root, 'package.json'))) root = dirname(root)
  return join(root, 'daemon/speech/recogniser/calibration.json')
}

export const readCalibration = (path: string): Calibration => JSON.parse(readFileSync(path, 'utf8')) as Calibration
