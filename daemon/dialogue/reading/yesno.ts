import type { ItemWords } from '../tongue.js'

/** How a language says yes and no; every pattern sees folded text. */
export interface YesNoGrammar {
  readonly fold: (text: string) => string
  readonly plain: (text: string) => string
  readonly phraseAt: (folded: string, phrase: string) => number
  readonly machine: RegExp
  /** Nothing but a yes ("oui oui merci"). */
  readonly bareYes: RegExp
  /** Says that one listens or is polite, not that something is so. */
  readonly backchannel: RegExp
  /** A backchannel that agrees where agreement was asked for, and one that says yes where it was asked who speaks. */
  readonly agrees: RegExp
  readonly listens: RegExp
  readonly yesStart: RegExp
  readonly noStart: RegExp
  /** A yes taken back in one breath, and a no. */
  readonly yesButNo: RegExp
  readonly noButYes: RegExp
  /** "…, yes" at the end: the word is the group. */
  readonly tail: RegExp
  readonly tailUnless: RegExp
  readonly yesTail: RegExp
  /** Parts clauses, so that a negation does not reach into the next. */
  readonly parts: RegExp
  readonly negatedBefore: (before: string) => boolean
}

/** True or false where the words say so; undefined for anything else, and for a yes and a no in one breath. */
export function readYesNoWith(grammar: YesNoGrammar, text: string, words: ItemWords = {}): boolean | undefined {
  const folded = grammar.plain(text)
  if (folded === '' || grammar.machine.test(folded)) return undefined
  if (grammar.bareYes.test(folded)) return true
  if (grammar.backchannel.test(folded)) {
    const yes = (words.agreeing && grammar.agrees.test(folded)) || (words.listening && grammar.listens.test(folded))
    return yes ? true : undefined
  }
  const told = readTold(grammar, grammar.fold(text), words)
  if (told.length > 0) return told.length === 1 ? told[0] : undefined
  const yes = grammar.yesStart.test(folded)
  const no = grammar.noStart.test(folded)
  if ((yes && grammar.yesButNo.test(folded)) || (no && grammar.noButYes.test(folded))) return undefined
  if (yes !== no) return yes
  const tail = grammar.tail.exec(folded)?.[1]
  return folded.split(' ').length <= 6 && tail && !grammar.tailUnless.test(folded)
    ? grammar.yesTail.test(tail)
    : undefined
}

/** What is told in the item's own words; a negation before a phrase turns it over; both at once contradict each other. */
function readTold(grammar: YesNoGrammar, folded: string, words: ItemWords): readonly boolean[] {
  const found = [
    ...(words.yes ?? []).map(phrase => ({ phrase, means: true, at: grammar.phraseAt(folded, phrase) })),
    ...(words.no ?? []).map(phrase => ({ phrase, means: false, at: grammar.phraseAt(folded, phrase) })),
  ]
    .filter(one => one.at >= 0)
    .sort((a, b) => b.phrase.length - a.phrase.length)
  // The longest phrase at a place hides shorter ones: "pas tout pris" is not "tout pris".
  const kept: typeof found = []
  for (const one of found)
    if (!kept.some(longer => one.at >= longer.at && one.at < longer.at + longer.phrase.length)) kept.push(one)
  const says = kept.map(one => {
    const clause = folded.slice(0, one.at).split(grammar.parts).at(-1) ?? ''
    return grammar.negatedBefore(clause) ? !one.means : one.means
  })
  return [...new Set(says)]
}
