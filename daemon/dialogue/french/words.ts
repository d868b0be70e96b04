import { wordsBy } from '../reading/words.js'

/** "15h30", "9 h": an hour written short. */
const HOUR = /(\d)\s?h(?:(?![\p{L}\p{M}\p{N}_])|(?=\d\d(?![\p{L}\p{M}\p{N}_])))/gu

/** French folded, apostrophes and hyphens as spaces: "Aujourd'hui, 38,5 !" → "aujourd hui , 38.5 ,". */
export const words = wordsBy({
  rewrite: lower => lower.replaceAll('œ', 'oe').replaceAll('æ', 'ae').replace(HOUR, '$1 heures '),
  degrees: 'degres',
  to: 'a',
  outOf: 'sur',
  breaks: / ?, ?|\bmais\b|\bpar contre\b|\bsauf que\b/,
  negation: /\b(?:pas|plus|jamais|aucune?|ni|sans|rien|non plus)(?: \w+){0,3}$/,
})
export const { fold, plain, wordsOf, clausesOf } = words
