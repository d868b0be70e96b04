import { frenchCardinal, frenchDigits, frenchGroup, frenchOrdinal } from './french-numbers.js'
import { FEMININE_NEXT, FRENCH_UNITS } from './french-units.js'
import { PAIRED_NUMBERS, TELEPHONE, telephoneGroups } from './telephone.js'

type Rule = readonly [pattern: RegExp, said: (found: string, ...groups: string[]) => string]

/** January first. */
export const FRENCH_MONTHS =
  'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ')

/** Abbreviations, only where what follows shows that it is one ("M. Dupont", not "à 3 m. Dupont"). */
const WORDS: readonly Rule[] = [
  [/(?<![\p{L}\d])Drs?\.?(?= \p{Lu})/gu, found => (found.startsWith('Drs') ? 'docteurs' : 'docteur')],
  [/(?<![\p{L}\d])Dre\.?(?= \p{Lu})/gu, () => 'docteure'],
  [/(?<![\p{L}\d])Pr\.?(?= \p{Lu})/gu, () => 'professeur'],
  [/(?<!\p{L})Mmes\.?(?= )/gu, () => 'mesdames'],
  [/(?<!\p{L})Mme\.?(?= )/gu, () => 'madame'],
  [/(?<!\p{L})Mlle\.?(?= )/gu, () => 'mademoiselle'],
  [/(?<!\p{L})MM\.(?= \p{Lu})/gu, () => 'messieurs'],
  [/(?<![\p{L}\d] ?)(?:M\.|Mr\.?)(?= (?:\p{Lu}|et madame))/gu, () => 'monsieur'],
  [/(?<!\p{L})Ste[- .]+(?=\p{Lu})/gu, () => 'Sainte-'],
  [/(?<!\p{L})St[- .]+(?=\p{Lu})/gu, () => 'Saint-'],
  [/(?<!\p{L})n[°º] ?(?=\d)/giu, () => 'numéro '],
  [/(?<!\p{L})t[ée]l\.(?= )/giu, () => 'téléphone'],
  [/(?<!\p{L})av\.(?= )/gu, () => 'avenue'],
  [/(?<!\p{L})(?:bd|boul\.)(?= )/gu, () => 'boulevard'],
  [/(?<!\p{L})p\. ?ex\./gu, () => 'par exemple'],
  [/(?<!\p{L})c\.-à-d\./gu, () => "c'est-à-dire"],
  [/(?<!\p{L})etc\.(?=(?: \p{Lu}|$))/gu, () => 'et cetera.'],
  [/(?<!\p{L})etc\.?/gu, () => 'et cetera'],
  [/(?<!\p{L})r\.-v\.|(?<!\p{L})rdv(?!\p{L})/giu, () => 'rendez-vous'],
  [/(?<!\p{L})svp(?!\p{L})/giu, () => "s'il vous plaît"],
  [/(?<=\d) ?[hH] ?\/ ?(?=24)/g, () => ' heures sur '],
  [/(?<=\d) ?j ?\/ ?(?=7)/g, () => ' jours sur '],
  [/(?<=\d) ?[x×](?= ?(?:\/|par ))/g, () => ' fois'],
  [/ ?\/ ?(?:j|jour)(?!\p{L})/gu, () => ' par jour'],
  [/ ?\/ ?(?:sem|semaine)(?!\p{L})/gu, () => ' par semaine'],
  [/(?<!\p{L})et\/ou(?!\p{L})/gu, () => 'et ou'],
  [/ ?& ?/g, () => ' et '],
  [/ ?@ ?/g, () => ' arobase '],
  [/(?<![\p{L}\d])\*(?![\p{L}\d])/gu, () => 'étoile'],
  [/(?<![\p{L}\d])#(?![\p{L}\d])/gu, () => 'dièse'],
]

const year = (digits: string): string => frenchCardinal(Number(digits))
const dayOf = (day: number): string => (day === 1 ? 'premier' : frenchCardinal(day))

function dateOf(found: string, day: number, month: number, yearDigits: string): string {
  const name = FRENCH_MONTHS[month - 1]
  if (!name || day < 1 || day > 31) return found
  return `${dayOf(day)} ${name} ${year(yearDigits)}`
}

const DATES: readonly Rule[] = [
  [/(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g, (all, y, m, d) => dateOf(all, Number(d), Number(m), y)],
  [/(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)/g, (all, d, m, y) => dateOf(all, Number(d), Number(m), y)],
  [
    new RegExp(`(?<![\\d,.])(\\d{1,2})(?:er)? (${FRENCH_MONTHS.join('|')})(?: (\\d{4})(?!\\d))?(?!\\p{L})`, 'giu'),
    (all, d, month, y) => (Number(d) > 31 ? all : `${dayOf(Number(d))} ${month}${y ? ` ${year(y)}` : ''}`),
  ],
]

function hour(digits: string): string {
  const value = Number(digits)
  return value === 0 ? 'minuit' : `${frenchCardinal(value, { feminine: true })} ${value > 1 ? 'heures' : 'heure'}`
}

/** "12:00" is noon, but "12 h" may be a length of time ("toutes les 12 h"). */
function clock(found: string, h: string, m: string): string {
  if (Number(h) > 24 || Number(m) > 59) return found
  const minutes = Number(m) === 0 ? '' : ` ${frenchCardinal(Number(m), { feminine: true })}`
  return Number(h) === 12 && minutes === '' && found.includes(':') ? 'midi' : `${hour(h)}${minutes}`
}

const TIMES: readonly Rule[] = [
  [/(?<![\d:,.])(\d{1,2}):(\d{2})(?![\d:])/g, (all, h, m) => clock(all, h, m)],
  [/(?<![\d:,.])(\d{1,2}) ?[hH] ?(\d{2})(?!\d)/g, (all, h, m) => clock(all, h, m)],
  [/(?<![\d:,.])(0?0) ?h(?!\p{L})/gu, () => 'minuit'],
]

const TELEPHONES: readonly Rule[] = [
  [TELEPHONE, found => `${found.startsWith('+') ? 'plus ' : ''}${telephoneGroups(found).map(frenchGroup).join(', ')}`],
  [PAIRED_NUMBERS, found => `${frenchGroup(found.slice(0, 2))} ${frenchGroup(found.slice(2))}`],
]

const FRACTIONS: Readonly<Record<string, string>> = {
  '1/2': 'un demi',
  '1/3': 'un tiers',
  '2/3': 'deux tiers',
  '1/4': 'un quart',
  '3/4': 'trois quarts',
}

const SIGNS: readonly Rule[] = [
  [/(?<![\d/,.])(\d) ?\/ ?(\d)(?![\d/]|,\d)/g, (all, a, b) => FRACTIONS[`${a}/${b}`] ?? all],
  [/½/g, () => 'un demi'],
  [/¼/g, () => 'un quart'],
  [/(?<=\d) ?\/ ?(?=\d)/g, () => ' sur '],
  [/(?<=\d|\dh|\d h) ?[-–] ?(?=\d)/g, () => ' à '],
  [/(?<![\p{L}\d])[-−](?=\d)/gu, () => 'moins '],
  [/(?<![\p{L}\d])\+ ?(?=\d)/gu, () => 'plus '],
  [/(?<=\p{L})\+(?=\d)/gu, () => ' plus '],
  [/ ?± ?(?=\d)/g, () => ' plus ou moins '],
  [/ ?≥ ?(?=\d)/g, () => ' au moins '],
  [/ ?≤ ?(?=\d)/g, () => ' au plus '],
]

const ORDINALS: readonly Rule[] = [
  [/(?<![\d,.])1(?:ers?)(?!\p{L})/gu, () => frenchOrdinal(1)],
  [/(?<![\d,.])1(?:[èe]?re)s?(?!\p{L})/gu, () => frenchOrdinal(1, { feminine: true })],
  [/(?<![\d,.])2n(d|de)(?!\p{L})/gu, (_all, end) => `secon${end}`],
  [/(?<![\d,.])(\d{1,4})(?:e|[èe]me)s?(?!\p{L})/gu, (_all, n) => frenchOrdinal(Number(n))],
  [/(?<=\p{Lu}\p{Ll}+ )Ier(?!\p{L})/gu, () => 'premier'],
  [/(?<=\p{Lu}\p{Ll}+ )(II|III|IV|V|VI)(?![\p{L}.])/gu, found => ROMAN[found] ?? found],
]
const ROMAN: Readonly<Record<string, string>> = { II: 'deux', III: 'trois', IV: 'quatre', V: 'cinq', VI: 'six' }

const UNIT_SIGNS = Object.keys(FRENCH_UNITS)
  .sort((a, b) => b.length - a.length)
  .map(sign => sign.replaceAll('/', '\\/'))
  .join('|')

/** Whole part with blanks or dots between thousands, decimals after a comma (or a dot that parts no thousands), a unit. */
const NUMBER = new RegExp(
  `(?<![\\d])(\\d{1,3}(?:[ .]\\d{3})+(?!\\d)|\\d+)(?:[,.](\\d+))?(?: ?(${UNIT_SIGNS})(?![\\p{L}\\d°])| ?(€)| (?=euros?))?`,
  'gu',
)

function numberSaid(written: string, decimals: string | undefined, feminine: boolean): string {
  const digits = written.replace(/[ .]/g, '')
  const whole = /^0\d|\d{10,}/.test(written) ? frenchDigits(digits) : frenchCardinal(Number(digits), { feminine })
  return decimals === undefined ? whole : `${whole} virgule ${frenchGroup(decimals)}`
}

function quantities(text: string): string {
  return text.replace(NUMBER, (all: string, ...rest: unknown[]) => {
    const [written, decimals, sign, euro, at] = rest as [string, string?, string?, string?, number?]
    const next = text.slice((at ?? 0) + all.length)
    if (euro) return euros(written, decimals)
    const unit = sign === undefined ? undefined : FRENCH_UNITS[sign]
    const feminine = unit ? unit.feminine === true : FEMININE_NEXT.test(next)
    const said = numberSaid(written, decimals, feminine && decimals === undefined)
    if (!unit) return said + (all.endsWith(' ') ? ' ' : '')
    return `${said} ${Number(written.replace(/[ .]/g, '')) >= 2 ? unit.many : unit.one}`
  })
}

function euros(written: string, cents: string | undefined): string {
  const count = Number(written.replace(/[ .]/g, ''))
  const tail = cents === undefined || Number(cents) === 0 ? '' : ` ${frenchGroup(cents)}`
  return `${frenchCardinal(count)} euro${count > 1 ? 's' : ''}${tail}`
}

const apply = (text: string, rules: readonly Rule[]): string =>
  rules.reduce((so, [pattern, said]) => so.replace(pattern, said), text)

/** French text with everything written out that a voice would stumble over. */
export function writeOutFrench(text: string): string {
  const plain = text.replace(/[\u00a0\u202f\u2009]/g, ' ').replace(/[’ʼ]/g, "'")
  const worded = apply(plain, WORDS)
  const dated = apply(apply(worded, DATES), TELEPHONES)
  const counted = quantities(apply(apply(apply(dated, TIMES), SIGNS), ORDINALS))
  return counted.replace(/(?<=\p{L}{2})\/(?=\p{L}{2})/gu, ' ou ')
}
