/** Sounds that Whisper writes down in brackets, stars or notes: "[Musique]", "*rires*", "♪". Never a patient's words. */
const NOT_WORDS = /\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|[♪♫]/gu

/** A word or phrase of up to six words that comes three times or more, kept twice ("non non non" stays "non non"). */
const REPEATS = /(\S+(?:\s+\S+){0,5}?)(?:\s*[,.!?…]?\s+\1){2,}/giu

/** The whole said twice over: what a reduced context does to one sentence in twenty. "Oui oui" is short enough to stay. */
const DOUBLED = /^(.{4,}?)[\s.,!?…]+\1[\s.,!?…]*$/iu

/** The transcript as a reader wants it: brackets gone, loops collapsed, blanks single. */
export function tidy(text: string): string {
  const words = text.replace(NOT_WORDS, ' ').replaceAll('\uFFFD', '').replace(/\s+/g, ' ').trim()
  const collapsed = words.replace(REPEATS, '$1 $1').replace(DOUBLED, '$1')
  return /[\p{L}\p{N}]/u.test(collapsed) ? collapsed : ''
}

/**
 * Sentences that Whisper learnt from subtitles and writes over noise and music. A patient does not say them, so as a whole
 * transcript they mean "nothing was said".
 */
const HALLUCINATED = [
  /^sous-?titr/iu,
  /amara\.org/iu,
  /^merci d['’]avoir regardé/iu,
  /^abonnez-vous/iu,
  /^(thanks for watching|subtitles by)/iu,
  /^(ondertiteling|tv gelderland)/iu,
]

export const isHallucinated = (text: string): boolean => HALLUCINATED.some(pattern => pattern.test(text))
