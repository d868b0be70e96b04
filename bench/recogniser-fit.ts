import { admissible, belief, type Evidence, FEATURES, type Trust } from '../daemon/speech/recogniser/trust.js'

/** One judged hearing: its evidence, and whether its best value was the right one. */
export interface Sample {
  readonly evidence: Evidence
  readonly right: boolean
}

/** Evidence can only speak one way: a larger margin is never worse. Keeps a small corpus from teaching nonsense. */
const SIGNS: Trust['weights'] = { margin: 1, gap: 1, agrees: 1, overlong: -1 }
const STEPS = 4000
const RATE = 0.05
const RIDGE = 0.01

export interface Limits {
  readonly mostWrong: number
  readonly guard: number
  readonly mostOverlongSeconds: number
}

/**
 * Logistic regression by projected gradient descent, then the lowest threshold at which no more than `mostWrong` of what it
 * accepts is wrong, moved up by `guard`.
 */
export function fit(all: readonly Sample[], limits: Limits): Trust {
  const samples = all.filter(({ evidence }) => admissible(evidence, limits.mostOverlongSeconds))
  let bias = 0
  const weights: Record<string, number> = Object.fromEntries(FEATURES.map(feature => [feature, 0]))
  for (let step = 0; step < STEPS; step++) {
    let biasSlope = 0
    const slopes: Record<string, number> = Object.fromEntries(FEATURES.map(name => [name, RIDGE * weights[name]!]))
    for (const { evidence, right } of samples) {
      const z = FEATURES.reduce((sum, name) => sum + weights[name]! * evidence[name], bias)
      const error = (1 / (1 + Math.exp(-z)) - (right ? 1 : 0)) / samples.length
      biasSlope += error
      for (const name of FEATURES) slopes[name]! += error * evidence[name]
    }
    bias -= RATE * biasSlope * 4
    for (const name of FEATURES) {
      const next = weights[name]! - RATE * slopes[name]!
      weights[name] = next * SIGNS[name] < 0 ? 0 : next
    }
  }
  const rounded = Object.fromEntries(FEATURES.map(name => [name, round(weights[name]!)])) as Trust['weights']
  const model: Trust = {
    bias: round(bias),
    weights: rounded,
    threshold: 0,
    mostOverlongSeconds: limits.mostOverlongSeconds,
  }
  return { ...model, threshold: round(thresholdOf(model, samples, limits.mostWrong) + limits.guard) }
}

const round = (value: number): number => Math.round(value * 1000) / 1000

function thresholdOf(model: Trust, samples: readonly Sample[], mostWrong: number): number {
  const judged = samples.map(({ evidence, right }) => ({ z: belief(model, evidence), right })).sort((a, b) => b.z - a.z)
  let wrong = 0
  let threshold = (judged[0]?.z ?? 0) + 1
  judged.forEach(({ z, right }, index) => {
    if (!right) wrong += 1
    if (wrong <= mostWrong * (index + 1)) threshold = z
  })
  return threshold
}
