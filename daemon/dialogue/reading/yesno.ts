import type { ItemWords } from '../tongue.js'
import { phraseAt, type Words } from './words.js'

export interface YesNoWords {
  readonly yesStart: RegExp
  readonly noStart: RegExp
  /** Says that one listens or is polite, not that something is so. */
  readonly backchannel: RegExp
  readonly bareYes: RegExp
  /** A yes where something is asked for ("okay"), or where somebody is asked for ("speaking"). */
  readonly agrees: RegExp
  readonly listens: RegExp
  /** A yes taken back, and a no. */
  readonly yesButNo: RegExp
  readonly noButYes: RegExp
  /** The last word of a short answer, as its group. */
  readonly tail: RegExp
  readonly tailYes: RegExp
  readonly machine: RegExp
  /** Words before a phrase that compare rather than deny, once a yes stands in front ("oui, elles sont plus gonflées"). */
  readonly more?: RegExp
  /** Writes out what the recogniser mishears before an item's own words. */
  readonly mend?: (folded: string) => string
}
export type ReadYesNo = (text: string, words?: ItemWords) => boolean | undefined

/** True or false where the words say so; undefined for anything else, and for a yes and a no in one breath. */
export const yesNoBy =
  (patterns: YesNoWords, words: Words): ReadYesNo =>
  (text, item = {}) => {
    const folded = words.plain(text)
    if (folded === '' || patterns.machine.test(folded)) return undefined
    if (patterns.bareYes.test(folded)) return true
    if (patterns.backchannel.test(folded)) {
      if (item.agreeing && patterns.agrees.test(folded)) return true
      return item.listening && patterns.listens.test(folded) ? true : undefined
    }
    const yes = patterns.yesStart.test(folded)
    const said = patterns.mend?.(words.fold(text)) ?? words.fold(text)
    const told = readTold(said, item, words, yes ? patterns.more : undefined)
    if (told.length > 0) return told.length === 1 ? told[0] : undefined
    const no = patterns.noStart.test(folded)
    if ((yes && patterns.yesButNo.test(folded)) || (no && patterns.noButYes.test(folded))) return undefined
    if (yes !== no) return yes
    const tail = patterns.tail.exec(folded)?.[1]
    return folded.split(' ').length <= 6 && tail ? patterns.tailYes.test(tail) : undefined
  }

/** What is told in the item's own words; a negation before a phrase turns it over; both at once contradict each other. */
function readTold(folded: string, item: ItemWords, words: Words, more: RegExp | undefined): readonly boolean[] {
  const found = [
    ...(item.yes ?? []).map(phrase => ({ phrase, means: true, at: phraseAt(folded, phrase) })),
    ...(item.no ?? []).map(phrase => ({ phrase, means: false, at: phraseAt(folded, phrase) })),
  ]
    .filter(one => one.at >= 0)
    .sort((a, b) => b.phrase.length - a.phrase.length)
  // The longest phrase at a place hides shorter ones: "pas tout pris" is not "tout pris".
  const kept: typeof found = []
  for (const one of found)
    if (!kept.some(longer => one.at >= longer.at && one.at < longer.at + longer.phrase.length)) kept.push(one)
  const says = kept.map(one => {
    const before = words.lastClauseOf(folded.slice(0, one.at))
    return words.negatedBefore(before) && !more?.test(before.trim()) ? !one.means : one.means
  })
  return [...new Set(says)]
}
