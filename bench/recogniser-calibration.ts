import type { Calibration, ClosedKind, Trust } from '../daemon/speech/recogniser/trust.js'
import { fit, type Sample } from './recogniser-fit.js'
import type { Row } from './recogniser-rows.js'

/**
 * Single numbers (up to 0.7 s) are right 38 times of 57 heard plainly, 54 behind the carrier, 56 with both at this share; up to
 * 1.3 s 21, 25 and 25 of 46; longer ones carry their own context. "Oui" and "non" lose by it (43 of 44 → 37).
 */
const CARRIER_UP_TO_SECONDS = { number: 1.3, 'yes-no': 0, temperature: 1.3, choice: 0 } as const
const CARRIED_SHARE = { number: 0.7, 'yes-no': 0, temperature: 0.9, choice: 0 } as const
/** Wrongly taken among taken, at most; the guard makes up for what a small corpus does not show. */
const MOST_WRONG = 0.004
const GUARD = 0.3

/** A closed answer and whether its best value was right; a clip that holds no value has no right one. */
function samplesOf(rows: readonly Row[], stage: 'plain' | 'carried', questions: readonly Row['question'][]): Sample[] {
  return rows.flatMap(row => {
    const judged = row[stage]
    if (!judged || !questions.includes(row.question)) return []
    if (stage === 'carried' && row.question !== 'free' && row.seconds > CARRIER_UP_TO_SECONDS[row.question]) return []
    return [{ evidence: judged.evidence, right: row.value !== null && judged.best === row.value }]
  })
}

/**
 * One model for each kind of question and stage. Temperatures are few: they share the numbers' evidence. Choices have no clips:
 * they are judged as strictly as numbers.
 */
export function calibrate(rows: readonly Row[]): Calibration {
  const stage = (name: 'plain' | 'carried'): Readonly<Record<ClosedKind, Trust>> => {
    const number = fit(samplesOf(rows, name, ['number']), MOST_WRONG, GUARD)
    const temperature = fit(samplesOf(rows, name, ['number', 'temperature']), MOST_WRONG, GUARD)
    const yesNo = fit(samplesOf(rows, name, ['yes-no']), MOST_WRONG, GUARD)
    return { number, 'yes-no': yesNo, temperature, choice: number }
  }
  return {
    model: 'ggml-base.bin',
    carrierUpToSeconds: CARRIER_UP_TO_SECONDS,
    carriedShare: CARRIED_SHARE,
    plain: stage('plain'),
    carried: stage('carried'),
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
