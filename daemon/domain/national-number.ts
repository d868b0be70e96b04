/** What is wrong with a text as a Belgian national number, or undefined. */
export type NationalNumberFault = 'not-a-national-number' | 'check-digits'

/**
 * Checks the eleven digits of a Belgian national number (NISS/INSZ), also a bis number: the last two are 97 less the remainder
 * of the first nine, with a 2 before them for who was born from 2000 on (royal decree of 3 April 1984).
 */
export function nationalNumberFault(text: string): NationalNumberFault | undefined {
  const digits = digitsOf(text)
  if (!/^\d{11}$/.test(digits)) return 'not-a-national-number'
  return centuryOf(digits) === undefined ? 'check-digits' : undefined
}

/** YYYY-MM-DD that the number says, where it says one: it may be unknown, and a bis number adds 20 or 40 to the month. */
export function nationalNumberBirth(text: string): string | undefined {
  const digits = digitsOf(text)
  const century = centuryOf(digits)
  const month = Number(digits.slice(2, 4)) % 20
  const day = digits.slice(4, 6)
  if (century === undefined || month < 1 || month > 12 || day === '00') return undefined
  return `${century}${digits.slice(0, 2)}-${String(month).padStart(2, '0')}-${day}`
}

/** The number as its eleven digits, or undefined for what is none. */
export const readNationalNumber = (text: string): string | undefined =>
  nationalNumberFault(text) === undefined ? digitsOf(text) : undefined

const digitsOf = (text: string): string => text.replace(/[\s.-]/g, '')

function centuryOf(digits: string): '19' | '20' | undefined {
  const check = Number(digits.slice(9))
  const fits = (prefix: string) => 97 - (Number(`${prefix}${digits.slice(0, 9)}`) % 97) === check
  return fits('') ? '19' : fits('2') ? '20' : undefined
}
