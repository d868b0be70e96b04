/** Codes of a choice with the folded phrases that mean each. */
export type Options = Readonly<Record<string, readonly string[]>>

/**
 * The one option that a folded answer names; undefined where none is, or two. A longer phrase hides a shorter one within it
 * ("pas tout à fait" is not "tout à fait"); a phrase behind a negation, unless it is one itself, says nothing.
 */
export function readChoice(
  folded: string,
  options: Options,
  negatedBefore: (before: string) => boolean,
): string | undefined {
  const padded = ` ${folded} `
  const phrases = Object.entries(options).flatMap(([code, words]) => words.map(phrase => ({ code, phrase })))
  const kept: { readonly code: string; readonly from: number; readonly to: number }[] = []
  for (const { code, phrase } of phrases.sort((a, b) => b.phrase.length - a.phrase.length)) {
    const from = padded.indexOf(` ${phrase} `)
    if (from < 0 || kept.some(longer => from < longer.to && from + phrase.length > longer.from)) continue
    kept.push({ code, from, to: from + phrase.length })
  }
  const meant = kept.filter(({ from }) => !negatedBefore(padded.slice(0, from)))
  const codes = new Set(meant.map(({ code }) => code))
  return codes.size === 1 ? [...codes][0] : undefined
}
