import { type CountryCode, type NumberType, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Why a text is no number that a patient may be rung on. */
export type PhoneRefusal = 'not-a-number' | 'premium' | 'emergency' | 'foreign'

/** A number in E.164, or why there is none. */
export type PhoneRead = { readonly e164: string } | { readonly refused: PhoneRefusal }

/** A hospital near the border has patients beyond it; elsewhere a number is more often mistyped, or costs a fortune, than true. */
const NEIGHBOURS: readonly CountryCode[] = ['FR', 'NL', 'LU', 'DE']

/** Nobody lives behind these: they cost the caller or belong to a service. 0800, 070, 078 and 090x are among them in Belgium. */
const NOBODY_AT_HOME: ReadonlySet<NumberType> = new Set<NumberType>([
  'PREMIUM_RATE',
  'SHARED_COST',
  'TOLL_FREE',
  'UAN',
  'PAGER',
  'VOICEMAIL',
])

/** Three or four digits that begin with 1 (112, 100, 1733), the European 116 numbers, and the emergency numbers of others. */
const EMERGENCY = /^(?:1\d{2,3}|116\d{3}|911|999)$/

/**
 * Reads a telephone number as people write it ("0475/12.34.56", "+32(0)65 31 99 88", "00 33 6 …"); without a country code it
 * is one of `country`. Refused: what is no valid number of its country's plan or carries an extension (whoever answers
 * there is not the patient), premium and service numbers, emergency numbers however they are prefixed, and numbers of
 * countries other than `country` and `abroad`.
 */
export function normalisePhone(
  text: string,
  country: CountryCode = 'BE',
  abroad: readonly CountryCode[] = NEIGHBOURS,
): PhoneRead {
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false })
  if (EMERGENCY.test(text.replace(/[\s./-]/g, '')) || EMERGENCY.test(String(parsed?.nationalNumber ?? '')))
    return { refused: 'emergency' }
  if (parsed === undefined || !parsed.isValid() || parsed.ext !== undefined) return { refused: 'not-a-number' }
  if (NOBODY_AT_HOME.has(parsed.getType())) return { refused: 'premium' }
  const known = parsed.country !== undefined && [country, ...abroad].includes(parsed.country)
  return known ? { e164: parsed.number } : { refused: 'foreign' }
}
