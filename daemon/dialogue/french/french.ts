import { tongueBy } from '../reading/lexicon.js'
import type { Tongue } from '../tongue.js'
import { FILLER, MACHINE_GREETING, NOT_KNOWN, POLITE, REFUSAL, UNFINISHED } from './answers.js'
import { findSign } from './flags.js'
import { readNumbers } from './numbers.js'
import { people } from './people.js'
import { requests } from './requests.js'
import { scale, temperature } from './scale.js'
import { mendRequests, slippedLast, slippedNumber, slippedYesNo } from './slips.js'
import { dates, moments } from './times.js'
import { readKilos } from './weight.js'
import { words } from './words.js'
import { yesNo } from './yesno.js'

/** "l'hôpital EpiCURA", "la Clinique Saint-Jean", "le CHU de Liège": the hospital as it is said in a sentence. */
function hospitalSaid(name: string): string {
  if (/^(?:l['’]|la |le |les )/i.test(name)) return name
  if (/^(?:h[oô]pital|institut)/i.test(name)) return `l'${name.charAt(0).toLowerCase()}${name.slice(1)}`
  if (/^(?:cliniques)/i.test(name)) return `les ${name}`
  if (/^(?:clinique|maison)/i.test(name)) return `la ${name}`
  return /^(?:CHU|CHR|CHwapi|centre|grand)/i.test(name) ? `le ${name}` : `l'hôpital ${name}`
}

/** A value as it is written for the voice: 8 → "8", 38.5 → "38,5". */
const valueSaid = (value: number | boolean | string): string => String(value).replace('.', ',')

/** Belgian French. */
export const french: Tongue = tongueBy({
  language: 'fr',
  words,
  readNumbers,
  scale,
  dates,
  temperature,
  yesNo,
  closed: {
    ...{ slippedNumber, slippedLast, slippedYesNo, plainWord: /^(?:oui|non|\d+)$/, readKilos },
    amountOf: /\b(?:un |un petit |tres |pas )?(?:peu|assez|beaucoup) (?:de|d) (?!(?:effet|soulagement|mieux|bien)\b)/g,
  },
  moments,
  requests,
  mendRequests,
  findSign: (text, afterWhere) => findSign(text, afterWhere ? 'j ai mal' : ''),
  people,
  notKnown: NOT_KNOWN,
  refusal: REFUSAL,
  polite: POLITE,
  thanks: /merci/,
  filler: FILLER,
  unfinished: UNFINISHED,
  toAdd: /\b(?:encore|autre) (?:une )?(?:chose|question)\b|\bune (?:derniere )?(?:question|chose)\b/,
  ofSelf: /\bje suis\b/,
  machineGreeting: MACHINE_GREETING,
  machineOnly: /\b(?:messagerie|repondeur|boite vocale|bip|joignable)\b/,
  spoken: {
    yesNoWords: ['oui', 'non'],
    denials: [
      'c est faux',
      'rien a voir',
      'pas dit ca',
      'pas ca',
      'me suis mal exprimee',
      'me suis mal exprime',
      'c est passe',
      'c est fini',
    ],
    confirmations: ['c est ca', 'tout le temps', 'depuis ce matin', 'en ce moment', 'tres fort', 'ca continue'],
    recordingRefusals: ['pas d accord', 'refuse', 'pas enregistrer', 'prefere pas', 'sans enregistr', 'pas envie'],
    hospitalSaid,
    titleFor: sex => (sex === 'f' ? 'Madame' : sex === 'm' ? 'Monsieur' : undefined),
    valueSaid,
  },
})
