import { Failure } from '../../domain/failure.js'
import { printable } from './adt.js'
import { readMessage, type Segment } from './message.js'

/** HL7 v2.5 section 2.15.9, the fields that decide what is done with a message and whom it is acknowledged to. */
export interface Header {
  readonly separator: string
  readonly encoding: string
  /** Application and facility, as they were written. */
  readonly sender: readonly [string, string]
  readonly receiver: readonly [string, string]
  readonly controlId: string
  readonly type: string
  readonly event: string
  readonly processing: string
  readonly version: string
  readonly accept: AckCondition | undefined
  readonly application: AckCondition | undefined
  readonly charset: string
}

/** HL7 table 0155: always, never, on error, on success. */
export type AckCondition = 'AL' | 'NE' | 'ER' | 'SU'

const CR = 0x0d
const LF = 0x0a
/** What an identifier may hold to be written back and kept in the clear; a control id is 20 characters long, in later versions 199. */
const WRITABLE = /^[\x20-\x7e]{1,199}$/

/** Reads the first segment, which is ASCII whatever the rest is in. Throws Failure hl7/unreadable. */
export function readHeader(bytes: Buffer): Header {
  const end = bytes.findIndex(byte => byte === CR || byte === LF)
  const line = bytes.subarray(0, end < 0 ? bytes.length : end).toString('latin1')
  const { header } = readMessage(line)
  const raw = line.split(line.charAt(3))
  const field = (n: number): string => writable(raw[n - 1])
  return {
    separator: line.charAt(3),
    encoding: raw[1] ?? '',
    sender: [field(3), field(4)],
    receiver: [field(5), field(6)],
    controlId: field(10),
    type: printable(header.text(9)),
    event: printable(header.text(9, 2)),
    processing: printable(header.text(11)),
    version: printable(header.text(12)),
    accept: condition(header, 15),
    application: condition(header, 16),
    charset: header.text(18) ?? '',
  }
}

const writable = (text: string | undefined): string => (WRITABLE.test(text ?? '') ? (text ?? '') : '')

function condition(header: Segment, field: 15 | 16): AckCondition | undefined {
  const text = header.text(field)?.toUpperCase()
  return text === 'AL' || text === 'NE' || text === 'ER' || text === 'SU' ? text : undefined
}

/** HL7 table 0104: what of version 2 was ever published. */
const VERSION = /^2\.(?:1|2|3|3\.1|4|5|5\.1|6|7|7\.1|8|8\.1|8\.2|9)$/

/**
 * HL7 v2.5 section 2.9.2.1: a message is rejected by its type, version and processing id. Another processing id than the daemon's is
 * a test's: it must ring nobody. Throws Failure hl7/type, hl7/version, hl7/processing, hl7/field.
 */
export function checkHeader(header: Header, processing: string): void {
  if (header.controlId === '') throw new Failure('hl7/field', { field: 'MSH-10', reason: 'missing' })
  if (header.type !== 'ADT') throw new Failure('hl7/type', { type: header.type })
  if (!VERSION.test(header.version)) throw new Failure('hl7/version', { version: header.version })
  if (header.processing !== processing) throw new Failure('hl7/processing', { processing: header.processing })
}
