import { Hl7Message, type Hl7Segment } from '@medplum/core'
import { Failure } from '../../domain/failure.js'

/** What a message of so many bytes would cost in memory is bounded by its fields, at about 200 bytes each. */
const MOST_FIELDS = 20_000

/** One segment of a message, its fields as text: escapes undone, trimmed; what is empty, or null ("") is undefined. */
export class Segment {
  private readonly segment: Hl7Segment
  private readonly unescaped: (text: string) => string

  constructor(segment: Hl7Segment, unescaped: (text: string) => string) {
    this.segment = segment
    this.unescaped = unescaped
  }

  get name(): string {
    return this.segment.name
  }

  /** Field, component, and subcomponent from 1, repetition from 0. */
  text(field: number, component = 1, repetition = 0, subcomponent = 1): string | undefined {
    const found = this.segment.getField(field)?.components[repetition]?.[component - 1]
    const part = found?.split(this.segment.context.subcomponentSeparator)[subcomponent - 1]
    const text = part === undefined || part === '""' ? '' : this.unescaped(part).trim()
    return text === '' ? undefined : text
  }

  /** How often the field is repeated; 0 where it is empty or null. */
  repetitions(field: number): number {
    return this.has(field) && !this.isNull(field) ? (this.segment.getField(field)?.components.length ?? 0) : 0
  }

  /** Whether the field holds anything, null included. */
  has(field: number): boolean {
    return (this.segment.getField(field)?.toString() ?? '') !== ''
  }

  /** HL7 v2.5 section 2.5.3.3: "" says that there is none, nothing says that nothing is said. */
  isNull(field: number): boolean {
    return this.segment.getField(field)?.toString() === '""'
  }
}

/** A message taken apart. */
export interface Message {
  readonly header: Segment
  readonly segments: readonly Segment[]
}

/** Throws Failure hl7/unreadable for what does not begin with a header, or is no message by its size. */
export function readMessage(text: string): Message {
  if (!/^MSH[^\w\s].{3}/.test(text)) throw new Failure('hl7/unreadable', { reason: 'MSH' })
  const separator = text.charAt(3)
  let fields = 0
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) fields++
  if (fields > MOST_FIELDS) throw new Failure('hl7/unreadable', { reason: 'size' })
  const parsed = Hl7Message.parse(text)
  const unescaped = unescaper(parsed.context)
  const segments = parsed.segments.filter(({ name }) => name !== '').map(segment => new Segment(segment, unescaped))
  const [header] = segments
  if (header === undefined) throw new Failure('hl7/unreadable', { reason: 'MSH' })
  return { header, segments }
}

/**
 * HL7 v2.5 section 2.7: what stands between two escape characters. Characters of other sets (\C..\, \M..\) are not read and, like
 * highlighting, left out; \.br\ is a space here.
 */
function unescaper(context: Hl7Message['context']): (text: string) => string {
  const { escapeCharacter: mark } = context
  const separators: Readonly<Record<string, string>> = {
    F: context.fieldSeparator,
    S: context.componentSeparator,
    T: context.subcomponentSeparator,
    R: context.repetitionSeparator,
    E: mark,
    '.br': ' ',
  }
  return text => {
    if (mark === '' || !text.includes(mark)) return text
    const parts = text.split(mark)
    return parts
      .map((part, i) => (i % 2 === 0 || i === parts.length - 1 ? part : (separators[part] ?? hex(part))))
      .join('')
  }
}

/** \Xdd..\ of single bytes; what is none of these is nothing. */
const hex = (part: string): string =>
  /^X(?:[0-9A-Fa-f]{2})+$/.test(part) ? Buffer.from(part.slice(1), 'hex').toString('latin1') : ''

/** The one segment of that name. Throws Failure hl7/segment where it is missing or there are two. */
export function only(segments: readonly Segment[], name: string): Segment {
  const [first, second] = segments.filter(segment => segment.name === name)
  if (first === undefined) throw new Failure('hl7/segment', { segment: name, reason: 'missing' })
  if (second !== undefined) throw new Failure('hl7/segment', { segment: name, reason: 'repeated' })
  return first
}

/** A field that must be there. Throws Failure hl7/field. */
export function required(text: string | undefined, field: string): string {
  if (text === undefined) throw new Failure('hl7/field', { field, reason: 'missing' })
  return text
}
