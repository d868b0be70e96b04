/**
 * What the routes answer, as JSON schema. Fastify writes the properties named here and no other, so a field that a record
 * gains later does not leave the house by itself.
 */
import {
  ALERT_RULES,
  DISPOSITIONS,
  IDENTITIES,
  ITEM_STATUSES,
  TASK_KINDS,
  URGENCIES,
} from '../daemon/domain/outcome.js'

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const number = { type: 'number' } as const
const instant = { type: 'string', format: 'date-time' } as const
const anyValue = { type: ['number', 'boolean', 'string'] } as const
const oneOf = (values: readonly string[]) => ({ type: 'string', enum: values }) as const
const listOf = (items: object) => ({ type: 'array', items }) as const
const objectOf = (properties: object) => ({ type: 'object', properties, additionalProperties: false }) as const

const urgency = oneOf(URGENCIES)

const call = objectOf({
  id: text,
  direction: oneOf(['outbound', 'inbound']),
  dueCallId: text,
  patientId: text,
  protocol: text,
  protocolVersion: text,
  startedAt: instant,
  answeredAt: instant,
  endedAt: instant,
  disposition: oneOf(DISPOSITIONS),
  identity: oneOf(IDENTITIES),
  hangupCause: number,
  recordingPath: text,
  recordingStartMs: number,
  score: objectOf({ score: number, complete: flag, band: text }),
})

const turn = objectOf({
  seq: number,
  speaker: text,
  linkId: text,
  text,
  startMs: number,
  endMs: number,
  interrupted: flag,
  confidence: number,
  promptVersion: text,
})

const answer = objectOf({
  linkId: text,
  question: text,
  status: oneOf(ITEM_STATUSES),
  value: anyValue,
  text,
  confidence: number,
  startMs: number,
  endMs: number,
  pending: flag,
  readBack: text,
  byKeypad: flag,
  byCaregiver: flag,
  earlier: listOf(objectOf({ value: anyValue, text })),
  earlierCallId: text,
})

const alert = objectOf({
  id: text,
  key: text,
  rule: oneOf(ALERT_RULES),
  ruleVersion: text,
  urgency,
  ward: text,
  linkId: text,
  question: text,
  words: text,
  confidence: number,
  atMs: number,
  confirmation: text,
  raisedAt: instant,
  recordingSecond: { type: ['number', 'null'] },
  history: listOf(objectOf({ at: instant, urgency, confirmation: text })),
  acknowledgedBy: text,
  acknowledgedAt: instant,
})

const task = objectOf({
  id: text,
  kind: oneOf(TASK_KINDS),
  ward: text,
  note: text,
  notBefore: text,
  createdAt: instant,
  closedAt: instant,
})

const consent = objectOf({ kind: text, given: flag, textVersion: text, at: instant })

export const healthAnswer = objectOf({
  status: oneOf(['up', 'down']),
  version: text,
  parts: listOf(objectOf({ name: text, up: flag, detail: text })),
})

export const callsAnswer = objectOf({ calls: listOf(call) })

export const callAnswer = objectOf({
  call,
  turns: listOf(turn),
  answers: listOf(answer),
  alerts: listOf(alert),
  tasks: listOf(task),
  consents: listOf(consent),
})

export const MOST_CALLS = 100
export const callsQuery = {
  type: 'object',
  properties: { limit: { type: 'integer', minimum: 1, maximum: MOST_CALLS, default: 20 } },
  additionalProperties: false,
} as const
