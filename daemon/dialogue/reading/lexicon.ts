import type { Language } from '../../domain/expected.js'
import type { Request, Tongue } from '../tongue.js'
import { birthDatesBy, type DateWords } from './dates.js'
import { interpretBy, type Readers } from './interpret.js'
import { lately } from './lately.js'
import { type MomentWords, momentBy } from './moments.js'
import type { ReadNumbers } from './numbers.js'
import { namesPersonBy, namesRelationBy, type PeopleWords, readCalleeBy, toldGenderBy } from './people.js'
import { type ScaleWords, scaleBy } from './scale.js'
import { type TemperatureWords, temperatureBy } from './temperature.js'
import { phraseAt, type Words } from './words.js'
import { type YesNoWords, yesNoBy } from './yesno.js'

export interface RequestWords {
  readonly request: Request
  readonly heard: RegExp
  /** Words of the request that mean something else in this sentence. */
  readonly unless?: RegExp
}

/** What a language is made of; {@link tongueBy} makes its reading functions of it. */
export interface Lexicon {
  readonly language: Language
  readonly words: Words
  readonly readNumbers: ReadNumbers
  readonly scale: ScaleWords
  readonly dates: DateWords
  readonly temperature: TemperatureWords
  readonly yesNo: YesNoWords
  readonly closed: Pick<
    Readers,
    'slippedNumber' | 'slippedLast' | 'slippedYesNo' | 'plainWord' | 'readKilos' | 'amountOf'
  >
  readonly moments: MomentWords
  /** Weightiest first. */
  readonly requests: readonly RequestWords[]
  /** What the recogniser writes for words of requests, put right. */
  readonly mendRequests?: (folded: string) => string
  readonly findSign: Tongue['findSign']
  readonly people: PeopleWords
  readonly notKnown: RegExp
  readonly refusal: RegExp
  readonly polite: RegExp
  readonly thanks: RegExp
  /** Somebody who is still looking for the words. */
  readonly filler: RegExp
  /** Words that ask for more behind them. */
  readonly unfinished: RegExp
  readonly toAdd: RegExp
  readonly ofSelf: RegExp
  readonly machineGreeting: RegExp
  /** Of a machine whatever its length. */
  readonly machineOnly: RegExp
  readonly spoken: Pick<
    Tongue,
    'yesNoWords' | 'denials' | 'confirmations' | 'recordingRefusals' | 'hospitalSaid' | 'titleFor' | 'valueSaid'
  >
}

/** Unbroken speech longer than this on picking up is a machine more often than a person (CLINICAL.md, Answered). */
const LONG_GREETING_MS = 4000

export function tongueBy(lexicon: Lexicon): Tongue {
  const { words, readNumbers } = lexicon
  const readTemperature = temperatureBy(lexicon.temperature, words, readNumbers)
  const readYesNo = yesNoBy(lexicon.yesNo, words)
  const tells = (pattern: RegExp) => (text: string) => pattern.test(words.plain(text))
  const isPolite = (text: string) => words.plain(text) === '' || lexicon.polite.test(words.plain(text))
  const saysNotKnown = tells(lexicon.notKnown)
  const readScale = scaleBy(lexicon.scale, words, readNumbers)
  const findSign = lately(text => lexicon.findSign(text))
  return {
    language: lexicon.language,
    plain: words.plain,
    phraseAt,
    interpret: interpretBy({
      words,
      readScale,
      readYesNo,
      readTemperature,
      isPolite,
      saysNotKnown,
      ...lexicon.closed,
    }),
    readYesNo,
    readTemperature,
    readBirthDates: birthDatesBy(lexicon.dates, words, readNumbers),
    readMoment: momentBy(lexicon.moments, words, readNumbers),
    findRequest: text => {
      const told = words.plain(text)
      const folded = lexicon.mendRequests?.(told) ?? told
      return lexicon.requests.find(one => one.heard.test(folded) && !one.unless?.test(folded))?.request ?? null
    },
    findSign: (text, afterWhere) => (afterWhere === true ? lexicon.findSign(text, true) : findSign(text)),
    readCallee: readCalleeBy(lexicon.people, words),
    namesPerson: namesPersonBy(lexicon.people, words),
    namesRelation: namesRelationBy(lexicon.people, words),
    toldGender: toldGenderBy(lexicon.people, words),
    // Phrases decide; length alone does not: a human who speaks is never hung up on.
    isMachineGreeting: (text, lengthMs) => {
      const folded = words.plain(text)
      if (!lexicon.machineGreeting.test(folded)) return false
      return lengthMs > LONG_GREETING_MS || folded.split(' ').length >= 8 || lexicon.machineOnly.test(folded)
    },
    isPolite,
    thanks: tells(lexicon.thanks),
    isHesitating: text =>
      /(?:…|\.\.\.|-)\s*$/.test(text.trim()) ||
      lexicon.unfinished.test(words.plain(text)) ||
      lexicon.filler.test(words.plain(text)),
    endsInFiller: tells(lexicon.filler),
    saysNotKnown,
    refusesToAnswer: tells(lexicon.refusal),
    wantsToAdd: tells(lexicon.toAdd),
    speaksOfSelf: tells(lexicon.ofSelf),
    ...lexicon.spoken,
  }
}
