import type { Expected, Hearing } from '../domain/expected.js'
import type { ItemWords, Request, Tongue } from './tongue.js'

/** Read another way than it was written, a closed answer is never taken without being read back or asked again. */
const UNSURE = 0.29

/** What was asked, and in which words it may be answered. */
export interface Asked {
  readonly expected: Expected
  readonly words?: ItemWords | undefined
  readonly nowYear: number
}

/** What only asks for the question again, more slowly, or for a person, does no harm where it was misheard. */
const HARMLESS: ReadonlySet<Request> = new Set(['repeat', 'rephrase', 'slower', 'louder', 'wait', 'wants-person'])

/** Words that would end the call or say who speaks: taken only as they were written. */
const decides = (tongue: Tongue, text: string): boolean => {
  const request = tongue.findRequest(text)
  return (request !== null && !HARMLESS.has(request)) || tongue.readCallee(text) !== null
}

/** So many readings, all of which say the same, are no chance. */
const MANY = 3

/**
 * Asked who is there: a relative where every other reading speaks as one ("Je suis Amlambère Safi." for "je suis Anne Lambert, sa fille" five times
 * over). It settles nothing: name, relation and the patient's date of birth are compared with the record.
 */
function relativeIn(tongue: Tongue, alternatives: readonly string[]): string | undefined {
  const all = alternatives.length >= MANY && alternatives.every(other => tongue.readCallee(other) === 'caregiver')
  return all ? alternatives[0] : undefined
}

/**
 * An uncertain hearing, read as the likeliest of its alternatives that means something where its own text means nothing: a danger
 * sign first, since one that goes by costs more than a question; then, where an answer is awaited (`asked`), the answer or a harmless
 * request. The hearing itself where none does.
 */
export function readOtherwise(tongue: Tongue, hearing: Hearing, asked: Asked | 'who' | undefined): Hearing {
  const { alternatives = [], usual, text } = hearing
  const others = usual === undefined ? alternatives : [usual, ...alternatives]
  if (others.length === 0 || tongue.findSign(text) !== null) return hearing
  const readAs = (other: string): Hearing => ({
    ...hearing,
    text: other,
    confidence: Math.min(hearing.confidence, UNSURE),
  })
  const danger = others.find(other => tongue.findSign(other) !== null)
  if (danger !== undefined) return readAs(danger)
  if (hearing.sure === true) return hearing
  if (usual !== undefined && asksFor(tongue, usual, asked) && !saysAnything(tongue, hearing, asked))
    return readAs(usual)
  if (asked === 'who') {
    const relative = tongue.readCallee(text) === null ? relativeIn(tongue, alternatives) : undefined
    return relative === undefined ? hearing : readAs(relative)
  }
  if (asked === undefined || means(tongue, hearing, asked)) return hearing
  const meant = alternatives.find(other => !decides(tongue, other) && means(tongue, readAs(other), asked))
  return meant === undefined ? hearing : readAs(meant)
}

/**
 * What most people say to ask for something, or to say who is there, was looked for in the sound itself beside a hundred other sentences, so
 * even what ends the call is taken: of 290 clips that ask for nothing none was taken for such. Who is there counts where that is asked; at a
 * consent, a read-back or a danger to be confirmed only what does no harm counts.
 */
function asksFor(tongue: Tongue, usual: string, asked: Asked | 'who' | undefined): boolean {
  const request = tongue.findRequest(usual)
  if (request !== null) return asked !== undefined || HARMLESS.has(request)
  return asked === 'who' && tongue.readCallee(usual) !== null
}

/** Whether the words as they were written are of use: then nothing else is looked for in them. */
function saysAnything(tongue: Tongue, hearing: Hearing, asked: Asked | 'who' | undefined): boolean {
  const { text } = hearing
  if (asked !== undefined && asked !== 'who') {
    const { expected, words } = asked
    const closed = expected.kind !== 'free' && expected.kind !== 'date'
    // What is only guessed is asked again anyway.
    if (closed && tongue.interpret(hearing, expected, words)?.doubtful === true) return decides(tongue, text)
    return means(tongue, hearing, asked)
  }
  return tongue.findRequest(text) !== null || tongue.readCallee(text) !== null || tongue.readYesNo(text) !== undefined
}

function means(tongue: Tongue, hearing: Hearing, asked: Asked): boolean {
  const { text } = hearing
  if (tongue.findRequest(text) !== null || tongue.readCallee(text) !== null || tongue.saysNotKnown(text)) return true
  const { expected, words, nowYear } = asked
  if (expected.kind === 'date') return tongue.readBirthDates(text, nowYear).length > 0
  return tongue.interpret(hearing, expected, words) !== undefined
}
