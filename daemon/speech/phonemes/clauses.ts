/** What ends a clause, in the voices' own symbols. */
export type Mark = ',' | ';' | ':' | '.' | '!' | '?' | '…' | '—'

export interface Clause {
  /** Words or phonemes, without punctuation. */
  readonly text: string
  readonly mark: Mark
}

const MARKS = new Set<string>([',', ';', ':', '.', '!', '?', '…', '—'])

/** Where several marks meet ("?!", "...»"), the one that shapes the melody most is kept. */
const STRENGTH: readonly Mark[] = ['?', '!', '.', '…', ';', ':', '—', ',']

const BREAK = /(\s*[;:,.!?…—–«»“”"()[\]]+(?:\s+[;:,.!?…—–«»“”"()[\]]+)*\s*|\s+-\s+)/u

/**
 * Cuts a text at its punctuation, for espeak-ng drops punctuation and both voices need it for their melody.
 * Quotes and brackets become a short pause. A text that stops without a mark goes on ("Sur dix, ma douleur est de"): it gets a comma,
 * so that the voice stays up; without any mark the voices end in mid-word.
 */
export function clausesOf(text: string): Clause[] {
  const parts = text
    .replace(/\.{3,}/g, '…')
    .trim()
    .split(BREAK)
  const clauses: Clause[] = []
  for (let i = 0; i < parts.length; i += 2) {
    const words = (parts[i] ?? '').trim()
    const mark = markOf(parts[i + 1] ?? ',')
    if (/[\p{L}\p{N}]/u.test(words)) clauses.push({ text: words, mark })
  }
  return clauses
}

function markOf(separator: string): Mark {
  const present = [...separator.replaceAll('–', '—')].filter(sign => MARKS.has(sign))
  return STRENGTH.find(mark => present.includes(mark)) ?? ','
}

/** True where a sentence may end: the voice breathes there anyway. */
export const endsSentence = (mark: Mark): boolean => mark === '.' || mark === '!' || mark === '?' || mark === '…'

/**
 * espeak-ng's IPA as the voices know it: one line, no `_` between phonemes, no `(en)` language switches, no linking hyphens,
 * decomposed (both vocabularies spell a nasal as vowel + U+0303) except ç, which stands for one sound.
 */
export const cleanIpa = (ipa: string): string =>
  ipa
    .replace(/\([a-z-]+\)/g, '')
    .replace(/[_-]/g, '')
    .trim()
    .split(/\s+/)
    .join(' ')
    .normalize('NFD')
    .replaceAll('c\u0327', 'ç')
