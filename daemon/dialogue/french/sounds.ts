/** Spelling to sound, rough: what the recogniser writes for a word differs from it in spelling more often than in sound. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/oeu|eu|oe/g, '2'],
  [/h?oui|h?ui|w[eiy]+|ouh?i/g, 'wi'],
  [/oi|oua/g, 'wa'],
  [/ou/g, 'u'],
  [/(?:ain|ein|aim|in|im|ym|yn|un|um)(?![aeiouyn])/g, '5'],
  [/(?:an|en|am|em)(?![aeiouyn])/g, '3'],
  [/(?:on|om)(?![aeiouyn])/g, '4'],
  [/eau|au/g, 'o'],
  [/ai|ei|et$|est$/g, 'e'],
  [/qu|ck|cq|c(?![eiyh])|k|q/g, 'k'],
  [/ph/g, 'f'],
  [/sc(?=[eiy])|ss|c(?=[eiy])|z|x|s/g, 's'],
  [/ch/g, '6'],
  [/g(?=[eiy])|j/g, '7'],
  [/h/g, ''],
  [/y/g, 'i'],
  [/([a-z])\1/g, '$1'],
]

/** How a folded word sounds, its last consonant spoken; the alphabet is our own. */
function soundOf(folded: string): string {
  const word = folded.replace(/ /g, '').replace(/(?<=..)e?s?$/, '')
  return RULES.reduce((sound, [spelling, phone]) => sound.replace(spelling, phone), word)
}

/** True when both sound the same: "sette" and "sept", "huite" and "huit", "dise" and "dix". */
export const soundsLike = (heard: string, word: string): boolean => soundOf(heard) === soundOf(word)
