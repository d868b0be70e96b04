import { and, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm'
import { Failure } from '../domain/failure.js'
import type { PatientId } from '../domain/ids.js'
import { blindlyEqual, PHONE } from './blind-indexes.js'
import type { Queries } from './connection.js'
import type { Ground } from './ground.js'
import { neverRungNumber } from './lifecycle/never-rung.js'
import { idsOf } from './one-person.js'
import type { Store } from './port.js'
import { calls, dueCalls, encounters, optOuts, patients } from './schema.js'

/** Why a call may not be made: the `reason` of Failure call/not-allowed. */
export type Refusal =
  | 'opened-before'
  | 'deceased'
  | 'readmitted'
  | 'opted-out'
  | 'number-opted-out'
  | 'on-the-line'
  | 'cancelled'
  | 'expired'
  | 'done'
  | 'claimed'

/**
 * What forbids this attempt, or undefined. Asked inside the transaction that writes the attempt, so two daemons cannot both
 * be told yes. A readmission forbids the calls of the stays before it, not those of the stay that it began.
 */
export async function refusal(
  ground: Ground,
  tx: Queries,
  attempt: Parameters<Store['giveUpAttempt']>[0],
): Promise<Refusal | undefined> {
  const { id, dueCallId, patientId } = attempt
  const [before] = await tx.select({ id: calls.id }).from(calls).where(eq(calls.id, id))
  if (before !== undefined) return 'opened-before'

  const [due] = await tx
    .select({
      state: dueCalls.state,
      lease: dueCalls.lease,
      dischargedAt: encounters.dischargedAt,
      readmittedAt: patients.readmittedAt,
    })
    .from(dueCalls)
    .innerJoin(encounters, eq(encounters.id, dueCalls.encounterId))
    .innerJoin(patients, eq(patients.id, dueCalls.patientId))
    .where(and(eq(dueCalls.id, dueCallId), eq(dueCalls.patientId, patientId)))
  if (due === undefined) throw new Failure('store/not-found', { what: 'due call' })
  const ids = await idsOf(tx, patientId)
  const [died] = await tx
    .select({ id: patients.id })
    .from(patients)
    .where(and(inArray(patients.id, [...ids]), isNotNull(patients.deceasedAt)))
  if (died !== undefined) return 'deceased'
  if (due.readmittedAt !== null && due.readmittedAt >= due.dischargedAt) return 'readmitted'

  const standing = await standingOptOuts(ground, tx, patientId, attempt.number ?? null)
  if (standing.some(({ scope }) => scope === 'patient')) return 'opted-out'
  const never = attempt.number !== undefined && (await neverRungNumber(ground, tx, attempt.number))
  if (standing.length > 0 || never) return 'number-opted-out'

  const [talking] = await tx
    .select({ id: calls.id })
    .from(calls)
    .where(and(isNull(calls.endedAt), or(inArray(calls.patientId, [...ids]), callsUs(ground, attempt.number))))
  if (talking !== undefined) return 'on-the-line'

  if (due.state !== 'due' && due.state !== 'claimed') return due.state
  return attempt.lease === (due.lease ?? undefined) ? undefined : 'claimed'
}

/** Whoever calls from this number is perhaps the patient, not asked yet who it is. */
const callsUs = ({ vault }: Ground, number: string | undefined) =>
  number === undefined
    ? undefined
    : and(eq(calls.direction, 'inbound'), blindlyEqual(vault, calls.phoneIndex, PHONE, number))

/** What the patient, or whoever has this number, asked for and no nurse has lifted. */
export const standingOptOuts = async ({ vault }: Ground, tx: Queries, patientId: PatientId, number: string | null) =>
  tx
    .select({ scope: optOuts.scope })
    .from(optOuts)
    .where(
      and(
        isNull(optOuts.liftedAt),
        or(
          and(eq(optOuts.scope, 'patient'), inArray(optOuts.patientId, [...(await idsOf(tx, patientId))])),
          number === null
            ? undefined
            : and(eq(optOuts.scope, 'number'), blindlyEqual(vault, optOuts.phoneIndex, PHONE, number)),
        ),
      ),
    )
