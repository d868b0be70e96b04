/**
 * HL7 table 0063 in the words that a person at the phone says of herself. Codes that name no relation (self, emergency contact,
 * unknown …) are absent: they prove nothing.
 */
const RELATIONS: Readonly<Record<string, string>> = {
  SPO: 'époux',
  HUS: 'mari',
  WIF: 'femme',
  DOM: 'partenaire',
  DAU: 'fille',
  SON: 'fils',
  CHD: 'enfant',
  SCH: 'beau-fils',
  FTH: 'père',
  MTH: 'mère',
  PAR: 'parent',
  BRO: 'frère',
  SIS: 'sœur',
  GCH: 'petit-fils',
  GRP: 'grand-parent',
  GRD: 'tuteur',
  CGV: 'aidant',
  FND: 'ami',
  NBR: 'voisin',
}

/** The relation as the hospital words it, else what its code means; undefined where neither says any. */
export const relationOf = (code: string | undefined, words: string | undefined): string | undefined =>
  words ?? (code === undefined ? undefined : (RELATIONS[code.toUpperCase()] ?? wordsIn(code)))

/** Some systems write the relation where the code belongs. */
const wordsIn = (code: string): string | undefined => (/^\p{Ll}[\p{L} -]{2,}$/u.test(code) ? code : undefined)
