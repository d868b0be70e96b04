import { PAIRED_NUMBERS, TELEPHONE, telephoneGroups } from './telephone.js'

const SMALL =
  'nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien'.split(
    ' ',
  )
const TENS = '  twintig dertig veertig vijftig zestig zeventig tachtig negentig'.split(' ')
/** January first. */
export const DUTCH_MONTHS =
  'januari februari maart april mei juni juli augustus september oktober november december'.split(' ')

/** A whole number ≥ 0 in Dutch: "drieëntwintig", "tweehonderdvijf", "duizend vijfhonderd". */
export function dutchCardinal(value: number): string {
  if (!Number.isSafeInteger(value) || value >= 1e9) return dutchDigits(String(value))
  if (value < 20) return SMALL[value]!
  if (value < 100) {
    const ten = TENS[Math.floor(value / 10)]!
    if (value % 10 === 0) return ten
    const unit = SMALL[value % 10]!
    return `${unit}${unit.endsWith('e') ? 'ën' : 'en'}${ten}`
  }
  for (const [size, name, gap] of [
    [1e6, 'miljoen', ' '],
    [1000, 'duizend', ''],
    [100, 'honderd', ''],
  ] as const) {
    if (value < size) continue
    const count = Math.floor(value / size)
    const head = count === 1 && size < 1e6 ? name : `${dutchCardinal(count)}${gap}${name}`
    if (value % size === 0) return head
    return `${head}${size > 100 ? ' ' : ''}${dutchCardinal(value % size)}`
  }
  return dutchDigits(String(value))
}

const dutchDigits = (digits: string): string => [...digits].map(digit => SMALL[Number(digit)] ?? '').join(' ')

function group(digits: string): string {
  const zeros = /^0*/.exec(digits)![0]
  const rest = digits.slice(zeros.length)
  return [...[...zeros].map(() => 'nul'), ...(rest === '' ? [] : [dutchCardinal(Number(rest))])].join(' ')
}

/** Years to 1999 in pairs, as everyone says them. */
function year(digits: string): string {
  const value = Number(digits)
  if (value < 1100 || value >= 2000) return dutchCardinal(value)
  const rest = value % 100
  return `${dutchCardinal(Math.floor(value / 100))}${rest === 0 ? 'honderd' : ` ${dutchCardinal(rest)}`}`
}

const date = (found: string, d: string, m: string, y: string): string => {
  const month = DUTCH_MONTHS[Number(m) - 1]
  return month && Number(d) <= 31 ? `${dutchCardinal(Number(d))} ${month} ${year(y)}` : found
}

const clock = (found: string, h: string, m: string): string =>
  Number(h) > 24 || Number(m) > 59
    ? found
    : `${dutchCardinal(Number(h))} uur${Number(m) === 0 ? '' : ` ${dutchCardinal(Number(m))}`}`

const UNITS: Readonly<Record<string, string>> = {
  mg: 'milligram',
  ml: 'milliliter',
  kg: 'kilo',
  g: 'gram',
  l: 'liter',
  cm: 'centimeter',
  mm: 'millimeter',
  '°C': 'graden',
  '°': 'graden',
  '%': 'procent',
  '€': 'euro',
  min: 'minuten',
  u: 'uur',
}

const NUMBER =
  /(?<!\d)(\d{1,3}(?:\.\d{3})+(?!\d)|\d+)(?:[,.](\d+))?(?: ?(mg|ml|kg|min|cm|mm|°C|°|%|€|g|l|u)(?![\p{L}\d]))?/gu

/** Dutch text with its numbers, times, dates and commonest abbreviations written out as they are said in Flanders. */
export function writeOutDutch(text: string): string {
  return text
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[’ʼ]/g, "'")
    .replace(/(?<!\p{L})[Dd]r\.(?= )/gu, 'dokter')
    .replace(/(?<!\p{L})[Mm]evr\.(?= )/gu, 'mevrouw')
    .replace(/(?<!\p{L})[Dd]hr\.(?= )/gu, 'meneer')
    .replace(/(?<!\p{L})bv\.(?= )/gu, 'bijvoorbeeld')
    .replace(/(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g, (all, y: string, m: string, d: string) => date(all, d, m, y))
    .replace(/(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)/g, (all, d: string, m: string, y: string) =>
      date(all, d, m, y),
    )
    .replace(
      new RegExp(`(?<!\\d)(\\d{1,2}) (${DUTCH_MONTHS.join('|')})(?: (\\d{4}))?(?!\\p{L})`, 'giu'),
      (_all, d: string, m: string, y?: string) => `${dutchCardinal(Number(d))} ${m}${y ? ` ${year(y)}` : ''}`,
    )
    .replace(
      TELEPHONE,
      found => `${found.startsWith('+') ? 'plus ' : ''}${telephoneGroups(found).map(group).join(', ')}`,
    )
    .replace(PAIRED_NUMBERS, found => `${group(found.slice(0, 2))} ${group(found.slice(2))}`)
    .replace(/(?<![\d:,.])(\d{1,2}):(\d{2})(?: ?(?:uur|u\.?)(?!\p{L}))?(?!\d)/gu, (all, h: string, m: string) =>
      clock(all, h, m),
    )
    .replace(/(?<![\d:,.])(\d{1,2})[.u](\d{2}) ?(?:uur|u\.?)(?!\p{L})/gu, (all, h: string, m: string) =>
      clock(all, h, m),
    )
    .replace(/(?<![\d:,.])(\d{1,2})u(\d{2})(?!\d)/gu, (all, h: string, m: string) => clock(all, h, m))
    .replace(/(?<=\d) ?\/ ?(?=\d)/g, ' op ')
    .replace(/(?<=\d) ?[-–] ?(?=\d)/g, ' tot ')
    .replace(/(?<![\d,.])1(?:ste|e)(?!\p{L})/gu, 'eerste')
    .replace(NUMBER, (_all, written: string, decimals?: string, unit?: string) => {
      const digits = written.replaceAll('.', '')
      const whole = /^0\d/.test(digits) ? dutchDigits(digits) : dutchCardinal(Number(digits))
      const said = decimals === undefined ? whole : `${whole} komma ${group(decimals)}`
      return unit === undefined ? said : `${said} ${UNITS[unit] ?? unit}`
    })
}
