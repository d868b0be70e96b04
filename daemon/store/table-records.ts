import { parse } from 'csv-parse'

/** One record as it stands in the file; or that everything from this line on cannot be read. */
export type TableRecord =
  | {
      readonly line: number
      readonly cells: readonly string[]
      /** Of a JSON object. */
      readonly pairs?: readonly (readonly [string, string])[]
    }
  | { readonly line: number; readonly unreadable: string }

/** The longest record: a file with an unclosed quotation mark is one long record. */
const MOST_RECORD_CHARACTERS = 2 * 1024 * 1024

/**
 * The records of a CSV (RFC 4180, and what spreadsheets make of it: stray quotation marks, ragged rows, "sep=;"). What comes
 * before a fault is delivered: csv-parse as a stream would throw it away, so its records are taken as they are made.
 */
export async function* csvRecords(text: AsyncIterable<string>, separator: string): AsyncGenerator<TableRecord> {
  let ready: TableRecord[] = []
  let line = 1
  const parser = parse({
    delimiter: separator,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MOST_RECORD_CHARACTERS,
    on_record: (cells: string[], { lines }) => {
      const blank = cells.every(cell => cell.trim() === '')
      const said = cells[0]?.startsWith('sep=') === true && line === 1
      if (!blank && !said) ready.push({ line, cells })
      line = lines + 1
      return null
    },
  })
  const failed = new Promise<string>(resolve => parser.on('error', cause => resolve(codeOf(cause))))
  const ended = new Promise<undefined>(resolve => parser.once('end', () => resolve(undefined)))
  parser.resume()
  const taken = (piece: string) => new Promise<undefined>(resolve => parser.write(piece, () => resolve(undefined)))

  for await (const piece of text) {
    const fault = await Promise.race([taken(piece), failed])
    yield* ready
    ready = []
    if (fault === undefined) continue
    yield { line, unreadable: fault }
    return
  }
  parser.end()
  const fault = await Promise.race([ended, failed])
  yield* ready
  if (fault !== undefined) yield { line, unreadable: fault }
}

/** One JSON object a line; a line that is none is told and passed over, since the next one stands for itself. */
export async function* jsonRecords(text: AsyncIterable<string>): AsyncGenerator<TableRecord> {
  let rest = ''
  let line = 0
  for await (const piece of text) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const one of lines) yield* jsonRecord(one, ++line)
    if (rest.length <= MOST_RECORD_CHARACTERS) continue
    yield { line: line + 1, unreadable: 'TOO_LONG' }
    return
  }
  yield* jsonRecord(rest, line + 1)
}

function* jsonRecord(text: string, line: number): Generator<TableRecord> {
  if (text.trim() === '') return
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) yield { line, unreadable: 'NOT_AN_OBJECT' }
    else yield { line, cells: [], pairs: Object.entries(value).map(([key, cell]) => [key, written(cell)] as const) }
  } catch {
    yield { line, unreadable: 'NOT_JSON' }
  }
}

const written = (cell: unknown): string => (typeof cell === 'string' ? cell : cell === null ? '' : JSON.stringify(cell))
const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code).replace(/^CSV_/, '') : 'UNKNOWN'
