import { type DestinationStream, pino } from 'pino'
import { Failure } from '../domain/failure.js'
import type { AppLog } from './port.js'

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

export interface LogOptions {
  readonly level: LogLevel
  /** Where each line goes; the process's stderr, unbuffered, if not given: stdout belongs to what a command prints. */
  readonly stream?: DestinationStream
}

/** Property names that a patient's words, name or number would come under. */
const PERSONAL = [
  ...['name', 'givenName', 'familyName', 'spokenName', 'title', 'birthDate', 'phone', 'phones', 'number', 'person'],
  ...['patient', 'caregiver', 'caregivers', 'text', 'words', 'said', 'transcript', 'question', 'value', 'earlier'],
  ...['note', 'hearing', 'utterance', 'keys', 'token', 'authorization', 'password'],
]
/** pino's paths have one wildcard per level: three levels are what our facts ever have. */
const LEVELS = ['', '*.', '*.*.']

/**
 * One JSON object a line. Redaction is the second fence: the first is that patients' words, names and numbers are not passed
 * at all. Of an error only its kind, code and stack frames are written, for a driver's message may quote a row.
 */
export function openLog({ level, stream }: LogOptions): AppLog {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      redact: { paths: PERSONAL.flatMap(name => LEVELS.map(prefix => prefix + name)), remove: true },
      serializers: { err: describeError, error: describeError, cause: describeError, failure: describeError },
    },
    stream ?? pino.destination({ fd: 2, sync: true }),
  )
}

/** A Failure's sentence comes from the catalogue; of any other error the message is left out. */
function describeError(thrown: unknown): object {
  if (!(thrown instanceof Error)) return { kind: typeof thrown }
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined
  return {
    kind: thrown.constructor.name,
    ...(code !== undefined && { code }),
    ...(thrown instanceof Failure && { sentence: thrown.message }),
    at: framesOf(thrown),
    ...(thrown.cause !== undefined && { cause: describeError(thrown.cause) }),
  }
}

const MOST_FRAMES = 8
/** A message may have several lines, and one of them could look like a frame: only what follows the whole message counts. */
function framesOf({ stack, message }: Error): readonly string[] {
  const after = stack?.split(message).at(-1) ?? ''
  return after
    .split('\n')
    .map(line => line.trim())
    .filter(line => line.startsWith('at '))
    .slice(0, MOST_FRAMES)
}
