import type { Expected, Hearing } from '../domain/expected.js'
import type { ItemWords, Tongue } from './tongue.js'

/** Read another way than it was written, a closed answer is never taken without being read back or asked again. */
const UNSURE = 0.29

/** What was asked, and in which words it may be answered. */
export interface Asked {
  readonly expected: Expected
  readonly words?: ItemWords | undefined
  readonly nowYear: number
}

/**
 * An uncertain hearing, read as the likeliest of its alternatives that means something where its own text means nothing: a danger
 * sign first, since one that goes by costs more than a question, then a request or an answer. The hearing itself where none does.
 */
export function readOtherwise(tongue: Tongue, hearing: Hearing, asked: Asked | undefined): Hearing {
  const { alternatives = [], text } = hearing
  if (alternatives.length === 0 || tongue.findSign(text) !== null) return hearing
  const readAs = (other: string): Hearing => ({
    ...hearing,
    text: other,
    confidence: Math.min(hearing.confidence, UNSURE),
  })
  const danger = alternatives.find(other => tongue.findSign(other) !== null)
  if (danger !== undefined) return readAs(danger)
  if (hearing.sure === true || means(tongue, hearing, asked)) return hearing
  const meant = alternatives.find(other => means(tongue, readAs(other), asked))
  return meant === undefined ? hearing : readAs(meant)
}

function means(tongue: Tongue, hearing: Hearing, asked: Asked | undefined): boolean {
  const { text } = hearing
  if (tongue.findRequest(text) !== null || tongue.readCallee(text) !== null || tongue.saysNotKnown(text)) return true
  if (asked === undefined) return false
  const { expected, words, nowYear } = asked
  if (expected.kind === 'date') return tongue.readBirthDates(text, nowYear).length > 0
  return tongue.interpret(hearing, expected, words) !== undefined
}
