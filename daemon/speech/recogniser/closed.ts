import type { Scored } from '../../domain/expected.js'
import type { NativeSession, Opening } from './addon.js'
import type { Candidate } from './candidates.js'

/** A value this far below the best is not told apart from "impossible". */
export const PRUNE_BELOW = 5
/** About 150 ms at worst; an answer that needs more branches is not sure anyway. */
const MOST_ROWS = 48

/** Candidates' scores folded by value: how likely each is however it was said. */
export interface Verdict {
  /** Best first; only values that were reached. */
  readonly scored: readonly Scored[]
  /** Log-probability of what is likeliest to have been said instead of an answer; −Infinity if nothing came near. */
  readonly instead: number
  /** Best value against the next value or what was said instead; at most PRUNE_BELOW, negative if the latter is likelier. */
  readonly margin: number
}

const logAdd = (a: number, b: number): number =>
  a === Number.NEGATIVE_INFINITY ? b : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))

export async function score(
  session: NativeSession,
  candidates: readonly Candidate[],
  opening: Opening,
): Promise<Verdict> {
  const texts = candidates.map(({ text }) => text)
  const scores = await session.score(texts, { ...opening, pruneBelow: PRUNE_BELOW, mostRows: MOST_ROWS })
  return fold(candidates, scores)
}

/** Several ways to say a value add up; several things said instead compete one by one. */
export function fold(candidates: readonly Candidate[], scores: ArrayLike<number>): Verdict {
  const values = new Map<Scored['value'], number>()
  let instead = Number.NEGATIVE_INFINITY
  candidates.forEach(({ value }, i) => {
    const logProbability = scores[i]!
    if (logProbability === Number.NEGATIVE_INFINITY) return
    if (value === undefined) instead = Math.max(instead, logProbability)
    else values.set(value, logAdd(values.get(value) ?? Number.NEGATIVE_INFINITY, logProbability))
  })
  const scored = [...values]
    .map(([value, logProbability]) => ({ value, logProbability }))
    .sort((a, b) => b.logProbability - a.logProbability)
  return { scored, instead, margin: marginOf(scored, instead) }
}

export function marginOf(scored: readonly Scored[], instead: number): number {
  const best = scored[0]?.logProbability
  if (best === undefined) return -PRUNE_BELOW
  const next = Math.max(scored[1]?.logProbability ?? Number.NEGATIVE_INFINITY, instead)
  return Math.max(-PRUNE_BELOW, Math.min(PRUNE_BELOW, best - next))
}

/** How much the hearing behind the carrier counts: alone it is right on twice as many single words as the plain one. */
const CARRIED_SHARE = 0.7

/**
 * Two hearings of the same answer, plain and behind the carrier: the weighted mean log-probability of each value, one that only
 * one of them reached standing at the other's bound.
 */
export function combine(plain: Verdict, carried: Verdict): Verdict {
  const bound = (verdict: Verdict) => Math.max(verdict.scored[0]?.logProbability ?? -12, verdict.instead) - PRUNE_BELOW
  const [lowPlain, lowCarried] = [bound(plain), bound(carried)]
  const mean = (a: number, b: number) =>
    (1 - CARRIED_SHARE) * Math.max(a, lowPlain) + CARRIED_SHARE * Math.max(b, lowCarried)
  const of = (verdict: Verdict, value: Scored['value']) =>
    verdict.scored.find(one => one.value === value)?.logProbability ?? Number.NEGATIVE_INFINITY
  const values = [...new Set([...plain.scored, ...carried.scored].map(({ value }) => value))]
  const scored = values
    .map(value => ({ value, logProbability: mean(of(plain, value), of(carried, value)) }))
    .sort((a, b) => b.logProbability - a.logProbability)
  const instead = mean(plain.instead, carried.instead)
  return { scored, instead, margin: marginOf(scored, instead) }
}
