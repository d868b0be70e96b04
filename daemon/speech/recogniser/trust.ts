import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Expected } from '../../domain/expected.js'
import type { Candidate } from './candidates.js'
import type { Verdict } from './closed.js'
import type { DateTrust } from './dates.js'
import type { Fusion } from './fusion.js'
import type { Greedy } from './greedy.js'
import { isMisheard, valuesIn } from './read.js'

/**
 * What tells how far the best value may be believed, each 0 where it says nothing: margin to the next; distance to the free
 * transcript; the transcript read as the same value; seconds of speech more than the value's words take.
 */
export const FEATURES = ['margin', 'gap', 'agrees', 'overlong'] as const
export type Feature = (typeof FEATURES)[number]
export interface Evidence extends Readonly<Record<Feature, number>> {
  /** The free transcript reads as another value: then nothing is sure, whatever the rest says. */
  readonly disagrees: boolean
}

/** A logistic model: sure when bias + Σ weight × feature reaches the threshold and the transcript does not disagree. */
export interface Trust {
  readonly bias: number
  readonly weights: Readonly<Record<Feature, number>>
  readonly threshold: number
  /** More speech than this beyond the value's words means that something else was said too ("disons quatre sur dix" is no 10). */
  readonly mostOverlongSeconds: number
}

export type ClosedKind = Exclude<Expected['kind'], 'free' | 'date'>

/** Made by `bench/recogniser.ts --calibrate`, never edited by hand. */
export interface Calibration {
  readonly model: string
  /** Answers up to this length are heard behind the carrier first; 0 never. */
  readonly carrierUpToSeconds: Readonly<Record<ClosedKind, number>>
  /** Where that is not sure, answers up to this length are heard behind it twice over ("ma douleur est de huit, huit"); 0 never. */
  readonly twiceUpToSeconds: Readonly<Record<ClosedKind, number>>
  /** Log-probability from which a word heard twice over is a guess: less likely, it was another word. */
  readonly twiceFrom: number
  /** Weight of the hearing behind the carrier against the plain one, where both were needed. */
  readonly carriedShare: Readonly<Record<ClosedKind, number>>
  readonly trust: Readonly<Record<JudgedStage, Readonly<Record<ClosedKind, Trust>>>>
  /** Where the first hearing is not sure, answers up to this length are heard behind the carrier too; 0 never. */
  readonly doubtedUpToSeconds: Readonly<Record<ClosedKind, number>>
  /** From where on a date on record counts as said. */
  readonly date: DateTrust
  /** Where no hearing is sure: what all of them make of it together, by whether the carrier was among them. */
  readonly fusion: Readonly<Record<FusedStage, Readonly<Record<ClosedKind, Fusion>>>>
}

/** Everything that was heard plainly, and with it what was heard behind the carrier. */
export type FusedStage = 'alone' | 'together'

/** Heard behind the carrier alone, plainly alone, or both together. */
export type JudgedStage = 'behind' | 'plain' | 'both'
/** `twice` is never sure: it makes a better guess, to be read back or asked again. */
export type StageName = JudgedStage | 'twice'

/** "Sept" lasts 0.3–0.6 s, each further word of a form about 0.25 s. */
const FIRST_WORD_SECONDS = 0.55
const NEXT_WORD_SECONDS = 0.25

/** Log-probabilities beyond these say no more. */
const GAP_LIMITS = [-8, 3] as const

/** `greedy` is absent where only the carrier was listened behind: there is no free transcript to compare with. */
export function evidenceOf(
  verdict: Verdict,
  seconds: number,
  candidates: readonly Candidate[],
  greedy: Greedy | undefined,
): Evidence {
  const best = verdict.scored[0]
  const overlong = overlongOf(verdict, seconds)
  const heard = { margin: verdict.margin, overlong, gap: 0, agrees: 0, disagrees: false }
  if (!greedy) return heard
  const read = valuesIn(greedy.text, candidates)
  const agrees = best !== undefined && read.length === 1 && read[0] === best.value
  const gap = best === undefined ? GAP_LIMITS[0] : best.logProbability - greedy.logProbability
  return {
    ...heard,
    gap: Math.max(GAP_LIMITS[0], Math.min(GAP_LIMITS[1], gap)),
    agrees: agrees ? 1 : 0,
    disagrees: isMisheard(greedy.text) || (read.length > 0 && !agrees),
  }
}

/** Seconds of speech beyond what the likeliest form takes. */
export const overlongOf = ({ form }: Verdict, seconds: number): number =>
  form.endsWith('…') ? 0 : Math.max(0, seconds - secondsOf(form))

const secondsOf = (form: string): number =>
  FIRST_WORD_SECONDS + NEXT_WORD_SECONDS * (form.trim().split(/[\s'-]+/).length - 1)

export const belief = (trust: Trust, evidence: Evidence): number =>
  FEATURES.reduce((sum, feature) => sum + trust.weights[feature] * evidence[feature], trust.bias)

export const isSure = (trust: Trust, evidence: Evidence): boolean =>
  admissible(evidence, trust.mostOverlongSeconds) && belief(trust, evidence) >= trust.threshold

export const admissible = (evidence: Evidence, mostOverlongSeconds: number): boolean =>
  !evidence.disagrees && evidence.overlong <= mostOverlongSeconds

/** The file beside this one's source, also when run from a build folder (the compiler does not copy JSON). */
export function calibrationPath(): string {
  let root = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(root, 'package.json'))) root = dirname(root)
  return join(root, 'daemon/speech/recogniser/calibration.json')
}

export const readCalibration = (path: string): Calibration => JSON.parse(readFileSync(path, 'utf8')) as Calibration
