const SPOKEN = ['fr', 'en'] as const
export type Spoken = (typeof SPOKEN)[number]

/** A header longer than any browser's is not read to its end. */
const MOST_CHARACTERS = 200

/** French or English by Accept-Language (RFC 9110 section 12.5.4); French, the house's language, when it says neither. */
export function languageOf(header: string | undefined): Spoken {
  let best: { language: Spoken; quality: number } = { language: 'fr', quality: 0 }
  for (const range of (header ?? '').slice(0, MOST_CHARACTERS).split(',')) {
    const [tag = '', ...parameters] = range.split(';').map(part => part.trim().toLowerCase())
    const language = SPOKEN.find(one => tag === one || tag.startsWith(`${one}-`))
    const weight = parameters.find(parameter => parameter.startsWith('q='))
    const quality = weight === undefined ? 1 : Number(weight.slice(2))
    if (language !== undefined && quality > best.quality) best = { language, quality }
  }
  return best.language
}
