import type { Scored } from '../../domain/expected.js'
import type { Candidate } from './candidates.js'

/** Lower case, no accents or punctuation, single blanks: what is compared is what was said, not how it is written. */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(\d)[.,](\d)/g, '$1virgule$2')
    .replace(/(\d)\s*\/\s*(?=\d)/g, '$1 sur ')
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\p{M}/gu, '')
    .trim()

/** A number when nothing follows; before another word an article ("un petit peu"). */
const ARTICLES = new Set(['un', 'une', 'een'])

/** The scale, not the score. */
const OUT_OF_TEN = /\b(sur|op|out of) (dix|10|tien|ten)\b/gu

/** A score beyond its scale ("14 sur 10" for "disons quatre sur dix"): the words were misheard. */
const BEYOND_TEN = /\b(?:1[1-9]|[2-9]\d) (?:sur|op|out of) (?:dix|10|tien|ten)\b/u

/** Whether the transcript holds a score that no scale has: whatever else it holds was misheard as well. */
export const isMisheard = (text: string): boolean => BEYOND_TEN.test(plain(text))

/**
 * Which of the candidates' values the transcript holds, in the order said: a rough reading, good enough to tell whether the
 * free transcript and the scored value agree. The dialogue's interpreter decides what a patient meant.
 */
export function valuesIn(text: string, candidates: readonly Candidate[]): readonly Scored['value'][] {
  if (isMisheard(text)) return []
  const said = ` ${plain(text).replace(OUT_OF_TEN, ' ').replace(/\s+/g, ' ').trim()} `
  const found = new Map<number, { value: Scored['value']; length: number }>()
  for (const { value, text: form } of candidates) {
    if (value === undefined) continue
    const words = plain(form).replace(OUT_OF_TEN, ' ').trim()
    if (words === '') continue
    if (ARTICLES.has(words) && !said.endsWith(` ${words} `)) continue
    for (let at = said.indexOf(` ${words} `); at >= 0; at = said.indexOf(` ${words} `, at + 1)) {
      if ((found.get(at)?.length ?? 0) < words.length) found.set(at, { value, length: words.length })
    }
  }
  const inOrder = [...found].sort(([a], [b]) => a - b)
  let coveredTo = -1
  const values: Scored['value'][] = []
  for (const [at, { value, length }] of inOrder) {
    if (at < coveredTo) continue
    coveredTo = at + length
    if (!values.includes(value)) values.push(value)
  }
  return values
}
