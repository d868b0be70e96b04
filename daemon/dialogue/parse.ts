import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { Failure } from '../domain/failure.js'
import { type Common, commonSchema, type Protocol, protocolSchema } from './schema.js'

/** A questionnaire from its YAML (or JSON) text. Throws Failure protocol/invalid with every mistake, each with its line. */
export const parseProtocol = (text: string, file: string): Protocol => parseTexts(protocolSchema, text, file)

/** The common wordings of one language from their YAML text. Throws like {@link parseProtocol}. */
export const parseCommon = (text: string, file: string): Common => parseTexts(commonSchema, text, file)

/** Any file of texts held against its schema. Throws like {@link parseProtocol}. */
export function parseTexts<Schema extends z.ZodType>(schema: Schema, text: string, file: string): z.output<Schema> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken) {
    const { line } = lines.linePos(broken.pos[0])
    throw new Failure('protocol/invalid', { file, reason: `line ${line}: ${broken.code.toLowerCase()}` })
  }
  const result = schema.safeParse(document.toJS())
  if (result.success) return result.data
  const reasons = result.error.issues.map(issue => {
    const line = lineOf(document, lines, issue.path)
    return `line ${line}, ${issue.path.join('.') || 'file'}: ${issue.message}`
  })
  throw new Failure('protocol/invalid', { file, reason: reasons.join('; ') })
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
