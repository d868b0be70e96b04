import { Failure } from '../../domain/failure.js'
import type { TableRow } from '../../store/port.js'
import type { DischargeResult, Discharges } from './port.js'
import { type DischargeField, dischargeOf } from './rows.js'

/** So many are one transaction: a flush to the disk costs as much as writing ten of them, and nobody else writes meanwhile. */
const BATCH = 100

/** What became of a file. */
export interface Imported {
  readonly rows: number
  readonly outcomes: Readonly<Partial<Record<DischargeResult['outcome'], number>>>
  /** Calls that are due because of it. */
  readonly calls: number
  /** Patients none of whose numbers can be rung. */
  readonly withoutNumber: number
  /** By line of the file, as an editor shows it. */
  readonly refused: readonly { readonly line: number; readonly failure: Failure }[]
}

/**
 * Takes a file of discharges in, a hundred rows a transaction; rows that are refused leave the others alone, and the same file again
 * changes nothing. `authority` is whose numbers those are that name no system. Throws Failure store/*.
 */
export async function importDischarges(
  discharges: Discharges,
  rows: AsyncIterable<TableRow<DischargeField>>,
  authority: string,
): Promise<Imported> {
  const outcomes: Partial<Record<DischargeResult['outcome'], number>> = {}
  const refused: { line: number; failure: Failure }[] = []
  const total = { rows: 0, calls: 0, withoutNumber: 0 }
  let batch: { readonly line: number; readonly discharge: ReturnType<typeof dischargeOf> }[] = []
  const flush = async (): Promise<void> => {
    const results = await discharges.acceptAll(batch.map(({ discharge }) => discharge))
    for (const [at, result] of results.entries()) {
      const line = batch[at]?.line ?? 0
      if (result instanceof Failure) refused.push({ line, failure: result })
      else {
        outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1
        total.calls += result.calls
        total.withoutNumber += result.withoutNumber === true ? 1 : 0
      }
    }
    batch = []
  }
  for await (const row of rows) {
    total.rows++
    try {
      if ('unreadable' in row) throw new Failure('discharge/unreadable', { reason: row.unreadable })
      batch.push({ line: row.line, discharge: dischargeOf(row.cells, authority) })
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause
      refused.push({ line: row.line, failure: cause })
    }
    if (batch.length >= BATCH) await flush()
  }
  if (batch.length > 0) await flush()
  return { ...total, outcomes, refused: refused.sort((a, b) => a.line - b.line) }
}
