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
  /** How the best value was said, as far as can be told; '' without one. */
  readonly form: string
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
  const forms = new Map<Scored['value'], { text: string; logProbability: number }>()
  let instead = Number.NEGATIVE_INFINITY
  candidates.forEach(({ value, text }, i) => {
    const logProbability = scores[i]!
    if (logProbability === Number.NEGATIVE_INFINITY) return
    if (value === undefined) {
      instead = Math.max(instead, logProbability)
      return
    }
    values.set(value, logAdd(values.get(value) ?? Number.NEGATIVE_INFINITY, logProbability))
    if (logProbability > (forms.get(value)?.logProbability ?? Number.NEGATIVE_INFINITY))
      forms.set(value, { text, logProbability })
  })
  const scored = [...values]
    .map(([value, logProbability]) => ({ value, logProbability }))
    .sort((a, b) => b.logProbability - a.logProbability)
  const best = scored[0]
  return { scored, form: (best && forms.get(best.value)?.text) ?? '', instead, margin: marginOf(scored, instead) }
}

export function marginOf(scored: readonly Scored[], instead: number): number {
  const best = scored[0]?.logProbability
  if (best === undefined) return -PRUNE_BELOW
  const next = Math.max(scored[1]?.logProbability ?? Number.NEGATIVE_INFINITY, instead)
  return Math.max(-PRUNE_BELOW, Math.min(PRUNE_BELOW, best - next))
}

/**
 * Two hearings of the same answer, plain and behind the carrier: the weighted mean log-probability of each value, one that only
 * one of them reached standing at the other's bound. `share` is the weight of the second, 0–1.
 */
export function combine(plain: Verdict, carried: Verdict, share: number): Verdict {
  const bound = (verdict: Verdict) => Math.max(verdict.scored[0]?.logProbability ?? -12, verdict.instead) - PRUNE_BELOW
  const [lowPlain, lowCarried] = [bound(plain), bound(carried)]
  const mean = (a: number, b: number) => (1 - share) * Math.max(a, lowPlain) + share * Math.max(b, lowCarried)
  const of = (verdict: Verdict, value: Scored['value']) =>
    verdict.scored.find(one => one.value === value)?.logProbability ?? Number.NEGATIVE_INFINITY
  const values = [...new Set([...plain.scored, ...carried.scored].map(({ value }) => value))]
  const scored = values
    .map(value => ({ value, logProbability: mean(of(plain, value), of(carried, value)) }))
    .sort((a, b) => b.logProbability - a.logProbability)
  const instead = mean(plain.instead, carried.instead)
  const form = scored[0]?.value === carried.scored[0]?.value ? carried.form : plain.form
  return { scored, form, instead, margin: marginOf(scored, instead) }
}
