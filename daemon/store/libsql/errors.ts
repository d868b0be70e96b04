import { statfsSync } from 'node:fs'
import { Failure, type FailureCode } from '../../domain/failure.js'

/** What the daemon wants free before it goes on writing: WAL and an hour of stereo recordings. */
const ROOM_MB = 100
const BYTES_PER_MB = 1024 * 1024

/** Drizzle wraps the driver's error, whose code is all that is wanted. */
function codeOf(thrown: unknown): string | undefined {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++)
    if ('code' in error && typeof error.code === 'string') return error.code
  return undefined
}

/** SQLite's extended result codes (sqlite.org/rescode.html) for a row that it does not take. */
const REFUSALS: Readonly<Record<string, FailureCode>> = {
  SQLITE_CONSTRAINT_UNIQUE: 'store/duplicate',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'store/duplicate',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'store/reference',
  SQLITE_CONSTRAINT_NOTNULL: 'store/incomplete',
  SQLITE_CONSTRAINT_CHECK: 'store/refused',
  SQLITE_CONSTRAINT_TRIGGER: 'store/refused',
}

function extendedCodeOf(thrown: unknown): string {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++)
    if ('extendedCode' in error && typeof error.extendedCode === 'string') return error.extendedCode
  return ''
}

export const isLocked = (thrown: unknown): boolean => {
  const code = codeOf(thrown)
  return code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED'
}

/**
 * The Failure for whatever a query threw. Drizzle's message holds the query's parameters, so a patient's name: neither it nor
 * the original error is kept, only SQLite's code.
 */
export function storeFailure(thrown: unknown, folder: string): Failure {
  if (thrown instanceof Failure) return thrown
  const code = codeOf(thrown) ?? 'UNKNOWN'
  const cause = new Error(code)
  const full = code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT'
  if (full || (code === 'SQLITE_IOERR' && freeMb(folder) < 1))
    return new Failure('disk/full', { neededMb: ROOM_MB, folder }, { cause })
  if (isLocked(thrown)) return new Failure('store/busy', {}, { cause })
  // What is encrypted looks like no database to whoever has another key or none.
  if (code === 'SQLITE_NOTADB') return new Failure('store/file-key', {}, { cause })
  return new Failure(REFUSALS[extendedCodeOf(thrown)] ?? 'store/unavailable', {}, { cause })
}

function freeMb(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return (bavail * bsize) / BYTES_PER_MB
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
