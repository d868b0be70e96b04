import { Failure } from '../../domain/failure.js'

/** How bytes become text. HL7 has no name for the last, so a hospital that sends it sets it (HELLOJADE_HL7_CHARSET). */
export const CHARSETS = ['8859/1', '8859/15', 'UNICODE UTF-8', 'WINDOWS-1252'] as const
export type Charset = (typeof CHARSETS)[number]

/** HL7 table 0211, with the names that are met besides. */
const NAMED: Readonly<Record<string, Charset | 'ASCII'>> = {
  ASCII: 'ASCII',
  '8859/1': '8859/1',
  'ISO-8859-1': '8859/1',
  '8859/15': '8859/15',
  'ISO-8859-15': '8859/15',
  'UNICODE UTF-8': 'UNICODE UTF-8',
  'UTF-8': 'UNICODE UTF-8',
  UTF8: 'UNICODE UTF-8',
  'WINDOWS-1252': 'WINDOWS-1252',
  CP1252: 'WINDOWS-1252',
}

/**
 * The text of a message whose MSH-18 says `declared` ('' for nothing: then it is `usual`, the hospital's setting). A sender
 * whose setting is Windows-1252 means it by 8859/1 too: the two differ only in bytes that 8859/1 gives no character.
 *
 * Throws Failure hl7/charset where the bytes are not what is declared, rather than let a name be misspelt and then mispronounced:
 * broken UTF-8, bytes beyond ASCII, control bytes of 8859, and UTF-8 that calls itself something else.
 */
export function decode(bytes: Buffer, declared: string, usual: Charset): string {
  const named = declared === '' ? usual : NAMED[declared.toUpperCase()]
  if (named === undefined) throw new Failure('hl7/charset', { reason: 'MSH-18' })
  if (bytes.every(byte => byte < 0x80)) return bytes.toString('latin1')
  const charset = named === '8859/1' && usual === 'WINDOWS-1252' ? usual : named
  if (charset === 'UNICODE UTF-8') return utf8(bytes) ?? refuse(charset)
  if (charset === 'ASCII' || utf8(bytes) !== undefined) return refuse(charset)
  if (charset !== 'WINDOWS-1252' && bytes.some(byte => byte >= 0x80 && byte < 0xa0)) return refuse(charset)
  return decoders[charset](bytes) ?? refuse(charset)
}

const fatal = (label: string) => {
  const decoder = new TextDecoder(label, { fatal: true })
  return (bytes: Buffer): string | undefined => {
    try {
      return decoder.decode(bytes)
    } catch {
      return undefined
    }
  }
}
const utf8 = fatal('utf-8')
const decoders = {
  '8859/1': (bytes: Buffer): string => bytes.toString('latin1'),
  '8859/15': fatal('iso-8859-15'),
  'WINDOWS-1252': windows1252,
}

/**
 * What Windows-1252 has where 8859/1 has control bytes; five of them are nothing. (TextDecoder of Node 20 reads windows-1252 as
 * 8859/1: nodejs/node issue 56542.)
 */
const WINDOWS_1252 =
  '\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178'

function windows1252(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1').replace(/[\x80-\x9f]/g, one => WINDOWS_1252[one.charCodeAt(0) - 0x80] ?? '')
  return text.includes('\ufffd') ? undefined : text
}

function refuse(charset: string): never {
  throw new Failure('hl7/charset', { reason: charset })
}
