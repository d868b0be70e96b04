import { isDeepStrictEqual } from 'node:util'
import type { Answered, Branch } from './condition.js'
import { conditionsOf } from './condition.js'
import type { Item, Protocol } from './schema.js'

/** What of FHIR R4's Questionnaire we write and read. */
export interface Questionnaire {
  readonly resourceType: 'Questionnaire'
  readonly url: string
  readonly version: string
  readonly name: string
  readonly title: string
  readonly status: 'active'
  readonly language: string
  readonly subjectType: readonly ['Patient']
  readonly extension: readonly Extension[]
  readonly item: readonly QuestionnaireItem[]
}
export interface QuestionnaireItem {
  readonly linkId: string
  readonly text: string
  readonly type: 'boolean' | 'decimal' | 'choice' | 'text'
  readonly extension: readonly Extension[]
  readonly enableWhen?: readonly EnableWhen[]
  readonly enableBehavior?: 'all' | 'any'
  readonly answerOption?: readonly { readonly valueCoding: { readonly code: string; readonly display: string } }[]
}
type Extension =
  | { readonly url: string; readonly valueString: string }
  | { readonly url: string; readonly valueDecimal: number }
type Operator = 'exists' | '=' | '!=' | '>' | '>=' | '<' | '<='
export interface EnableWhen {
  readonly question: string
  readonly operator: Operator
  readonly answerBoolean?: boolean
  readonly answerDecimal?: number
  readonly answerCoding?: { readonly code: string }
}

/** Everything FHIR has no element for (wordings, alert rules, thinking time …) as JSON in an extension of our own. */
export const OWN = { protocol: 'urn:hellojade:protocol', item: 'urn:hellojade:protocol:item' } as const
const LIMIT = {
  min: 'http://hl7.org/fhir/StructureDefinition/minValue',
  max: 'http://hl7.org/fhir/StructureDefinition/maxValue',
} as const
const TYPES = {
  number: 'decimal',
  temperature: 'decimal',
  'yes-no': 'boolean',
  choice: 'choice',
  free: 'text',
  remarks: 'text',
} as const satisfies Record<Item['kind'], QuestionnaireItem['type']>

/** A protocol as a FHIR R4 Questionnaire; {@link fromQuestionnaire} gives the same protocol back. */
export function toQuestionnaire(protocol: Protocol): Questionnaire {
  const { id, version, items, ...rules } = protocol
  return {
    resourceType: 'Questionnaire',
    url: `${OWN.protocol}:${id}`,
    version,
    name: id.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()),
    title: id.replaceAll('-', ' '),
    status: 'active',
    language: 'fr-BE',
    subjectType: ['Patient'],
    extension: [{ url: OWN.protocol, valueString: JSON.stringify({ id, ...rules }) }],
    item: items.map(toItem),
  }
}

function toItem(item: Item): QuestionnaireItem {
  const { linkId, min, max, options = [], onlyIf, ...own } = item
  const enableWhen = onlyIf && conditionsOf(onlyIf).flatMap(whenOf)
  const told = options.map(({ code }) => ({ code, display: item.wording.fr.options?.[code]?.said ?? code }))
  const kept = {
    ...own,
    ...(item.options ? { options } : {}),
    ...(onlyIf && !isDeepStrictEqual(branchOf(enableWhen, behaviourOf(onlyIf)), onlyIf) ? { onlyIf } : {}),
  }
  return {
    linkId,
    text: item.wording.fr.patient.ask.at(-1) ?? linkId,
    type: TYPES[item.kind],
    extension: [
      { url: OWN.item, valueString: JSON.stringify(kept) },
      ...(min === undefined ? [] : [{ url: LIMIT.min, valueDecimal: min }]),
      ...(max === undefined ? [] : [{ url: LIMIT.max, valueDecimal: max }]),
    ],
    ...(enableWhen ? { enableWhen } : {}),
    ...(onlyIf && enableWhen && enableWhen.length > 1 ? { enableBehavior: behaviourOf(onlyIf) } : {}),
    ...(told.length > 0 ? { answerOption: told.map(valueCoding => ({ valueCoding })) } : {}),
  }
}

const behaviourOf = (branch: Branch): 'all' | 'any' => ('any' in branch ? 'any' : 'all')

function whenOf({ linkId, is, isNot, given, above, atLeast, below, atMost }: Answered): readonly EnableWhen[] {
  const number = (operator: Operator, limit: number | undefined) =>
    limit === undefined ? [] : [{ question: linkId, operator, answerDecimal: limit }]
  return [
    ...(typeof is === 'boolean' ? [{ question: linkId, operator: '=' as const, answerBoolean: is }] : []),
    ...(typeof is === 'string' ? [{ question: linkId, operator: '=' as const, answerCoding: { code: is } }] : []),
    ...(isNot === undefined ? [] : [{ question: linkId, operator: '!=' as const, answerCoding: { code: isNot } }]),
    ...(given === undefined ? [] : [{ question: linkId, operator: 'exists' as const, answerBoolean: true }]),
    ...number('>', above),
    ...number('>=', atLeast),
    ...number('<', below),
    ...number('<=', atMost),
  ]
}

/** The branch of enableWhen conditions: several limits on one answer are one condition. */
export function branchOf(enableWhen: readonly EnableWhen[] | undefined, behaviour: 'all' | 'any'): Branch | undefined {
  const conditions: Answered[] = []
  for (const when of enableWhen ?? []) {
    const last = conditions.at(-1)
    const compared = comparisonOf(when)
    if (behaviour === 'all' && last?.linkId === when.question)
      conditions[conditions.length - 1] = { ...last, ...compared }
    else conditions.push({ linkId: when.question, ...compared })
  }
  if (conditions.length < 2) return conditions[0]
  return behaviour === 'any' ? { any: conditions } : { all: conditions }
}

const LIMITS = { '>': 'above', '>=': 'atLeast', '<': 'below', '<=': 'atMost' } as const

function comparisonOf({ operator, answerBoolean, answerCoding, answerDecimal }: EnableWhen): Omit<Answered, 'linkId'> {
  switch (operator) {
    case 'exists':
      return { given: true }
    case '=':
      return answerCoding ? { is: answerCoding.code } : answerBoolean === undefined ? {} : { is: answerBoolean }
    case '!=':
      return answerCoding ? { isNot: answerCoding.code } : {}
    case '>':
    case '>=':
    case '<':
    case '<=':
      return { [LIMITS[operator]]: answerDecimal }
  }
}
