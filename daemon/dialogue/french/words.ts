/**
 * French text as the patterns of this folder see it: lower case, no accents, apostrophes and hyphens as spaces,
 * "," for any mark that parts clauses. "Aujourd'hui, 38,5 !" → "aujourd hui , 38.5 ,".
 */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(\d)\s*[°]\s*c?\b/g, '$1 degres ')
    .replace(/(\d)[.,](\d)/g, '$1·$2')
    .replace(/(\d)\s*[-–—]\s*(?=\d)/g, '$1 a ')
    .replace(/(\d)\s*\/\s*(?=\d)/g, '$1 sur ')
    .replace(/(\d)\s?h\s?(\d\d)?\b/g, '$1 heures $2')
    .replace(/[.,;:!?…]+/g, ' , ')
    .replace(/[^a-z0-9,·]+/g, ' ')
    .replaceAll('·', '.')
    .replace(/(?: ,)+(?= ,)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Folded words without clause marks. */
export const plain = (text: string): string => fold(text).replace(/ ?,/g, '').trim()

export const wordsOf = (text: string): readonly string[] => fold(text).split(' ').filter(Boolean)

/** Clauses of a folded text: "," and "mais" part them, so that a negation does not reach into the next. */
export const clausesOf = (folded: string): readonly string[] =>
  folded
    .split(/ ?, ?|\bmais\b|\bpar contre\b|\bsauf que\b/)
    .map(clause => clause.trim())
    .filter(Boolean)

/** Where a phrase stands as whole words, −1 when it does not. */
export function phraseAt(folded: string, phrase: string): number {
  const padded = ` ${folded} `
  return padded.indexOf(` ${phrase} `)
}

const NEGATION = /\b(?:pas|plus|jamais|aucune?|ni|sans|rien|non plus)(?: \w+){0,3}$/

/** "pas (du tout) de X": a negation within three words before. */
export const negatedBefore = (before: string): boolean => NEGATION.test(before.trim())
