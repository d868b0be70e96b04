import { phraseAt } from '../reading/words.js'
import type { Tongue } from '../tongue.js'
import { isHesitating, isPolite, refusesToAnswer, saysNotKnown } from './answers.js'
import { readBirthDates } from './dates.js'
import { findSign } from './flags.js'
import { interpret } from './interpret.js'
import { isMachineGreeting } from './machine.js'
import { namesPerson, namesRelation, readCallee, toldGender } from './people.js'
import { findRequest } from './requests.js'
import { readTemperature } from './temperature.js'
import { readMoment } from './times.js'
import { plain } from './words.js'
import { readYesNo } from './yesno.js'

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

const TO_ADD = /\b(?:encore|autre) (?:une )?(?:chose|question)\b|\bune (?:derniere )?(?:question|chose)\b/

/** Belgian French. */
export const french: Tongue = {
  language: 'fr',
  plain,
  phraseAt,
  interpret,
  readYesNo,
  readTemperature,
  readBirthDates,
  readMoment,
  findRequest,
  findSign: (text, afterWhere) => findSign(text, afterWhere ? 'j ai mal' : ''),
  readCallee,
  namesPerson,
  namesRelation,
  toldGender,
  isMachineGreeting,
  isPolite,
  thanks: text => /merci/.test(plain(text)),
  isHesitating,
  saysNotKnown,
  refusesToAnswer,
  wantsToAdd: text => TO_ADD.test(plain(text)),
  speaksOfSelf: text => /\bje suis\b/.test(plain(text)),
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
}
