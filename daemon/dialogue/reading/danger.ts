import { type Denial, type Frame, tellsFrame } from '../frames.js'
import type { DangerSign } from '../tongue.js'

/** How a language tells danger. */
export interface DangerGrammar {
  readonly clausesOf: (text: string) => readonly string[]
  readonly emergency: readonly Frame[]
  readonly urgent: readonly Frame[]
  readonly denial: Denial
  /** Right before: spoken of, not had (fear, question, advice, condition). */
  readonly notHad: RegExp
  /** Long over, or somebody else's of old. */
  readonly isOver: (clause: string, next: string | undefined) => boolean
  /** A clause that goes on about what the one before named. */
  readonly goesOn: RegExp
}

/**
 * The first danger sign in what was said, emergency list first; null when there is none or it is denied. `context` completes a
 * bare answer ("it hurts" + "in my chest").
 */
export function findSignWith(grammar: DangerGrammar, text: string, context = ''): DangerSign | null {
  const clauses = grammar.clausesOf(text)
  const whole = context && clauses.length > 0 ? [...clauses, `${context} ${clauses.join(' ')}`] : clauses
  const told = whole.filter((clause, at) => !grammar.isOver(clause, whole[at + 1]))
  const joined = clauses.flatMap((_, at) => joinedFrom(grammar, clauses, at))
  const frames = [...grammar.emergency, ...grammar.urgent]
  const found = frames.find(frame =>
    [...told, ...joined].some(clause =>
      tellsFrame(grammar.denial, frame, clause, before => grammar.notHad.test(before)),
    ),
  )
  return found ? { name: found.name, list: found.list } : null
}

/** A clause with those behind it that go on about it or only add a word or two ("it is tight, here, on the left"). */
function joinedFrom(grammar: DangerGrammar, clauses: readonly string[], at: number): readonly string[] {
  const more = clauses.slice(at + 1, at + 3)
  const goesOn = (clause: string): boolean => grammar.goesOn.test(clause) || clause.split(' ').length <= 3
  const end = more.findIndex((clause, i) => !goesOn(clause) || grammar.isOver(clause, more[i + 1]))
  const added = end < 0 ? more : more.slice(0, end)
  return added.length > 0 && !grammar.isOver(clauses[at]!, more[0]) ? [[clauses[at], ...added].join(' ')] : []
}
