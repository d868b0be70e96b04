import type { Language } from '../../domain/expected.js'

const rules: Record<Language, (text: string) => string> = { fr: text => text, nl: text => text, en: text => text }

/** What is written to what is said. Pure. */
export const writeOut = (text: string, language: Language): string =>
  rules[language](text.normalize('NFC')).replace(/\s+/g, ' ').trim()
