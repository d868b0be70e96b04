import { PAIRED_NUMBERS, TELEPHONE, telephoneGroups } from './telephone.js'

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = '  twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
/** January first. */
export const ENGLISH_MONTHS =
  'January February March April May June July August September October November December'.split(' ')

/** A whole number ≥ 0 in British English: "two hundred and five". */
export function englishCardinal(value: number): string {
  if (!Number.isSafeInteger(value) || value >= 1e12) return englishDigits(String(value))
  if (value < 20) return SMALL[value]!
  if (value < 100) {
    const ten = TENS[Math.floor(value / 10)]!
    return value % 10 === 0 ? ten : `${ten}-${SMALL[value % 10]!}`
  }
  for (const [size, name] of [
    [1e9, 'billion'],
    [1e6, 'million'],
    [1000, 'thousand'],
    [100, 'hundred'],
  ] as const) {
    if (value < size) continue
    const head = `${englishCardinal(Math.floor(value / size))} ${name}`
    const rest = value % size
    if (rest === 0) return head
    return `${head} ${rest < 100 ? 'and ' : ''}${englishCardinal(rest)}`
  }
  return englishDigits(String(value))
}

const englishDigits = (digits: string): string => [...digits].map(digit => SMALL[Number(digit)] ?? '').join(' ')

const IRREGULAR: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
}

export function englishOrdinal(value: number): string {
  return englishCardinal(value).replace(/[a-z]+$/, last => IRREGULAR[last] ?? `${last.replace(/y$/, 'ie')}th`)
}

function year(digits: string): string {
  const value = Number(digits)
  const rest = value % 100
  if (value < 1100 || (value >= 2000 && value < 2010)) return englishCardinal(value)
  const head = englishCardinal(Math.floor(value / 100))
  return `${head} ${rest === 0 ? 'hundred' : rest < 10 ? `oh ${SMALL[rest]!}` : englishCardinal(rest)}`
}

const day = (d: string, month: string, y?: string): string =>
  `the ${englishOrdinal(Number(d))} of ${month}${y ? ` ${year(y)}` : ''}`

/** 24-hour times on the 12-hour clock; noon and midnight by name. */
function clock(found: string, h: string, m: string): string {
  const [hour, minute] = [Number(h), Number(m)]
  if (hour > 23 || minute > 59) return found
  if (minute === 0 && hour % 12 === 0) return hour === 0 ? 'midnight' : 'noon'
  const tail = minute === 0 ? '' : ` ${minute < 10 ? 'oh ' : ''}${englishCardinal(minute)}`
  const part = hour < 12 ? 'in the morning' : hour < 18 ? 'in the afternoon' : 'in the evening'
  return `${englishCardinal(hour % 12 || 12)}${tail} ${part}`
}

const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  mg: ['milligram', 'milligrams'],
  ml: ['millilitre', 'millilitres'],
  kg: ['kilo', 'kilos'],
  g: ['gram', 'grams'],
  cm: ['centimetre', 'centimetres'],
  mm: ['millimetre', 'millimetres'],
  l: ['litre', 'litres'],
  min: ['minute', 'minutes'],
  h: ['hour', 'hours'],
  '°C': ['degree', 'degrees'],
  '°': ['degree', 'degrees'],
  '%': ['per cent', 'per cent'],
}

const NUMBER =
  /(?<!\d)(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.(\d+))?(?: ?(mg|ml|kg|min|cm|mm|°C|°|%|g|l|h)(?![\p{L}\d]))?/gu

/** English text with its numbers, times and dates written out; telephone numbers digit by digit, in their groups. */
export function writeOutEnglish(text: string): string {
  return text
    .replace(/\u00a0|\u202f/g, ' ')
    .replace(/[’ʼ]/g, "'")
    .replace(/(?<!\p{L})Dr\.?(?= \p{Lu})/gu, 'Doctor')
    .replace(/(?<!\p{L})Mrs\.?(?= \p{Lu})/gu, 'Missus')
    .replace(/(?<!\p{L})Mr\.?(?= \p{Lu})/gu, 'Mister')
    .replace(/(?<!\p{L})St\.?(?= \p{Lu})/gu, 'Saint')
    .replace(/(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g, (all, y: string, m: string, d: string) => {
      const month = ENGLISH_MONTHS[Number(m) - 1]
      return month && Number(d) <= 31 ? day(d, month, y) : all
    })
    .replace(
      new RegExp(`(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)? (${ENGLISH_MONTHS.join('|')})(?: (\\d{4}))?(?!\\p{L})`, 'gu'),
      (_all, d: string, month: string, y?: string) => day(d, month, y),
    )
    .replace(
      TELEPHONE,
      found => `${found.startsWith('+') ? 'plus ' : ''}${telephoneGroups(found).map(englishDigits).join(', ')}`,
    )
    .replace(/(?<![\d,.])112(?![\d,.]*\d)/g, 'one one two')
    .replace(PAIRED_NUMBERS, englishDigits)
    .replace(/(?<![\d:])(\d{1,2}):(\d{2})(?![\d:])/g, (all, h: string, m: string) => clock(all, h, m))
    .replace(/(?<=\d) ?\/ ?(?=\d)/g, ' out of ')
    .replace(/(?<=\d) ?[-–] ?(?=\d)/g, ' to ')
    .replace(/(?<![\d,.])(\d{1,4})(?:st|nd|rd|th)(?!\p{L})/gu, (_all, n: string) => englishOrdinal(Number(n)))
    .replace(NUMBER, (_all, written: string, decimals?: string, unit?: string) => {
      const digits = written.replaceAll(',', '')
      const whole = /^0\d/.test(digits) ? englishDigits(digits) : englishCardinal(Number(digits))
      const said = decimals === undefined ? whole : `${whole} point ${englishDigits(decimals)}`
      const names = unit === undefined ? undefined : UNITS[unit]
      return names ? `${said} ${digits === '1' && decimals === undefined ? names[0] : names[1]}` : said
    })
}
