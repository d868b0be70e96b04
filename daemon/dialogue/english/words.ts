import { wordsBy } from '../reading/words.js'

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bwon'?t\b(?! be)/g, 'will not'],
  [/\bcan(?:'t|not)\b|\bcant\b/g, 'can not'],
  [/\b(do|does|did|is|was|are|were|has|have|had|would|could|should)n'?t\b/g, '$1 not'],
  [/\bain't\b/g, 'is not'],
  [/\b(i)'?m\b/g, '$1 am'],
  [/'ve\b/g, ' have'],
  [/'re\b/g, ' are'],
  [/'ll\b/g, ' will'],
  [/'d\b/g, ' would'],
  [/\b(it|that|there|he|she|what|who|where|everything|nothing|here|this|mum|dad|pain|wound|dressing)'s\b/g, '$1 is'],
  [/\bdunno\b/g, 'do not know'],
  [/\bgonna\b/g, 'going to'],
  [/\bwanna\b/g, 'want to'],
  [/\bgotta\b/g, 'got to'],
  [/\b([ap])\.\s?m\b\.?/g, '$1m'],
  [/\b(\d{1,2})\s?([ap]m)\b/g, '$1 $2'],
  [/\b(\d{1,2})(?:st|nd|rd|th)\b/g, '$1'],
  [/\bo'clock\b/g, 'oclock'],
  [/\b(\d{1,2}):(\d\d)\b/g, '$1 hours $2'],
  [/°\s?f\b/g, ' fahrenheit'],
]

/** English folded: contractions written out, so that "not" stands wherever it is meant. */
export const words = wordsBy({
  rewrite: lower => CONTRACTIONS.reduce((text, [found, means]) => text.replace(found, means), lower),
  degrees: 'degrees',
  to: 'to',
  outOf: 'out of',
  breaks: / ?, ?|\bbut\b|\bexcept\b|\balthough\b|\bthough\b/,
  negation: /\b(?:not|no|never|without|nor|neither|any more)(?: \w+){0,3}$/,
})
