import { z } from 'zod'
import { Failure } from '../domain/failure.js'
import { branchOf, type EnableWhen, OWN } from './questionnaire.js'

const extension = z.array(z.looseObject({ url: z.string() })).default([])
const when = z.looseObject({
  question: z.string(),
  operator: z.enum(['exists', '=', '!=', '>', '>=', '<', '<=']),
  answerBoolean: z.boolean().optional(),
  answerDecimal: z.number().optional(),
  answerInteger: z.number().optional(),
  answerCoding: z.looseObject({ code: z.string() }).optional(),
})
const questionnaireItem = z.looseObject({
  linkId: z.string(),
  text: z.string().default(''),
  type: z.string(),
  extension,
  enableWhen: z.array(when).optional(),
  enableBehavior: z.enum(['all', 'any']).optional(),
  answerOption: z
    .array(z.looseObject({ valueCoding: z.looseObject({ code: z.string(), display: z.string().optional() }) }))
    .optional(),
})
const questionnaire = z.looseObject({
  resourceType: z.literal('Questionnaire'),
  version: z.string().default('1.0.0'),
  name: z.string().default('imported'),
  extension,
  item: z.array(questionnaireItem).min(1),
})
type ReadItem = z.infer<typeof questionnaireItem>

const KINDS: Readonly<Record<string, string>> = {
  boolean: 'yes-no',
  decimal: 'number',
  integer: 'number',
  choice: 'choice',
  string: 'free',
  text: 'free',
}

/**
 * The fields of a protocol from a FHIR R4 Questionnaire, to be checked like any file. Ours comes back as it was, but for what a FHIR
 * editor changed: question texts, options' names, limits and branches. A foreign one gets plain wordings. Throws Failure protocol/invalid.
 */
export function fromQuestionnaire(json: unknown, file: string): unknown {
  const read = questionnaire.safeParse(json)
  if (!read.success) {
    const reason = read.error.issues.map(issue => `${issue.path.join('.') || 'file'}: ${issue.message}`).join('; ')
    throw new Failure('protocol/invalid', { file, reason })
  }
  const { version, name, item, extension } = read.data
  const { id, ...rules } = { id: kebab(name), ...ownOf(extension, OWN.protocol, file) }
  return { id, version, items: item.map(one => itemOf(one, file)), ...rules }
}

const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase()

function ownOf(extensions: z.infer<typeof extension>, url: string, file: string): Record<string, unknown> {
  const text = extensions.find(one => one.url === url)?.valueString
  if (typeof text !== 'string') return {}
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    throw new Failure('protocol/invalid', { file, reason: `the extension ${url} is not JSON` })
  }
}

interface Worded {
  readonly wording?: { readonly fr?: Wording }
  readonly options?: readonly unknown[]
  readonly onlyIf?: unknown
}
interface Wording {
  readonly patient?: { readonly ask?: readonly string[] }
  readonly options?: Readonly<Record<string, { readonly said: string }>>
}

function itemOf(item: ReadItem, file: string): unknown {
  const own: Worded = ownOf(item.extension, OWN.item, file)
  const limit = (end: string) => item.extension.find(one => one.url.endsWith(`/${end}Value`))
  const [min, max] = [limit('min'), limit('max')].map(one => one?.valueDecimal ?? one?.valueInteger)
  const branch = own.onlyIf ?? branchOf(item.enableWhen?.map(decimal), item.enableBehavior ?? 'all')
  const plain = { ask: [item.text], rephrase: [item.text] }
  const options = item.answerOption?.map(({ valueCoding }, at) => ({ code: valueCoding.code, key: `${at + 1}` }))
  return {
    linkId: item.linkId,
    kind: KINDS[item.type] ?? item.type,
    thinkMs: 7000,
    ...(options ? { options } : {}),
    ...own,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(branch === undefined ? {} : { onlyIf: branch }),
    wording: {
      ...own.wording,
      fr: reworded(own.wording?.fr ?? ({ patient: plain, caregiver: plain } as Wording), item),
    },
  }
}

const decimal = ({ answerInteger, ...rest }: z.infer<typeof when>): EnableWhen =>
  ({ ...rest, ...(answerInteger === undefined ? {} : { answerDecimal: answerInteger }) }) as EnableWhen

/** The question's text and the options' names are FHIR's own elements: an editor may have changed them. */
function reworded(fr: Wording, item: ReadItem): Wording {
  const ask = fr.patient?.ask ?? []
  const said = item.answerOption?.flatMap(({ valueCoding: { code, display } }) =>
    display === undefined ? [] : [[code, { words: [], ...fr.options?.[code], said: display }] as const],
  )
  return {
    ...fr,
    ...(item.text && fr.patient ? { patient: { ...fr.patient, ask: [...ask.slice(0, -1), item.text] } } : {}),
    ...(said ? { options: Object.fromEntries(said) } : {}),
  }
}
