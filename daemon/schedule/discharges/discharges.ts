import type { AdmittedPatient, Discharge, Stay } from '../../domain/discharge.js'
import { Failure } from '../../domain/failure.js'
import {
  type Accepted,
  type DischargeRecords,
  NOT_FOLLOWED_UP,
  type SettledDischarge,
  type SettledStay,
  type StayPlan,
} from '../../store/port.js'
import type { DischargeResult, Discharges, NumberRefusal } from './port.js'
import { applyRules, type Rules, saysDead } from './rules.js'

/** Clocks of two systems differ by minutes; beyond this a discharge is announced, not done. */
const AHEAD_MS = 3_600_000
/** Nobody older was ever rung. */
const OLDEST_YEARS = 130

export interface DischargeParts {
  readonly store: DischargeRecords
  readonly rules: () => Rules
  /** The protocols at hand. */
  readonly protocols: () => readonly string[]
  readonly plan: StayPlan
  /** A number as it is written, in E.164 or why not. */
  readonly readNumber: (text: string) => { readonly e164: string } | { readonly refused: NumberRefusal }
  /** Of a discharge that names no site, where the rules name none either. */
  readonly site: string
  readonly now: () => Date
}

/** See {@link Discharges}. */
export function createDischarges(parts: DischargeParts): Discharges {
  const { store, plan } = parts
  const simply = async (change: ReturnType<DischargeRecords['markDead']>): Promise<DischargeResult> => ({
    ...(await change),
    refusedNumbers: [],
  })

  const accept = async (discharge: Discharge): Promise<DischargeResult> => {
    if (saysDead(parts.rules(), discharge.stay))
      return simply(store.markDead(discharge.patient.id, discharge.stay.dischargedAt))
    const told = settle(parts, discharge)
    const [accepted] = await store.acceptDischarges([told.settled], plan)
    const result = resultOf(accepted, told)
    if (result instanceof Failure) throw result
    return result
  }

  return {
    accept,

    async acceptAll(discharges) {
      const read = discharges.map(one => attempt(() => settle(parts, one)))
      const settled = read.flatMap(one => (one instanceof Failure ? [] : one.settled))
      const dead = discharges.some(({ stay }) => saysDead(parts.rules(), stay))
      if (dead) return oneByOne(discharges, accept)
      const accepted = [...(await store.acceptDischarges(settled, plan))]
      return read.map(one => (one instanceof Failure ? one : resultOf(accepted.shift(), one)))
    },

    async update(patient, stay) {
      if (stay !== undefined && saysDead(parts.rules(), stay))
        return simply(store.markDead(patient.id, stay.dischargedAt))
      const { checked, refusedNumbers } = checkPatient(parts, patient)
      const settled = stay && settleStay(parts, stay)
      return { ...(await store.updateAdmitted(checked, settled, plan)), refusedNumbers }
    },

    cancel: which => simply(store.cancelStay(which, plan)),
    admit: which => simply(store.readmit(which)),
    died: (patientId, at) => simply(store.markDead(patientId, at)),
    merge: (kept, retired) => simply(store.mergePatients(kept, retired)),
    isKnown: async patientId => (await store.patientKnownAs(patientId)) !== undefined,
  }
}

interface Told {
  readonly settled: SettledDischarge
  readonly refusedNumbers: readonly NumberRefusal[]
}

function resultOf(accepted: Accepted | undefined, { settled, refusedNumbers }: Told): DischargeResult | Failure {
  // Kept, but somebody must look: either the death was noted in error, or the discharge was.
  if (accepted === undefined || accepted.outcome === 'deceased') return new Failure('discharge/deceased')
  const { patient, stay } = settled
  if (stay.protocol === NOT_FOLLOWED_UP)
    return { ...accepted, outcome: accepted.outcome === 'ended' ? 'ended' : 'not-called', refusedNumbers }
  return { ...accepted, refusedNumbers, ...((patient.phones ?? []).length === 0 && { withoutNumber: true }) }
}

async function oneByOne(discharges: readonly Discharge[], accept: Discharges['accept']) {
  const results: (DischargeResult | Failure)[] = []
  for (const one of discharges)
    results.push(
      await accept(one).catch((cause: unknown) => {
        if (cause instanceof Failure && isOfRow(cause)) return cause
        throw cause
      }),
    )
  return results
}

/** Of what stands in the row, not of the database or its disk, which would refuse the next one too. */
const isOfRow = ({ code }: Failure): boolean => !code.startsWith('store/') && !code.startsWith('disk/')

function attempt<T>(work: () => T): T | Failure {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof Failure) return cause
    throw cause
  }
}

/** Checked, with site, ward and protocol chosen. */
function settle(parts: DischargeParts, { patient, stay }: Discharge): Told {
  const { checked, refusedNumbers } = checkPatient(parts, patient)
  return { settled: { patient: checked, stay: settleStay(parts, stay) }, refusedNumbers }
}

function settleStay(parts: DischargeParts, stay: Stay): SettledStay {
  const { id, dischargedAt, reason } = stay
  if (id.number.trim() === '') throw new Failure('discharge/incomplete', { field: 'stay' })
  if (Number.isNaN(dischargedAt.getTime())) throw new Failure('discharge/incomplete', { field: 'discharged-at' })
  if (dischargedAt.getTime() > parts.now().getTime() + AHEAD_MS)
    throw new Failure('discharge/future', { field: 'discharged-at' })
  const { site, ward, protocol = NOT_FOLLOWED_UP } = applyRules(parts.rules(), stay, parts.site)
  const known = parts.protocols()
  if (protocol !== NOT_FOLLOWED_UP && !known.includes(protocol))
    throw new Failure('protocol/unknown', { id: protocol, known: known.join(', ') })
  return { id, site, ward, dischargedAt, protocol, ...(reason !== undefined && { reason }) }
}

function checkPatient({ readNumber, now }: DischargeParts, patient: AdmittedPatient) {
  const missing = (['givenName', 'familyName'] as const).find(field => patient[field].trim() === '')
  if (missing !== undefined) throw new Failure('discharge/incomplete', { field: missing })
  if (patient.id.number.trim() === '') throw new Failure('discharge/incomplete', { field: 'patient' })
  if (!isBirthDate(patient.birthDate, now())) throw new Failure('discharge/incomplete', { field: 'birth-date' })
  const { phones: written, ...rest } = patient
  const numbers = written?.map(phone => ({ phone, read: readNumber(phone.number) }))
  const refusedNumbers = numbers?.flatMap(({ read }) => ('refused' in read ? read.refused : [])) ?? []
  const phones = numbers?.flatMap(({ phone, read }) => ('refused' in read ? [] : { ...phone, number: read.e164 }))
  // Numbers of which none can be rung do not take the place of those that can.
  const useless = phones?.length === 0 && refusedNumbers.length > 0
  const checked: AdmittedPatient = { ...rest, ...(phones !== undefined && !useless && { phones: once(phones) }) }
  return { checked, refusedNumbers }
}

const once = <One extends { readonly number: string }>(phones: readonly One[]): readonly One[] =>
  phones.filter(({ number }, at) => phones.findIndex(other => other.number === number) === at)

/** A date of the calendar, not later than today, of somebody who may be alive. */
function isBirthDate(text: string, now: Date): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text)
    return false
  return at <= now && at.getUTCFullYear() >= now.getUTCFullYear() - OLDEST_YEARS
}
