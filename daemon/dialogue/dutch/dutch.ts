import { tongueBy } from '../reading/lexicon.js'
import { signsBy } from '../reading/signs.js'
import type { Tongue } from '../tongue.js'
import { FILLER, NOT_KNOWN, POLITE, REFUSAL, scale, temperature, UNFINISHED, yesNo } from './answers.js'
import { framed } from './frames.js'
import { readNumbers, slippedNumber, slippedYesNo } from './numbers.js'
import { people } from './people.js'
import { requests } from './requests.js'
import { denied, signs } from './signs.js'
import { dates, moments } from './times.js'
import { words } from './words.js'

/** "het ziekenhuis EpiCURA", "het AZ Sint-Jan": the hospital as it is said in a sentence, its French article left out. */
function hospitalSaid(name: string): string {
  if (/^(?:het|de) /i.test(name)) return name
  const own = name.replace(/^(?:l['’]|la |le )?(?:h[oô]pital|clinique|centre hospitalier) /i, '')
  if (/^(?:AZ|UZ|CHU|CHR|ZNA)\b|^ziekenhuis\b/i.test(own)) return `het ${own}`
  return /kliniek/i.test(own) ? `de ${own}` : `het ziekenhuis ${own}`
}

/** Belgian Dutch, as it is spoken in Flanders. */
export const dutch: Tongue = tongueBy({
  language: 'nl',
  words,
  readNumbers,
  scale,
  dates,
  temperature,
  yesNo,
  closed: { slippedNumber, slippedYesNo, plainWord: /^(?:ja|nee|neen|\d+)$/ },
  moments,
  requests,
  findSign: signsBy(signs, denied, words, 'pijn in', framed),
  people,
  notKnown: NOT_KNOWN,
  refusal: REFUSAL,
  polite: POLITE,
  thanks: /\b(?:dank u|dank je|dankuwel|bedankt|merci)\b/,
  filler: FILLER,
  unfinished: UNFINISHED,
  toAdd:
    /\b(?:nog (?:een|1) (?:vraag|ding|iets)|nog iets|(?:een|1) (?:laatste|andere) (?:vraag|ding)|iets anders|ook nog)\b/,
  ofSelf: /\b(?:ik ben|ik lig|ben ik|ik zit)\b/,
  machineGreeting:
    /\b(?:voicemail|antwoordapparaat|(?:laat|spreek|gelieve|u kunt|u kan)(?: \w+){0,4} (?:bericht|boodschap)|na de (?:toon|piep|biep|bieptoon|pieptoon)|(?:bericht|boodschap) (?:na te laten|achter te laten|in te spreken|inspreken|achterlaten|nalaten)|(?:is|ben|zijn)(?: (?:momenteel|op dit moment|nu|tijdelijk|even))? (?:niet (?:bereikbaar|beschikbaar|thuis|aanwezig)|afwezig|onbereikbaar)|(?:persoon|nummer|correspondent|abonnee) (?:die|dat) u|door u gekozen nummer|kan (?:uw|je) (?:oproep|telefoon)|u bent verbonden met|bel (?:ik )?(?:u|je)(?: \w+){0,3} (?:terug|spoedig)|niet (?:in gebruik|toegekend)|toets (?:een|1))\b/,
  machineOnly: /\b(?:voicemail|antwoordapparaat|biep|piep|bieptoon|pieptoon|toon)\b/,
  spoken: {
    yesNoWords: ['ja', 'nee'],
    denials: [
      'dat is fout',
      'dat is verkeerd',
      'dat heb ik niet gezegd',
      'niet gezegd',
      'dat niet',
      'het is over',
      'het is voorbij',
      'het is weg',
      'is al over',
      'verkeerd begrepen',
      'fout begrepen',
    ],
    confirmations: [
      'dat is het',
      'klopt',
      'heel de tijd',
      'de hele tijd',
      'sinds deze morgen',
      'sinds vanmorgen',
      'op dit moment',
      'heel erg',
      'nog altijd',
      'nog steeds',
      'het gaat niet over',
    ],
    recordingRefusals: [
      'niet opnemen',
      'geen opname',
      'zonder opname',
      'liever niet',
      'liever van niet',
      'niet graag',
      'wil niet',
      'wil dat niet',
      'weiger',
      'niet akkoord',
    ],
    hospitalSaid,
    titleFor: sex => (sex === 'f' ? 'mevrouw' : sex === 'm' ? 'meneer' : undefined),
    valueSaid: value => String(value).replace('.', ','),
  },
})
