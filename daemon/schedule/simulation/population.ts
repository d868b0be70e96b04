import type { Disposition, Urgency } from '../../domain/outcome.js'
import { seededRandom } from '../../domain/seeded.js'
import { minuteAt } from '../local-time.js'
import type { Preferences } from '../port.js'

/**
 * How patients behave: assumptions, none measured here (docs/capacity.md says where each comes from). Shares of what they stand
 * under; lengths in s.
 */
export interface Population {
  /** A phone that rings is answered by the average patient, by hour on the clock. */
  readonly answersByHour: readonly number[]
  /** How much patients differ: standard deviation on the logit scale. Who did not answer once is likelier not to again. */
  readonly spread: number
  /** The trunk refuses. */
  readonly congestion: number
  /** Our own failure. */
  readonly failed: number
  /** The phone is off or the number dead. */
  readonly unreachable: number
  readonly busy: number
  readonly rejected: number
  /** Of those that nobody answers: a machine does. */
  readonly voicemail: number
  /** What becomes of an answered call; `completed` is the rest. */
  readonly answered: Readonly<Partial<Record<Disposition, number>>>
  /** Of conversations: what they raise. */
  readonly alerts: Readonly<Partial<Record<Urgency, number>>>
  readonly twoNumbers: number
  /** Have hours of their own. */
  readonly preferences: number
  readonly lengths: {
    readonly ringNoAnswer: number
    readonly ringAnswered: number
    readonly voicemail: number
    readonly broken: number
    readonly short: number
    /** Of a whole conversation, median by questionnaire; `spread` on the log scale. */
    readonly conversation: Readonly<Record<string, number>>
    readonly otherConversation: number
    readonly spread: number
    readonly transfer: number
  }
}

const hours = (by: Readonly<Record<number, number>>): readonly number[] =>
  Array.from({ length: 24 }, (_, hour) => by[hour] ?? 0.5)

export const BELGIAN_PATIENTS: Population = {
  answersByHour: hours({
    ...{ 8: 0.5, 9: 0.58, 10: 0.6, 11: 0.63, 12: 0.66, 13: 0.6, 14: 0.56 },
    ...{ 15: 0.56, 16: 0.6, 17: 0.66, 18: 0.7, 19: 0.68, 20: 0.6 },
  }),
  spread: 1,
  congestion: 0.005,
  failed: 0.002,
  unreachable: 0.03,
  busy: 0.05,
  rejected: 0.03,
  voicemail: 0.4,
  answered: {
    interrupted: 0.05,
    partial: 0.025,
    silent: 0.015,
    'callback-requested': 0.04,
    'patient-unavailable': 0.04,
    'identity-not-verified': 0.01,
    'caregiver-not-listed': 0.005,
    refused: 0.02,
    'wrong-number': 0.01,
    'opted-out': 0.003,
    'readmitted-reported': 0.01,
    'deceased-reported': 0.001,
  },
  alerts: { soon: 0.12, urgent: 0.1, emergency: 0.015 },
  twoNumbers: 0.35,
  preferences: 0.1,
  lengths: {
    ringNoAnswer: 35,
    ringAnswered: 12,
    voicemail: 25,
    broken: 75,
    short: 35,
    conversation: {
      'general-follow-up': 190,
      'after-surgery-day-1': 245,
      'heart-failure': 150,
      'discharge-talk': 150,
    },
    otherConversation: 200,
    spread: 0.35,
    transfer: 240,
  },
}

/** One patient of the model; every draw comes from a seed of its own, so that another pace changes nobody. */
export interface ModelPatient {
  readonly shift: number
  readonly phones: number
  readonly preferences: Preferences
  readonly random: () => number
}

export function patientOf(population: Population, seed: number): ModelPatient {
  const random = seededRandom(seed)
  const shift = normal(random) * population.spread
  const phones = random() < population.twoNumbers ? 2 : 1
  const part = random()
  const wishes: Preferences = {
    windows: [part < 0.5 ? { fromMinute: 9 * 60, toMinute: 12 * 60 } : { fromMinute: 14 * 60, toMinute: 19 * 60 }],
  }
  return { shift, phones, preferences: random() < population.preferences ? wishes : {}, random }
}

/** One attempt as it will go. Lengths in ms. */
export interface ModelAttempt {
  readonly disposition: Disposition
  /** On the line, from the dial to the end, a nurse's part included. */
  readonly lineMs: number
  readonly identityReached: boolean
  readonly alert?: Urgency
  /** How long before the end a nurse is asked for; she stays to the end. */
  readonly transferMs?: number
  readonly callbackAt?: Date
}

export function attemptOf(population: Population, patient: ModelPatient, protocol: string, at: Date): ModelAttempt {
  const { random } = patient
  const { lengths } = population
  const unanswered = unansweredOf(population, patient, at)
  if (unanswered !== undefined) {
    const seconds = { 'no-answer': lengths.ringNoAnswer, voicemail: lengths.ringAnswered + lengths.voicemail }
    const lineMs = (seconds[unanswered as 'voicemail'] ?? 6) * 1000
    return { disposition: unanswered, lineMs, identityReached: false }
  }
  const median = lengths.conversation[protocol] ?? lengths.otherConversation
  const wholeMs = Math.min(600, median * Math.exp(normal(random) * lengths.spread)) * 1000
  const disposition = pick(population.answered, random) ?? 'completed'
  const rung = lengths.ringAnswered * 1000
  if (disposition !== 'completed' && disposition !== 'partial') {
    const named = disposition === 'callback-requested' || disposition === 'patient-unavailable'
    const talkMs = (disposition === 'interrupted' ? lengths.short : lengths.broken) * 1000
    const laterMs = Math.round((1 + 5 * random()) * 3_600_000)
    const callbackAt = named && random() < 0.7 ? { callbackAt: new Date(at.getTime() + laterMs) } : {}
    return { disposition, lineMs: rung + talkMs, identityReached: false, ...callbackAt }
  }
  const alert = pick(population.alerts, random)
  const transferMs = alert === 'emergency' ? lengths.transfer * 1000 : 0
  const talkMs = disposition === 'partial' ? wholeMs / 2 : wholeMs
  return {
    disposition,
    lineMs: Math.round(rung + talkMs + transferMs),
    identityReached: true,
    ...(alert !== undefined && { alert }),
    ...(transferMs > 0 && { transferMs }),
  }
}

function unansweredOf(population: Population, { shift, random }: ModelPatient, at: Date): Disposition | undefined {
  const lineOrPhone = pick(
    {
      congestion: population.congestion,
      failed: population.failed,
      unreachable: population.unreachable,
      busy: population.busy,
      rejected: population.rejected,
    },
    random,
  )
  if (lineOrPhone !== undefined) return lineOrPhone
  const usual = population.answersByHour[Math.floor(minuteAt(at) / 60)]!
  const answers = 1 / (1 + Math.exp(-(Math.log(usual / (1 - usual)) + shift)))
  if (random() < answers) return undefined
  return random() < population.voicemail ? 'voicemail' : 'no-answer'
}

/** One of the names by its share; undefined for what the shares leave of 1. */
function pick<Name extends string>(
  shares: Readonly<Partial<Record<Name, number>>>,
  random: () => number,
): Name | undefined {
  let left = random()
  for (const [name, share] of Object.entries<number | undefined>(shares)) {
    left -= share ?? 0
    if (left < 0) return name as Name
  }
  return undefined
}

/** Standard normal (Box and Muller, 1958). */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
