import { tongueBy } from '../reading/lexicon.js'
import { signsBy } from '../reading/signs.js'
import type { Tongue } from '../tongue.js'
import { FILLER, NOT_KNOWN, POLITE, REFUSAL, scale, temperature, UNFINISHED, yesNo } from './answers.js'
import { readNumbers, slippedNumber, slippedYesNo } from './numbers.js'
import { people } from './people.js'
import { requests } from './requests.js'
import { denied, signs } from './signs.js'
import { dates, moments } from './times.js'
import { words } from './words.js'

/** "EpiCURA hospital", "the Saint-Jean clinic": the hospital as it is said in a sentence. */
function hospitalSaid(name: string): string {
  if (/^the /i.test(name)) return name
  const own = /^(?:l['’])?h[oô]pital (.+)$/i.exec(name)?.[1]
  if (own !== undefined) return `${own} hospital`
  return /\b(?:hospital|clinic|h[oô]pital|clinique|ziekenhuis|centre|CHU|CHR|UZ|AZ)\b/i.test(name)
    ? name
    : `${name} hospital`
}

/** English as it is spoken in Belgium: British words, dates with the day first, degrees Celsius. */
export const english: Tongue = tongueBy({
  language: 'en',
  words,
  readNumbers,
  scale,
  dates,
  temperature,
  yesNo,
  closed: { slippedNumber, slippedYesNo, plainWord: /^(?:yes|no|\d+)$/ },
  moments,
  requests,
  findSign: signsBy(signs, denied, words, 'pain in'),
  people,
  notKnown: NOT_KNOWN,
  refusal: REFUSAL,
  polite: POLITE,
  thanks: /\b(?:thank you|thanks)\b/,
  filler: FILLER,
  unfinished: UNFINISHED,
  toAdd: /\b(?:one more|another|something else|a (?:last )?question|one (?:last )?(?:thing|question)|also)\b/,
  ofSelf: /\bi am\b/,
  machineGreeting:
    /\b(?:voicemail|voice mail|mailbox|answering machine|(?:leave|record) (?:me |us )?(?:a|your) (?:message|name)|after the (?:tone|beep)|(?:is|am|are) (?:currently )?(?:not available|unavailable|unable to)|can not (?:take|come to|answer) (?:your call|the phone)|(?:person|number|party) you (?:are calling|have (?:called|dialled)|called)|get back to you|you have reached|press (?:one|1)|not here right now)\b/,
  machineOnly: /\b(?:voicemail|voice mail|mailbox|answering machine|beep|tone)\b/,
  spoken: {
    yesNoWords: ['yes', 'no'],
    denials: [
      'that is wrong',
      'i did not say that',
      'not that',
      'it is over',
      'it has passed',
      'misunderstood',
      'it has gone',
    ],
    confirmations: [
      'that is it',
      'all the time',
      'since this morning',
      'right now',
      'very much',
      'it goes on',
      'badly',
    ],
    recordingRefusals: [
      'not record',
      'no recording',
      'rather not',
      'prefer not',
      'without recording',
      'refuse',
      'do not want',
    ],
    hospitalSaid,
    titleFor: sex => (sex === 'f' ? 'Mrs' : sex === 'm' ? 'Mr' : undefined),
    valueSaid: value => String(value),
  },
})
