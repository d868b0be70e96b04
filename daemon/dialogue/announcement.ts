import { z } from 'zod'
import type { Language } from '../domain/expected.js'
import { parseTexts } from './parse.js'
import type { Announcer, NurseNeed } from './port.js'
import { SIGN_LISTS } from './tongue.js'

const sentence = z.string().min(2).max(110, 'a sentence is at most 110 characters: a listener keeps no more')

/** What a nurse hears, in the hospital's language: protocols/common.nurse.<language>.yaml. */
export const nurseSchema = z.strictObject({
  language: z.enum(['fr', 'nl', 'en']),
  version: z.string(),
  opening: sentence,
  emergency: sentence,
  wish: sentence,
  who: sentence.includes('{name}'),
  unverified: sentence,
  words: sentence,
  denied: sentence,
  waiting: sentence,
  gone: sentence,
  accept: sentence,
  take: sentence,
  joining: sentence,
  taken: sentence,
  signs: z.record(z.enum(SIGN_LISTS.emergency), sentence),
})

const FIXED = [
  'opening',
  'emergency',
  'wish',
  'unverified',
  'words',
  'denied',
  'waiting',
  'gone',
  'accept',
  'take',
  'joining',
  'taken',
] as const

/** As much of the patient's words as a nurse keeps on the phone; the whole is beside the alert. */
const MOST_WORDS = 160

/** Reads and checks the file; throws Failure protocol/invalid. `patientsSpeak`: the language of words of which it is not known. */
export function parseAnnouncer(text: string, file: string, patientsSpeak?: Language): Announcer {
  const texts = parseTexts(nurseSchema, text, file)
  const unknown = patientsSpeak ?? texts.language
  const { who, words, signs } = texts
  const live = ({ name }: NurseNeed): readonly string[] => (name === undefined ? [] : [who.replaceAll('{name}', name)])
  const quote: Announcer['quote'] = ({ words: said, wordsIn = unknown }) =>
    said === undefined || said.trim() === '' ? undefined : { lead: words, words: shortened(said), language: wordsIn }
  const quoted = (need: NurseNeed): readonly string[] => {
    const said = quote(need)
    return said === undefined ? [] : [said.lead, said.words]
  }
  const first = (need: NurseNeed): readonly string[] => {
    const sign = need.sign === undefined ? undefined : (signs as Record<string, string>)[need.sign]
    return [
      texts.opening,
      need.why === 'emergency' ? texts.emergency : texts.wish,
      ...(sign === undefined ? [] : [sign]),
    ]
  }
  return {
    language: texts.language,
    first,
    live,
    quote,
    rest: (need, present) => [
      ...live(need),
      ...quoted(need),
      ...(need.verified ? [] : [texts.unverified]),
      ...(need.denied ? [texts.denied] : []),
      ...(present ? [texts.waiting, texts.accept] : [texts.gone, texts.take]),
    ],
    joining: texts.joining,
    taken: texts.taken,
    fixedSentences: [...FIXED.map(name => texts[name]), ...Object.values(signs)],
  }
}

function shortened(words: string): string {
  const said = words.trim()
  if (said.length <= MOST_WORDS) return said
  return said.slice(0, said.lastIndexOf(' ', MOST_WORDS))
}
