import { Failure, type FailureCode } from '../../domain/failure.js'

/** Our code for what Oracle says, by its number (Database Error Messages). */
const CODES = {
  'store/duplicate': [1],
  'store/reference': [2291, 2292],
  'store/incomplete': [1400, 1407],
  // Check, precision, not a number, not a date; 20000 to 20999 are what triggers raise.
  'store/refused': [2290, 1438, 1722, 1839, 1843, 1847, 1858, 1861],
  // 01461: text beyond 4000 bytes into a column that is no CLOB.
  'store/too-long': [12899, 1461, 1483, 1489, 910, 22835, 24920],
  // Held by another session, deadlock, wait over, not serialisable, DDL lock, call timeout or break.
  'store/busy': [54, 60, 30006, 8177, 4021, 1013],
  'store/full': [257, 1536, 1628, 1631, 1653, 1654, 1688, 1691, 30036, 65114],
  'store/unauthorised': [1005, 1017, 1045, 28000, 28001],
  // A session that was ended, an instance that starts, stops or is away, a listener that knows no service, a broken line.
  'store/lost': [
    ...[
      28, 1012, 1033, 1034, 1089, 1090, 1092, 2396, 3113, 3114, 3135, 12153, 12170, 12505, 12514, 12516, 12518, 12520,
    ],
    ...[12521, 12526, 12527, 12528, 12537, 12541, 12543, 12547, 12560, 12570, 12571, 12609, 25401, 25402, 25408],
  ],
} as const satisfies Partial<Record<FailureCode, readonly number[]>>

/** The driver's own (node-oracledb, lib/errors.js). */
const DRIVER_CODES: Readonly<Record<string, FailureCode>> = {
  'NJS-003': 'store/lost', // invalid or closed connection
  'NJS-040': 'store/busy', // no connection of the pool was free in time
  'NJS-076': 'store/busy', // too many wait for the pool
  'NJS-123': 'store/busy', // call timeout
  'NJS-500': 'store/lost',
  'NJS-501': 'store/lost',
  'NJS-503': 'store/lost',
  'NJS-506': 'store/lost', // TLS
  'NJS-510': 'store/lost',
  'NJS-511': 'store/lost',
  'NJS-512': 'store/lost',
  'NJS-521': 'store/lost',
  'NJS-522': 'store/lost',
}

const BY_NUMBER: ReadonlyMap<number, FailureCode> = new Map(
  Object.entries(CODES).flatMap(([code, numbers]) => numbers.map(number => [number, code as FailureCode] as const)),
)

interface OracleError {
  readonly code?: string
  readonly errorNum?: number
}

/** Drizzle wraps the driver's error. */
function driverError(thrown: unknown): OracleError | undefined {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++)
    if ('errorNum' in error || ('code' in error && typeof error.code === 'string')) return error as OracleError
  return undefined
}

/** ORA number of an error of the driver; undefined for its own and for others. */
export function numberOf(thrown: unknown): number | undefined {
  const number = driverError(thrown)?.errorNum
  return number === undefined || number === 0 ? undefined : number
}

/**
 * The Failure for whatever a query threw. Oracle's messages name values of the row (ORA-00001 since 23ai), and drizzle's hold
 * the query's parameters: neither is kept, only the number.
 */
export function storeFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown
  const error = driverError(thrown)
  const number = numberOf(thrown)
  const name = number === undefined ? (error?.code ?? 'UNKNOWN') : `ORA-${String(number).padStart(5, '0')}`
  const cause = new Error(name)
  if (number === 942 || number === 904) return new Failure('store/schema', { reason: name }, { cause })
  const raised = number !== undefined && number >= 20_000 && number < 21_000
  const code = raised ? 'store/refused' : (BY_NUMBER.get(number ?? 0) ?? DRIVER_CODES[error?.code ?? ''])
  return new Failure(code ?? 'store/unavailable', {}, { cause })
}

/** Another session was first: the same work may well succeed. A row that appeared meanwhile is then seen. */
export const isOvertaken = (failure: Failure): boolean =>
  failure.code === 'store/duplicate' || (failure.code === 'store/busy' && OVERTAKEN.has(causeOf(failure)))
const OVERTAKEN: ReadonlySet<string> = new Set(['ORA-00054', 'ORA-00060', 'ORA-08177', 'ORA-30006'])

const causeOf = ({ cause }: Failure): string => (cause instanceof Error ? cause.message : '')
