import type { Scored } from '../../domain/expected.js'
import type { Candidate } from './candidates.js'
import { PRUNE_BELOW, type Verdict } from './closed.js'
import type { Greedy } from './greedy.js'
import { valuesIn } from './read.js'

/**
 * What speaks for a value: how likely it was heard plainly and behind the carrier, that the transcript reads as it (and how
 * clearly), the share of the second reading's texts that read as it; and what speaks for no value at all: words far likelier than
 * any candidate, speech longer than the value's words, nothing else known.
 */
export const CLUES = ['plain', 'behind', 'read', 'clearly', 'others', 'freer', 'overlong', 'none'] as const
export type Clue = (typeof CLUES)[number]

/** A multinomial logistic model over the values that were heard, and none of them. */
export interface Fusion {
  readonly weights: Readonly<Record<Clue, number>>
  /** Probability from which the likeliest value is sure. */
  readonly threshold: number
  /** More speech than this beyond the value's words means that something else was said too. */
  readonly mostOverlongSeconds: number
}

/** One option's clues, in the order of CLUES. */
export type Clues = readonly number[]

/** Everything that several hearings tell of one answer; the last option is that no value was said. */
export interface Heard {
  readonly values: readonly Scored['value'][]
  readonly clues: readonly Clues[]
  /** What the free transcript reads as: where it is another value than the likeliest, or several, nothing is sure. */
  readonly read: readonly Scored['value'][]
  /** Values that are never sure here. */
  readonly never: readonly Scored['value'][]
}

/** A second reading and its log-probability. */
export interface Reading {
  readonly text: string
  readonly logProbability: number
}

/** Log-probabilities beyond this say no more. */
const MOST_FREER = 10
const FREER_UNIT = 5

export function heardOf(
  candidates: readonly Candidate[],
  plain: Verdict,
  behind: Verdict | undefined,
  greedy: Greedy,
  readings: readonly Reading[],
  overlong: number,
  never: readonly Scored['value'][] = [],
): Heard {
  const read = valuesIn(greedy.text, candidates)
  const others = votesOf(readings, candidates)
  const values = [
    ...new Set([...plain.scored, ...(behind?.scored ?? [])].map(({ value }) => value)),
    ...[...read, ...others.keys()],
  ].filter((value, at, all) => all.indexOf(value) === at)
  const heardPlainly = shares(plain, values)
  const heardBehind = shares(behind, values)
  const best = plain.scored[0]?.logProbability ?? Number.NEGATIVE_INFINITY
  const freer = Math.min(MOST_FREER, Math.max(0, greedy.logProbability - best)) / FREER_UNIT
  const ofValue = (value: Scored['value'], at: number): Clues => {
    const says = read.length === 1 && read[0] === value
    const [a, b] = [heardPlainly[at]!, heardBehind[at]!]
    return [a, b, says ? 1 : 0, says ? greedy.confidence : 0, others.get(value) ?? 0, 0, 0, 0]
  }
  const none = [heardPlainly.at(-1)!, heardBehind.at(-1)!, 0, 0, 0, freer, overlong, 1]
  return { values, clues: [...values.map(ofValue), none], read, never }
}

/** Log-probability of each value, and of what is said instead, among all that one hearing reached; zeros without a hearing. */
function shares(verdict: Verdict | undefined, values: readonly Scored['value'][]): readonly number[] {
  const known = new Map(verdict?.scored.map(({ value, logProbability }) => [value, logProbability]))
  const heard = [...values.map(value => known.get(value) ?? Number.NEGATIVE_INFINITY), verdict?.instead ?? 0]
  const top = Math.max(...heard)
  if (!verdict || top === Number.NEGATIVE_INFINITY) return heard.map(() => 0)
  const bounded = heard.map(one => Math.max(one, top - PRUNE_BELOW))
  const total = top + Math.log(bounded.reduce((sum, one) => sum + Math.exp(one - top), 0))
  return bounded.map(one => one - total)
}

/** Each value's share of the texts' probability. */
function votesOf(readings: readonly Reading[], candidates: readonly Candidate[]): ReadonlyMap<Scored['value'], number> {
  const votes = new Map<Scored['value'], number>()
  const best = Math.max(...readings.map(({ logProbability }) => logProbability))
  const weighed = readings.map(({ text, logProbability }) => ({ text, weight: Math.exp(logProbability - best) }))
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0)
  for (const { text, weight } of weighed)
    for (const value of valuesIn(text, candidates)) votes.set(value, (votes.get(value) ?? 0) + weight / total)
  return votes
}

/** Probability of each option; the last is that no value was said. */
export function probabilities(weights: Fusion['weights'], clues: readonly Clues[]): readonly number[] {
  const sums = clues.map(one => CLUES.reduce((sum, clue, at) => sum + weights[clue] * one[at]!, 0))
  const top = Math.max(...sums)
  const raised = sums.map(sum => Math.exp(sum - top))
  const total = raised.reduce((sum, one) => sum + one, 0)
  return raised.map(one => one / total)
}

/** The values by what all hearings together make of them; `instead` is the log-probability that none was said. */
export function fuse(
  { weights }: Pick<Fusion, 'weights'>,
  { values, clues }: Heard,
): Pick<Verdict, 'scored' | 'instead' | 'margin'> {
  const chances = probabilities(weights, clues).map(chance => Math.log(chance))
  const scored = values
    .map((value, at) => ({ value, logProbability: chances[at]! }))
    .sort((a, b) => b.logProbability - a.logProbability)
  const instead = chances.at(-1)!
  const [best, next] = [scored[0]?.logProbability, scored[1]?.logProbability ?? Number.NEGATIVE_INFINITY]
  return { scored, instead, margin: best === undefined ? -PRUNE_BELOW : best - Math.max(next, instead) }
}

export function isCertain(fusion: Fusion, scored: readonly Scored[], { clues, read, never }: Heard): boolean {
  const best = scored[0]
  if (best === undefined || never.includes(best.value) || read.some(value => value !== best.value)) return false
  const overlong = clues.at(-1)![CLUES.indexOf('overlong')]!
  if (overlong > fusion.mostOverlongSeconds) return false
  return Math.exp(best.logProbability) >= fusion.threshold
}
