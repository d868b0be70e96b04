import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { Failure } from '../domain/failure.js'
import { type Common, commonSchema, type Protocol, protocolSchema } from './schema.js'

/** One mistake in a file: where it stands and what is wrong. */
export interface Mistake {
  readonly line: number
  /** "items.3.wording", or "file". */
  readonly path: string
  readonly reason: string
}

type Read<T> = { readonly data: T } | { readonly mistakes: readonly Mistake[] }

/** A questionnaire from its YAML (or JSON) text. Throws Failure protocol/invalid with every mistake, each with its line. */
export const parseProtocol = (text: string, file: string): Protocol => dataOf(read(text, protocolSchema), file)

/** The common wordings of one language from their YAML text. Throws like {@link parseProtocol}. */
export const parseCommon = (text: string, file: string): Common => dataOf(read(text, commonSchema), file)

/** Every mistake of a file of texts; empty when there is none. */
export function mistakesIn(schema: z.ZodType, text: string): readonly Mistake[] {
  const found = read(text, schema)
  return 'mistakes' in found ? found.mistakes : []
}

/** Any file of texts held against its schema. Throws like {@link parseProtocol}. */
export const parseTexts = <Schema extends z.ZodType>(schema: Schema, text: string, file: string): z.output<Schema> =>
  dataOf(read(text, schema), file)

function dataOf<T>(found: Read<T>, file: string): T {
  if ('data' in found) return found.data
  const reason = found.mistakes.map(({ line, path, reason }) => `line ${line}, ${path}: ${reason}`).join('; ')
  throw new Failure('protocol/invalid', { file, reason })
}

function read<Schema extends z.ZodType>(text: string, schema: Schema): Read<z.output<Schema>> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  if (document.errors.length > 0)
    return {
      mistakes: document.errors.map(error => ({
        line: lines.linePos(error.pos[0]).line,
        path: 'file',
        reason: error.code.toLowerCase().replaceAll('_', ' '),
      })),
    }
  const result = schema.safeParse(document.toJS())
  if (result.success) return { data: result.data }
  return {
    mistakes: result.error.issues.map(issue => ({
      line: lineOf(document, lines, issue.path),
      path: issue.path.join('.') || 'file',
      reason: issue.message,
    })),
  }
}

/** The line of the deepest part of `path` that exists in the text: what is missing is told where it should stand. */
function lineOf(document: ReturnType<typeof parseDocument>, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node: unknown = document.getIn(path.slice(0, depth), true)
    const range = node && typeof node === 'object' && 'range' in node ? (node.range as [number] | undefined) : undefined
    if (range) return lines.linePos(range[0]).line
  }
  return 1
}
