import { french } from '../daemon/dialogue/french/french.js'
import type { Fusion } from '../daemon/speech/recogniser/fusion.js'
import {
  type Calibration,
  type ClosedKind,
  calibrationPath,
  type FusedStage,
  type JudgedStage,
  readCalibration,
  type StageName,
  type Trust,
} from '../daemon/speech/recogniser/trust.js'
import { fit, type Limits, type Sample } from './recogniser-fit.js'
import { type FusedSample, fitFusion } from './recogniser-fusion.js'
import type { Row } from './recogniser-rows.js'

/**
 * Single numbers (up to 0.7 s) are right 38 times of 57 heard plainly, 54 behind the carrier, 56 with both at this share; up to
 * 1.3 s 21, 25 and 25 of 46; longer ones carry their own context. "Oui" and "non" lose by it (43 of 44 → 37), temperatures win
 * nothing.
 */
const CARRIER_UP_TO_SECONDS = { number: 1.3, 'yes-no': 0, temperature: 0, choice: 0 } as const
/** Single words with noise at −45 dBFS: 33 of 44 right behind the carrier once, 40 twice over. */
const TWICE_UP_TO_SECONDS = { number: 0.75, 'yes-no': 0, temperature: 0, choice: 0 } as const
/** With noise at −45 dBFS 27 of 35 numbers lie above it and 3 of 57 other words, 30 of which made a guess before ("d'accord" a sure-looking ten). */
const TWICE_FROM = -7.5
/**
 * Heard both ways where the first is not sure: of 138 scores the likeliest value is right 108 times so (each voice judged by the
 * others), 104 times with this at 1.3 s, 83 without the carrier. Longer answers were not tried.
 */
const DOUBTED_UP_TO_SECONDS = { number: 2.2, 'yes-no': 2.2, temperature: 2.2, choice: 2.2 } as const
const CARRIED_SHARE = { number: 0.7, 'yes-no': 0, temperature: 0, choice: 0 } as const
/**
 * Wrongly taken among taken, at most; the guard makes up for what a small corpus does not show. Left out voice by voice, numbers
 * taken wrongly fall from 2 to none at half a second of speech beyond the value's words; "oui" may be followed by anything.
 */
const ONE_THING: Limits = { mostWrong: 0.004, guard: 0.3, mostOverlongSeconds: 0.5 }
const ANY_LENGTH: Limits = { ...ONE_THING, mostOverlongSeconds: 10 }

/**
 * Closed answers and whether their best value was right; a clip that holds no value has no right one.
 */
function samplesOf(rows: readonly Row[], stage: StageName, questions: readonly Row['question'][]): Sample[] {
  return rows.flatMap(({ stages, question, value }) => {
    const judged = stages[stage]
    if (!judged || !questions.includes(question)) return []
    return [{ evidence: judged.evidence, right: value !== null && judged.best === value }]
  })
}

/** What the interpreter never takes for a value however sure it is ("oui, je vous écoute") teaches no threshold. */
function fusedOf(rows: readonly Row[], stage: FusedStage, question: Row['question']): FusedSample[] {
  return rows.flatMap(({ fusing, question: asked, value, voice, heard: text }) => {
    const heard = fusing?.[stage]
    const refused = value === null && text !== '' && (french.isPolite(text) || french.saysNotKnown(text))
    return heard && asked === question && !refused ? [{ heard, value, voice }] : []
  })
}

/** All hearings together. Temperatures and choices have too few clips: they are weighed as numbers are. */
export function calibrateFusion(rows: readonly Row[]): Calibration['fusion'] {
  const stage = (name: FusedStage): Readonly<Record<ClosedKind, Fusion>> => {
    const number = fitFusion(fusedOf(rows, name, 'number'), ONE_THING.mostOverlongSeconds)
    const yesNo = fitFusion(fusedOf(rows, name, 'yes-no'), ANY_LENGTH.mostOverlongSeconds)
    return { number, 'yes-no': yesNo, temperature: number, choice: number }
  }
  return { alone: stage('alone'), together: stage('together') }
}

/**
 * One model for each kind of question and stage. Temperatures are few: they share the numbers' evidence. Choices have no clips:
 * they are judged as strictly as numbers.
 */
export function calibrate(rows: readonly Row[]): Calibration {
  const stage = (name: JudgedStage): Readonly<Record<ClosedKind, Trust>> => {
    const number = fit(samplesOf(rows, name, ['number']), ONE_THING)
    if (name !== 'plain') return { number, 'yes-no': number, temperature: number, choice: number }
    const temperature = fit(samplesOf(rows, name, ['number', 'temperature']), ONE_THING)
    const yesNo = fit(samplesOf(rows, name, ['yes-no']), ANY_LENGTH)
    return { number, 'yes-no': yesNo, temperature, choice: number }
  }
  return {
    model: 'ggml-base.bin',
    carrierUpToSeconds: CARRIER_UP_TO_SECONDS,
    twiceUpToSeconds: TWICE_UP_TO_SECONDS,
    twiceFrom: TWICE_FROM,
    carriedShare: CARRIED_SHARE,
    trust: { behind: stage('behind'), plain: stage('plain'), both: stage('both') },
    doubtedUpToSeconds: DOUBTED_UP_TO_SECONDS,
    // bench/dates makes this part.
    date: readCalibration(calibrationPath()).date,
    fusion: calibrateFusion(rows),
  }
}

/** For each voice the calibration made without it. */
export function crossValidated(rows: readonly Row[]): (voice: string) => Calibration {
  const made = new Map<string, Calibration>()
  return voice => {
    const known = made.get(voice) ?? calibrate(rows.filter(row => row.voice !== voice))
    made.set(voice, known)
    return known
  }
}
