/**
 * A family name as it is looked up: no accents, no case, ligatures opened, everything but letters and digits one space.
 * "D'Haese-Léonard" and "dhaese leonard" differ on purpose: an apostrophe is a space, as on identity cards.
 */
export const normaliseName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/**
 * A telephone number as it is compared: E.164 where it can be told (a leading 0 is Belgian), so that "0475/12.34.56" and
 * "+32 475 123456" are one number. The endpoint's name of a loopback line holds letters and is kept.
 */
export function normalisePhone(number: string): string {
  if (/\p{L}/u.test(number)) return number.trim().toLowerCase()
  const digits = number.replace(/\(0\)/g, '').replace(/[^\d+]/g, '')
  return digits.replace(/^00/, '+').replace(/^0/, '+32')
}
