/** A number in folded words: its value and the words [from, to) it took. */
export interface ReadNumber {
  readonly value: number
  readonly from: number
  readonly to: number
}
export type Part = { readonly value: number; readonly to: number } | null
export type ReadNumbers = (words: readonly string[]) => readonly ReadNumber[]

export interface NumberWords {
  /** The whole number that begins at a word. */
  readonly whole: (words: readonly string[], at: number) => Part
  /** "and a half". */
  readonly halves: readonly (readonly string[])[]
  /** "point", "komma". */
  readonly point: RegExp
  /** "a bit", "een beetje": an article, not a one. */
  readonly isArticle: (words: readonly string[], at: number) => boolean
}

/** Every number in folded words, in order, 0–9999, with halves and decimals. */
export const numbersBy =
  (language: NumberWords): ReadNumbers =>
  words => {
    const found: ReadNumber[] = []
    for (let at = 0; at < words.length; ) {
      const part = language.isArticle(words, at) ? null : digitsOr(language, words, at)
      if (part) found.push({ ...withFraction(language, words, part), from: at })
      at = found.at(-1)?.from === at ? found.at(-1)!.to : at + 1
    }
    return found
  }

const digitsOr = (language: NumberWords, words: readonly string[], at: number): Part =>
  /^\d+(?:\.\d+)?$/.test(words[at] ?? '') ? { value: Number(words[at]), to: at + 1 } : language.whole(words, at)

function withFraction(language: NumberWords, words: readonly string[], part: NonNullable<Part>): NonNullable<Part> {
  const half = language.halves.find(phrase => phrase.every((word, i) => words[part.to + i] === word))
  if (half && Number.isInteger(part.value)) return { value: part.value + 0.5, to: part.to + half.length }
  if (!language.point.test(words[part.to] ?? '')) return part
  const rest = digitsOr(language, words, part.to + 1)
  return rest && Number.isInteger(rest.value) && rest.value < 100
    ? { value: Number(`${part.value}.${rest.value}`), to: rest.to }
    : part
}
