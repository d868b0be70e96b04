import type { Language } from '../../domain/expected.js'
import { birthDatesBy, type DateWords } from '../reading/dates.js'
import { interpretBy, type Readers } from '../reading/interpret.js'
import { type MomentWords, momentBy } from '../reading/moments.js'
import { type NumberWords, numbersBy } from '../reading/numbers.js'
import { type ScaleWords, scaleBy } from '../reading/scale.js'
import { type TemperatureWords, temperatureBy } from '../reading/temperature.js'
import { phraseAt, type Words } from '../reading/words.js'
import { type YesNoWords, yesNoBy } from '../reading/yesno.js'
import type { Request, Tongue } from '../tongue.js'
import { namesPersonBy, namesRelationBy, type PeopleWords, readCalleeBy, toldGenderBy } from './people.js'
import { type DenialWords, type Signs, signsBy } from './signs.js'

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
  readonly numbers: NumberWords
  readonly scale: ScaleWords
  readonly dates: DateWords
  readonly temperature: TemperatureWords
  readonly yesNo: YesNoWords
  readonly slips: Pick<Readers, 'slippedNumber' | 'slippedYesNo' | 'plainWord'>
  readonly moments: MomentWords
  /** Weightiest first. */
  readonly requests: readonly RequestWords[]
  readonly signs: Signs
  readonly denied: DenialWords
  /** Completes a bare answer to "where does it hurt?". */
  readonly whereItHurts: string
  readonly people: PeopleWords
  readonly notKnown: RegExp
  readonly refusal: RegExp
  readonly polite: RegExp
  readonly thanks: RegExp
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
  const { words } = lexicon
  const readNumbers = numbersBy(lexicon.numbers)
  const readTemperature = temperatureBy(lexicon.temperature, words, readNumbers)
  const readYesNo = yesNoBy(lexicon.yesNo, words)
  const tells = (pattern: RegExp) => (text: string) => pattern.test(words.plain(text))
  const isPolite = (text: string) => words.plain(text) === '' || lexicon.polite.test(words.plain(text))
  const saysNotKnown = tells(lexicon.notKnown)
  const readScale = scaleBy(lexicon.scale, words, readNumbers)
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
      ...lexicon.slips,
    }),
    readYesNo,
    readTemperature,
    readBirthDates: birthDatesBy(lexicon.dates, words, readNumbers),
    readMoment: momentBy(lexicon.moments, words, readNumbers),
    findRequest: text => {
      const folded = words.plain(text)
      return lexicon.requests.find(one => one.heard.test(folded) && !one.unless?.test(folded))?.request ?? null
    },
    findSign: signsBy(lexicon.signs, lexicon.denied, words, lexicon.whereItHurts),
    readCallee: readCalleeBy(lexicon.people, words),
    namesPerson: namesPersonBy(lexicon.people, words),
    namesRelation: namesRelationBy(lexicon.people, words),
    toldGender: toldGenderBy(lexicon.people, words),
    isMachineGreeting: (text, lengthMs) => {
      const folded = words.plain(text)
      if (!lexicon.machineGreeting.test(folded)) return false
      return lengthMs > LONG_GREETING_MS || folded.split(' ').length >= 8 || lexicon.machineOnly.test(folded)
    },
    isPolite,
    thanks: tells(lexicon.thanks),
    isHesitating: text => /(?:…|\.\.\.|-)\s*$/.test(text.trim()) || lexicon.unfinished.test(words.plain(text)),
    saysNotKnown,
    refusesToAnswer: tells(lexicon.refusal),
    wantsToAdd: tells(lexicon.toAdd),
    speaksOfSelf: tells(lexicon.ofSelf),
    ...lexicon.spoken,
  }
}
