import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Failure } from '../domain/failure.js'
import { csvRecords, jsonRecords, type TableRecord } from './table-records.js'
import { decoded, EncodingGuess, type TextEncoding } from './table-text.js'

/** The names under which a field's column is known, in any language: compared without accents, case, spaces and punctuation. */
export type Columns<Field extends string> = Readonly<Record<Field, readonly string[]>>

/** A row by field, trimmed, empty cells left out; or that everything from this line on cannot be read. */
export type TableRow<Field extends string> =
  | { readonly line: number; readonly cells: Readonly<Partial<Record<Field, string>>> }
  | { readonly line: number; readonly unreadable: string }

export interface Table<Field extends string> {
  /** Of the bytes, in hex: the same file is the same import. */
  readonly sha256: string
  readonly bytes: number
  readonly encoding: TextEncoding
  readonly format: 'csv' | 'ndjson'
  /** Of a CSV. */
  readonly separator: Separator
  /** Fields that have a heading; of NDJSON those of its first row. */
  readonly fields: ReadonlySet<Field>
  /** Headings that belong to no field, as they are written. */
  readonly ignored: readonly string[]
  /** From the beginning each time; lines count from 1, as an editor shows them. */
  rows(): AsyncGenerator<TableRow<Field>>
}

type Separator = ';' | ',' | '\t'
type Source = () => AsyncIterable<Uint8Array>

/** How far a heading is looked for: one line of it is never longer. */
const HEAD_CHARACTERS = 64 * 1024

/** A file's bytes, as often as they are wanted. */
export const fileBytes =
  (path: string): Source =>
  () =>
    createReadStream(path, { highWaterMark: 64 * 1024 })

/**
 * Opens a table whose first line names its columns (CSV with semicolons, commas or tabs) or whose every line is a JSON object
 * (NDJSON). Encoding and separator are found by themselves. Nothing is kept in memory but a row at a time. Throws Failure
 * import/unreadable for a file that cannot be opened or is empty, import/columns when two headings name one field.
 */
export async function openTable<Field extends string>(source: Source, columns: Columns<Field>): Promise<Table<Field>> {
  const facts = await inspect(source)
  const head = await headOf(source, facts.encoding)
  const format = head.trimStart().startsWith('{') ? 'ndjson' : 'csv'
  const separator = separatorOf(head)
  const records = (): AsyncGenerator<TableRecord> => {
    const text = decoded(source(), facts.encoding)
    return format === 'ndjson' ? jsonRecords(text) : csvRecords(text, separator)
  }
  const fieldOf = fieldsByHeading(columns)
  const headings = await headingsOf(records(), format)
  const ignored = headings.filter(heading => fieldOf.get(plain(heading)) === undefined && heading.trim() !== '')
  const named = headings.flatMap(heading => fieldOf.get(plain(heading)) ?? [])
  const twice = named.find((field, index) => named.indexOf(field) !== index)
  if (format === 'csv' && twice !== undefined) throw new Failure('import/columns', { columns: twice })

  async function* rows(): AsyncGenerator<TableRow<Field>> {
    let first = format === 'csv'
    for await (const record of records()) {
      if ('unreadable' in record) yield record
      else if (first) first = false
      else {
        const pairs = record.pairs ?? headings.map((heading, index) => [heading, record.cells[index] ?? ''] as const)
        const cells = cellsOf(pairs, fieldOf)
        if (Object.keys(cells).length > 0) yield { line: record.line, cells }
      }
    }
  }
  return { ...facts, format, separator, fields: new Set(named), ignored, rows }
}

async function inspect(source: Source) {
  const hash = createHash('sha256')
  const guess = new EncodingGuess()
  let bytes = 0
  try {
    for await (const chunk of source()) {
      hash.update(chunk)
      guess.add(chunk)
      bytes += chunk.length
    }
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    throw new Failure('import/unreadable', { reason })
  }
  if (bytes === 0) throw new Failure('import/unreadable', { reason: 'EMPTY' })
  return { sha256: hash.digest('hex'), bytes, encoding: guess.result() }
}

async function headOf(source: Source, encoding: TextEncoding): Promise<string> {
  let head = ''
  for await (const text of decoded(source(), encoding)) {
    head += text
    if (head.length >= HEAD_CHARACTERS) break
  }
  return head
}

/** The one that stands most often in the first line; Excel may say it itself ("sep=;"). */
function separatorOf(head: string): Separator {
  const line = head.split(/\r?\n|\r/, 1)[0] ?? ''
  const count = (separator: string) => line.split(separator).length - 1
  const candidates = [';', ',', '\t'] as const
  return candidates.reduce((best, one) => (count(one) > count(best) ? one : best))
}

async function headingsOf(records: AsyncGenerator<TableRecord>, format: 'csv' | 'ndjson'): Promise<readonly string[]> {
  for await (const record of records) {
    if ('unreadable' in record) return []
    return format === 'csv' ? record.cells : (record.pairs ?? []).map(([key]) => key)
  }
  return []
}

/** "Date de naissance", "date_naissance" and "DateDeNaissance" are compared as "datedenaissance" and "datenaissance". */
const plain = (heading: string): string =>
  heading
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase()

function fieldsByHeading<Field extends string>(columns: Columns<Field>): ReadonlyMap<string, Field> {
  const fields = Object.entries(columns) as [Field, readonly string[]][]
  return new Map(fields.flatMap(([field, names]) => [field, ...names].map(name => [plain(name), field] as const)))
}

function cellsOf<Field extends string>(
  pairs: readonly (readonly [string, string])[],
  fieldOf: ReadonlyMap<string, Field>,
): Partial<Record<Field, string>> {
  const cells: Partial<Record<Field, string>> = {}
  for (const [heading, written] of pairs) {
    const field = fieldOf.get(plain(heading))
    const text = written.trim()
    if (field !== undefined && text !== '') cells[field] = text
  }
  return cells
}
