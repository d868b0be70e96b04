import { type Denial, type Frame, tellsFrame } from '../frames.js'
import { type DangerSign, SIGN_LISTS, type SignList } from '../tongue.js'
import type { Words } from './words.js'

/** A danger sign of the closed lists as one language tells it; patterns see folded clauses. */
export interface SignWords {
  readonly heard: readonly RegExp[]
  /** Phrases that hold the same words and mean no danger. */
  readonly unless?: RegExp
  /** The phrase is itself a negation ("I can't breathe"): a "not" does not turn it over. */
  readonly negated?: true
}
export type Signs = Readonly<Record<(typeof SIGN_LISTS)[SignList][number], SignWords>>

export interface DenialWords {
  readonly before: RegExp
  readonly behind: RegExp
  /** A negation within the phrase itself. */
  readonly inside: RegExp
  /** Spoken of, not had: fear, question, condition. */
  readonly notHad: RegExp
  /** Long over. */
  readonly longAgo: RegExp
}

/** Danger told in images; see {@link Frame}. */
export interface Framed {
  readonly frames: readonly Frame[]
  readonly denial: Denial
}

function inFrame(
  { frames, denial }: Framed,
  list: SignList,
  { notHad }: DenialWords,
  clauses: readonly string[],
): Frame | undefined {
  return frames.find(
    frame =>
      frame.list === list && clauses.some(clause => tellsFrame(denial, frame, clause, before => notHad.test(before))),
  )
}

/** The first danger sign in what was said, emergencies first; null when there is none or it is denied. */
export const signsBy =
  (signs: Signs, denials: DenialWords, words: Words, whereItHurts: string, framed?: Framed) =>
  (text: string, afterWhere = false): DangerSign | null => {
    const clauses = words.clausesOf(words.fold(text)).filter(clause => !denials.longAgo.test(clause))
    const told = afterWhere && clauses.length > 0 ? [...clauses, `${whereItHurts} ${clauses.join(' ')}`] : clauses
    const joined = clauses.slice(1).map((clause, at) => `${clauses[at]} ${clause}`)
    for (const list of ['emergency', 'urgent'] as const) {
      for (const clause of told)
        for (const name of SIGN_LISTS[list]) if (tells(signs[name], denials, clause)) return { name, list }
      const frame = framed && inFrame(framed, list, denials, [...told, ...joined])
      if (frame !== undefined) return { name: frame.name, list }
    }
    return null
  }

function tells(sign: SignWords, denials: DenialWords, clause: string): boolean {
  if (sign.unless?.test(clause)) return false
  return sign.heard.some(pattern => {
    const found = pattern.exec(clause)
    if (!found) return false
    const before = clause.slice(0, found.index).trimEnd()
    if (denials.notHad.test(before)) return false
    if (sign.negated === true) return true
    const behind = clause.slice(found.index + found[0].length)
    return !(denials.inside.test(found[0]) || denials.before.test(before) || denials.behind.test(behind))
  })
}
