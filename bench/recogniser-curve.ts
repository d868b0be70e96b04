import type { Fusion } from '../daemon/speech/recogniser/fusion.js'
import type { Calibration, ClosedKind, Trust } from '../daemon/speech/recogniser/trust.js'
import { share, tallied } from './recogniser-report.js'
import type { Row } from './recogniser-rows.js'

/** Log-odds by which every threshold is moved; 0 is the calibration itself. */
const SHIFTS = [1, 0.5, 0, -0.5, -1, -1.5, -2, -3]

/** The same calibration, sure sooner (below 0) or later. What is never sure, because the words say otherwise, stays so. */
function shifted(calibration: Calibration, by: number): Calibration {
  const trust = (one: Trust): Trust => ({ ...one, threshold: one.threshold + by })
  const fusion = (one: Fusion): Fusion => ({
    ...one,
    threshold: 1 / (1 + Math.exp(-(Math.log(one.threshold / (1 - one.threshold)) + by))),
  })
  return {
    ...calibration,
    trust: {
      behind: each(calibration.trust.behind, trust),
      plain: each(calibration.trust.plain, trust),
      both: each(calibration.trust.both, trust),
    },
    fusion: { alone: each(calibration.fusion.alone, fusion), together: each(calibration.fusion.together, fusion) },
  }
}

const each = <T>(kinds: Readonly<Record<ClosedKind, T>>, change: (one: T) => T): Record<ClosedKind, T> => ({
  number: change(kinds.number),
  'yes-no': change(kinds['yes-no']),
  temperature: change(kinds.temperature),
  choice: change(kinds.choice),
})

/**
 * What more or less certainty would bring: answers taken without read-back against what is taken wrongly, each voice under the
 * calibration it is given.
 */
export function reportCurve(rows: readonly Row[], calibrationFor: (voice: string) => Calibration): void {
  console.log('\nthresholds moved by | question and line: taken, wrongly | what is no answer: taken')
  for (const by of SHIFTS) {
    const under = (voice: string) => shifted(calibrationFor(voice), by)
    const tallies = tallied(rows, under, ({ question, condition, value }) => [
      `${question} (all)`,
      ...(value === null ? [] : [`${question} (${condition === 'babble' ? 'babble' : 'clean, quiet'})`]),
    ])
    for (const [key, { answers, accepted, wrong, others, othersAccepted }] of [...tallies].sort())
      console.log(
        `${by} | ${key}: ${accepted} of ${answers} (${share(accepted, answers)}), ${wrong} | ${othersAccepted} of ${others}`,
      )
  }
}
