import {
  CLUES,
  type Clue,
  type Fusion,
  fuse,
  type Heard,
  isCertain,
  probabilities,
} from '../daemon/speech/recogniser/fusion.js'

/** One answer, or what is no answer (`value` null), as several hearings told of it. */
export interface FusedSample {
  readonly heard: Heard
  readonly value: number | boolean | string | null
  readonly voice: string
}

const STEPS = 400
const RATE = 0.4
const RIDGE = 0.02
/** "No value" is wherever the corpus puts it. */
const LEAST_RIDGE = 0.002
const START = 0.5
/** Never sure below this, however kind the corpus was. */
const LEAST_SURE = 0.6
/** The surest mistake of a voice that was left out lies this far below the threshold (log-odds). */
const GUARD = 0.5

type Weights = Fusion['weights']

const logit = (chance: number): number => Math.log(chance / (1 - chance))

/** Multinomial logistic regression by gradient descent with steps that shrink (Adagrad); no clue may speak the wrong way round. */
export function weigh(samples: readonly FusedSample[]): Weights {
  const known = samples.flatMap(({ heard, value }) => {
    const at = value === null ? heard.values.length : heard.values.indexOf(value)
    return at < 0 ? [] : [{ clues: heard.clues, at }]
  })
  const weights = Object.fromEntries(CLUES.map(clue => [clue, clue === 'none' ? 0 : START])) as Record<Clue, number>
  const past = CLUES.map(() => 1e-4)
  for (let step = 0; step < STEPS; step++) {
    const slopes = CLUES.map(clue => weights[clue] * (clue === 'none' ? LEAST_RIDGE : RIDGE))
    for (const { clues, at } of known)
      probabilities(weights, clues).forEach((chance, option) => {
        const error = (chance - (option === at ? 1 : 0)) / known.length
        clues[option]!.forEach((clue, i) => {
          slopes[i]! += error * clue
        })
      })
    CLUES.forEach((clue, i) => {
      past[i]! += slopes[i]! ** 2
      const next = weights[clue] - (RATE * slopes[i]!) / Math.sqrt(past[i]!)
      weights[clue] = clue !== 'none' && next < 0 ? 0 : next
    })
  }
  return Object.fromEntries(CLUES.map(clue => [clue, Math.round(weights[clue] * 1000) / 1000])) as Weights
}

/**
 * The weights of all, and the threshold above which no answer of a voice was taken wrongly by the weights of the other voices.
 */
export function fitFusion(samples: readonly FusedSample[], mostOverlongSeconds: number): Fusion {
  let surestWrong = 0
  for (const voice of new Set(samples.map(sample => sample.voice))) {
    const open: Fusion = {
      weights: weigh(samples.filter(sample => sample.voice !== voice)),
      threshold: 0,
      mostOverlongSeconds,
    }
    for (const { heard, value } of samples.filter(sample => sample.voice === voice)) {
      const { scored } = fuse(open, heard)
      if (isCertain(open, scored, heard) && scored[0]!.value !== value)
        surestWrong = Math.max(surestWrong, Math.exp(scored[0]!.logProbability))
    }
  }
  const guarded = surestWrong === 0 ? 0 : 1 / (1 + Math.exp(-(logit(surestWrong) + GUARD)))
  const threshold = Math.round(Math.max(LEAST_SURE, guarded) * 1000) / 1000
  return { weights: weigh(samples), threshold, mostOverlongSeconds }
}
