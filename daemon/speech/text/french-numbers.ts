const UNDER_TWENTY =
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'.split(
    ' ',
  )
const TENS = '  vingt trente quarante cinquante soixante septante quatre-vingt nonante'.split(' ')

/** How many of these a French number names at most: one milliard less one. Longer ones are said digit by digit. */
export const FRENCH_MOST = 999_999_999_999

/** `feminine` gives "une", "vingt et une". */
export interface Agreement {
  readonly feminine?: boolean
}

/**
 * A whole number ≥ 0 as a Belgian says it: septante, quatre-vingts, nonante.
 * Plural s on vingt and cent only at the very end of the number (Grevisse § 599): deux cents, deux cent un, deux cent mille.
 */
export function frenchCardinal(value: number, { feminine = false }: Agreement = {}): string {
  if (value > FRENCH_MOST || !Number.isSafeInteger(value)) return frenchDigits(String(value))
  return scaled(value, feminine)
}

function scaled(value: number, feminine: boolean): string {
  for (const [size, name] of [
    [1e9, 'milliard'],
    [1e6, 'million'],
  ] as const) {
    if (value < size) continue
    const count = Math.floor(value / size)
    return joinRest(`${scaled(count, false)} ${name}${count > 1 ? 's' : ''}`, value % size, feminine)
  }
  if (value < 1000) return underThousand(value, feminine, true)
  const thousands = Math.floor(value / 1000)
  return joinRest(thousands === 1 ? 'mille' : `${underThousand(thousands, false, false)} mille`, value % 1000, feminine)
}

const joinRest = (head: string, rest: number, feminine: boolean): string =>
  rest === 0 ? head : `${head} ${scaled(rest, feminine)}`

/** `last` is false before "mille", where vingt and cent lose their s. */
function underThousand(value: number, feminine: boolean, last: boolean): string {
  if (value < 100) return underHundred(value, feminine, last)
  const hundreds = Math.floor(value / 100)
  const head = hundreds === 1 ? 'cent' : `${underHundred(hundreds, false, false)} cent`
  const rest = value % 100
  if (rest === 0) return hundreds > 1 && last ? `${head}s` : head
  return `${head} ${underHundred(rest, feminine, last)}`
}

function underHundred(value: number, feminine: boolean, last: boolean): string {
  const one = feminine ? 'une' : 'un'
  if (value === 1) return one
  if (value < 20) return UNDER_TWENTY[value]!
  const ten = TENS[Math.floor(value / 10)]!
  const unit = value % 10
  if (unit === 0) return value === 80 && last ? 'quatre-vingts' : ten
  if (unit === 1) return value === 81 ? `quatre-vingt-${one}` : `${ten} et ${one}`
  return `${ten}-${UNDER_TWENTY[unit]!}`
}

/** "premier", "vingt et unième", "quatre-vingtième". */
export function frenchOrdinal(value: number, { feminine = false }: Agreement = {}): string {
  if (value === 1) return feminine ? 'première' : 'premier'
  const cardinal = frenchCardinal(value)
  if (cardinal.endsWith('cinq')) return `${cardinal}uième`
  if (cardinal.endsWith('neuf')) return `${cardinal.slice(0, -1)}vième`
  const stem = cardinal.replace(/(vingt|cent)s$/, '$1').replace(/e$/, '')
  return `${stem}ième`
}

/** Each digit by its name. */
export const frenchDigits = (digits: string): string =>
  [...digits].map(digit => UNDER_TWENTY[Number(digit)] ?? '').join(' ')

/** A group of a telephone number or of decimals: its leading zeros by name, the rest as one number. */
export function frenchGroup(digits: string): string {
  const zeros = /^0*/.exec(digits)![0]
  const rest = digits.slice(zeros.length)
  return [...[...zeros].map(() => 'zéro'), ...(rest === '' ? [] : [frenchCardinal(Number(rest))])].join(' ')
}
