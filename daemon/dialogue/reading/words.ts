import { lately } from './lately.js'

/** What differs between languages in how text is folded for the patterns of their folders. */
export interface FoldRules {
  /** Lower-case text with contractions and ordinals written out, accents still there. */
  readonly rewrite: (lower: string) => string
  /** Said for "°C", for "-" between digits and for "/" between digits. */
  readonly degrees: string
  readonly to: string
  readonly outOf: string
  /** Words that part clauses as a comma does ("but"). */
  readonly breaks: RegExp
  /** A negation within a few words before. */
  readonly negation: RegExp
}

export interface Words {
  /** Lower case, no accents, "," for any mark that parts clauses. */
  readonly fold: (text: string) => string
  /** Folded words without clause marks. */
  readonly plain: (text: string) => string
  readonly wordsOf: (text: string) => readonly string[]
  /** Clauses of a folded text, so that a negation does not reach into the next. */
  readonly clausesOf: (folded: string) => readonly string[]
  /** What a folded text has begun behind its last break, empty right behind it. */
  readonly lastClauseOf: (folded: string) => string
  readonly negatedBefore: (before: string) => boolean
}

export function wordsBy(rules: FoldRules): Words {
  const fold = lately((text: string): string =>
    rules
      .rewrite(text.toLowerCase().replace(/[’ʼ`]/g, "'"))
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/(\d)\s*°\s*(?:c\b)?/g, `$1 ${rules.degrees} `)
      .replace(/(\d)[.,](\d)/g, '$1·$2')
      .replace(/(\d)\s*[-–—]\s*(?=\d)/g, `$1 ${rules.to} `)
      .replace(/(\d)\s*\/\s*(?=\d)/g, `$1 ${rules.outOf} `)
      .replace(/[.,;:!?…]+/g, ' , ')
      .replace(/[^a-z0-9,·]+/g, ' ')
      .replaceAll('·', '.')
      .replace(/(?: ,)+(?= ,)/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  )
  return {
    fold,
    plain: text => fold(text).replace(/ ?,/g, '').trim(),
    wordsOf: text => fold(text).split(' ').filter(Boolean),
    clausesOf: folded =>
      folded
        .split(rules.breaks)
        .map(clause => clause.trim())
        .filter(Boolean),
    lastClauseOf: folded => folded.split(rules.breaks).at(-1)?.trim() ?? '',
    negatedBefore: before => rules.negation.test(before.trim()),
  }
}

/** Where a phrase stands as whole words, −1 when it does not. */
export const phraseAt = (folded: string, phrase: string): number => ` ${folded} `.indexOf(` ${phrase} `)
