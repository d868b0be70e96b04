import type { Language } from '../../domain/expected.js'
import { writeOutDutch } from './dutch.js'
import { writeOutEnglish } from './english.js'
import { writeOutFrench } from './french.js'

const RULES: Readonly<Record<Language, (text: string) => string>> = {
  fr: writeOutFrench,
  nl: writeOutDutch,
  en: writeOutEnglish,
}

/** What is written to what is said: numbers, times, dates, telephones, units and abbreviations in words. Pure; running it twice changes nothing. */
export const writeOut = (text: string, language: Language): string =>
  RULES[language](text.normalize('NFC')).replace(/\s+/g, ' ').trim()
