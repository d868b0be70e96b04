import { z } from 'zod'
import {
  ALERT_RULES,
  CONFIRMATIONS,
  DISPOSITIONS,
  IDENTITIES,
  ITEM_STATUSES,
  TASK_KINDS,
  URGENCIES,
} from '../domain/outcome.js'
import { isWallClock } from './brussels.js'

/** A patient speaks this long after the end of a prompt unless the file says otherwise. */
export const DEFAULT_AFTER_MS = 400
/** A Tuesday at 10:00 in Brussels: inside the calling window, no holiday. */
export const DEFAULT_NOW = '2026-11-24T10:00:00'

const milliseconds = z.number().min(0).max(600_000)
const calendarDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date YYYY-MM-DD')
  .refine(text => new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text, 'is not a day of the calendar')

const keys = z.string('must be a quoted string of keys').regex(/^[0-9*#A-D]+$/, 'may hold 0-9, *, # and A-D only')

const utterance = z
  .strictObject({
    audio: z.string().min(1).exactOptional(),
    thenMs: milliseconds.exactOptional(),
    audio2: z.string().min(1).exactOptional(),
    afterMs: milliseconds.default(DEFAULT_AFTER_MS),
    keys: keys.exactOptional(),
    /** Says nothing this time: the next prompt takes the next answer. */
    silent: z.literal(true).exactOptional(),
  })
  .refine(
    answer => answer.audio !== undefined || answer.keys !== undefined || answer.silent,
    'needs audio, keys or silent',
  )
  .refine(answer => !answer.silent || (answer.audio ?? answer.keys) === undefined, 'is silent with audio or keys')
  .refine(answer => answer.audio2 === undefined || answer.audio !== undefined, 'has audio2 without audio')
  .refine(answer => answer.thenMs === undefined || answer.audio2 !== undefined, 'has thenMs without audio2')

/** One answer may stand without its list; a path alone is an answer of that clip. */
const utterances = z.preprocess(
  value => (value === null ? [] : (Array.isArray(value) ? value : [value]).map(asUtterance)),
  z.array(utterance),
)
function asUtterance(value: unknown): unknown {
  return typeof value === 'string' ? { audio: value } : value
}
const listed = (value: unknown): unknown => (value === undefined || Array.isArray(value) ? value : [value])
const named = (key: string) => (value: unknown) =>
  Array.isArray(value) ? value.map((entry: unknown) => (typeof entry === 'string' ? { [key]: entry } : entry)) : value

const answerValue = z.union([z.number(), z.boolean(), z.string()])
/** A value; null for "no value stored"; or the value, status and marks of an item. */
const expectedAnswer = z.union([
  answerValue,
  z.null(),
  z.strictObject({
    value: answerValue.nullable().exactOptional(),
    status: z.enum(ITEM_STATUSES).exactOptional(),
    readBack: z.enum(['confirmed', 'corrected', 'unclear', 'unanswered']).exactOptional(),
    byKeypad: z.boolean().exactOptional(),
    byCaregiver: z.boolean().exactOptional(),
    /** Values said before the one that counts, oldest first. */
    earlier: z.array(answerValue).exactOptional(),
  }),
])

const expectation = z.strictObject({
  disposition: z.enum(DISPOSITIONS).exactOptional(),
  identity: z.enum(IDENTITIES).exactOptional(),
  answers: z.record(z.string(), expectedAnswer).exactOptional(),
  alerts: z
    .preprocess(
      named('rule'),
      z.array(
        z.strictObject({
          rule: z.enum(ALERT_RULES),
          urgency: z.enum(URGENCIES).exactOptional(),
          confirmation: z.enum(CONFIRMATIONS).exactOptional(),
          linkId: z.string().min(1).exactOptional(),
        }),
      ),
    )
    .exactOptional(),
  tasks: z.preprocess(named('kind'), z.array(z.strictObject({ kind: z.enum(TASK_KINDS) }))).exactOptional(),
  maxTurnGapMs: z.number().positive().exactOptional(),
  /** How the transfer to a nurse ended; null: none was begun. */
  transfer: z.enum(['joined', 'taken', 'nobody', 'stopped']).nullable().exactOptional(),
  maxBargeInMs: z.number().positive().exactOptional(),
  /** Words that some sentence of the agent holds, and words that none may hold; capitals and accents do not matter. */
  says: z.array(z.string().min(1)).exactOptional(),
  neverSays: z.array(z.string().min(1)).exactOptional(),
  /** By linkId: whether any of the agent's words there were cut short. */
  interrupted: z.record(z.string(), z.boolean()).exactOptional(),
  recorded: z.boolean().exactOptional(),
  score: z
    .strictObject({
      score: z.number().exactOptional(),
      complete: z.boolean().exactOptional(),
      band: z.string().exactOptional(),
    })
    .exactOptional(),
})

const patient = z.strictObject({
  givenName: z.string().min(1),
  familyName: z.string().min(1),
  birthDate: calendarDate,
  sex: z.enum(['f', 'm', 'x']).exactOptional(),
  title: z.string().exactOptional(),
  spokenName: z.string().exactOptional(),
})

const line = z.strictObject({
  codec: z.enum(['alaw', 'ulaw']).default('alaw'),
  lossPercent: z.number().min(0).max(100).exactOptional(),
  jitterMs: z.number().min(0).max(1000).exactOptional(),
  noiseDb: z.number().max(0).min(-100).exactOptional(),
  echoDb: z.number().max(0).min(-60).exactOptional(),
  echoMs: z.number().min(0).max(1000).exactOptional(),
  seed: z.int().exactOptional(),
})

/** So long after the beginning of a prompt of an item: its first one, or its `nth` (a read-back is one of its item's). */
const moment = { during: z.string().min(1), atMs: milliseconds, nth: z.int().min(1).default(1) }

/** The file as written, clips still paths. Unknown keys are mistakes: a misspelt expectation would pass for ever. */
export const rehearsalFile = z.strictObject({
  name: z.string().exactOptional(),
  description: z.string().exactOptional(),
  protocol: z.string().min(1),
  language: z.enum(['fr', 'nl', 'en']).default('fr'),
  patient,
  caregivers: z.array(z.strictObject({ name: z.string().min(1), relation: z.string().min(1) })).default([]),
  answers: z.record(z.string().min(1), utterances).default({}),
  opening: utterances.exactOptional(),
  interrupt: z
    .preprocess(
      listed,
      z.array(
        z
          .strictObject({ ...moment, audio: z.string().min(1).exactOptional(), keys: keys.exactOptional() })
          .refine(one => one.audio !== undefined || one.keys !== undefined, 'needs audio or keys'),
      ),
    )
    .default([]),
  hangUp: z.strictObject(moment).exactOptional(),
  line: line.default({ codec: 'alaw' }),
  /** The patient rings the hospital: from the number on the record, from another, or with the number withheld. */
  inbound: z.union([z.literal(true), z.enum(['other-number', 'withheld'])]).exactOptional(),
  /** A follow-up call is due to the patient. Default true. */
  due: z.boolean().exactOptional(),
  /** Answers of an earlier call that broke off behind them. */
  earlier: z.record(z.string().min(1), answerValue).exactOptional(),
  phone: z.enum(['answer', 'busy', 'reject', 'no-answer', 'unreachable']).default('answer'),
  nurse: z.enum(['accepts', 'busy', 'no-answer']).exactOptional(),
  now: z
    .string()
    .refine(isWallClock, 'must be a time YYYY-MM-DDTHH:MM[:SS], with or without a zone')
    .default(DEFAULT_NOW),
  startAt: z.string().min(1).exactOptional(),
  expect: expectation.default({}),
})

export type RehearsalFile = z.infer<typeof rehearsalFile>
export type Expectation = z.infer<typeof expectation>
export type ExpectedAnswer = z.infer<typeof expectedAnswer>
export type RehearsalPatient = z.infer<typeof patient>
export type RehearsalLine = z.infer<typeof line>

/** One answer with its sound loaded: 8 kHz clips in order, `thenMs` of silence between them, or keys, or both. */
export interface Utterance {
  readonly clips: readonly Int16Array[]
  readonly thenMs: number
  readonly afterMs: number
  readonly keys: string | undefined
}

/** Something said or keyed while a prompt may still be sounding. */
export interface Interruption {
  readonly during: string
  readonly atMs: number
  readonly nth: number
  readonly clips: readonly Int16Array[]
  readonly keys: string | undefined
}

/** A rehearsal ready to be played. */
export interface Rehearsal extends Omit<RehearsalFile, 'answers' | 'opening' | 'interrupt' | 'now'> {
  /** Absolute path of the file. */
  readonly path: string
  readonly answers: Readonly<Record<string, readonly Utterance[]>>
  /** Said on picking up, one after the other; empty: the callee says nothing. */
  readonly opening: readonly Utterance[]
  readonly interrupt: readonly Interruption[]
  readonly now: Date
  /** The same instant as Brussels' clocks show it, ISO without zone. */
  readonly nowLocal: string
}
