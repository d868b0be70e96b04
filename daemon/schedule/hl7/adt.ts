import type { AdmittedPatient, Discharge, ExternalId, Stay } from '../../domain/discharge.js'
import { Failure } from '../../domain/failure.js'
import { type Message, only, required, type Segment } from './message.js'
import { type Naming, patientId, patientOf } from './person.js'
import { instantOf } from './times.js'

/** What an ADT message says that concerns the calls. */
export type Event =
  | ({ readonly type: 'discharged' } & Discharge)
  /** Read only where the patient is known: a hospital updates everybody, and what is said of strangers need not be whole. */
  | {
      readonly type: 'updated'
      readonly patientId: ExternalId
      readonly read: () => { readonly patient: AdmittedPatient; readonly stay?: Stay }
    }
  | {
      readonly type: 'cancelled'
      readonly what: 'admission' | 'discharge'
      readonly patientId: ExternalId
      readonly stayId: ExternalId
    }
  | { readonly type: 'admitted'; readonly patientId: ExternalId; readonly stayId: ExternalId; readonly at: Date }
  | { readonly type: 'merged'; readonly kept: ExternalId; readonly retired: ExternalId }

/** With the patient's death, whatever else a message says. */
export interface Admission {
  readonly events: readonly Event[]
  /** The patient died (PID-29, PID-30), at this instant where it is told. */
  readonly death?: { readonly patientId: ExternalId; readonly at: Date }
}

/** HL7 v2.5 chapter 3. A01 tells of a readmission; the rest is what the calls are planned by. */
const EVENTS = ['A01', 'A03', 'A08', 'A11', 'A13', 'A40'] as const

/**
 * Reads an ADT message. Throws Failure hl7/event for an event that is not read here, hl7/segment and hl7/field for a message
 * that lacks what its event needs, or says it twice.
 */
export function readAdt(message: Message, naming: Naming): Admission {
  const { segments, header } = message
  const event = EVENTS.find(known => known === (header.text(9, 2) ?? first(segments, 'EVN')?.text(1)))
  if (event === undefined) throw new Failure('hl7/event', { event: printable(header.text(9, 2)) })
  if (event === 'A40') return { events: mergesIn(segments, naming) }
  const pid = only(segments, 'PID')
  const id = patientId(pid, 3, naming)
  const toldAt = instantOf(required(timeOf(segments) ?? header.text(7), 'EVN-2'), 'EVN-2')
  const died = pid.text(30)?.toUpperCase() === 'Y' || pid.text(29) !== undefined
  const diedAt = pid.text(29)
  return {
    events: [eventOf(event, segments, id, toldAt, naming)],
    ...(died && { death: { patientId: id, at: diedAt === undefined ? toldAt : instantOf(diedAt, 'PID-29') } }),
  }
}

function eventOf(
  event: Exclude<(typeof EVENTS)[number], 'A40'>,
  segments: readonly Segment[],
  id: ExternalId,
  toldAt: Date,
  naming: Naming,
): Event {
  switch (event) {
    case 'A03':
      return { type: 'discharged', patient: patientOf(segments, naming), stay: stayOf(segments, naming, toldAt) }
    case 'A08': {
      const hasLeft = first(segments, 'PV1')?.text(45) !== undefined
      const read = () => ({
        patient: patientOf(segments, naming),
        ...(hasLeft && { stay: stayOf(segments, naming, toldAt) }),
      })
      return { type: 'updated', patientId: id, read }
    }
    case 'A11':
    case 'A13': {
      const what = event === 'A11' ? 'admission' : 'discharge'
      return { type: 'cancelled', what, patientId: id, stayId: stayId(segments, naming) }
    }
    case 'A01': {
      const admittedAt = only(segments, 'PV1').text(44)
      const at = admittedAt === undefined ? toldAt : instantOf(admittedAt, 'PV1-44')
      return { type: 'admitted', patientId: id, stayId: stayId(segments, naming), at }
    }
  }
}

/** When it happened (EVN-6), else when it was recorded (EVN-2). */
const timeOf = (segments: readonly Segment[]): string | undefined => {
  const evn = first(segments, 'EVN')
  return evn?.text(6) ?? evn?.text(2)
}

/** The visit's number (PV1-19), else the account's (PID-18). */
function stayId(segments: readonly Segment[], naming: Naming): ExternalId {
  const [pv1, pid] = [only(segments, 'PV1'), only(segments, 'PID')]
  const [segment, field] = pv1.text(19) === undefined ? ([pid, 18] as const) : ([pv1, 19] as const)
  const authority = segment.text(field, 4) ?? naming.authority
  return { authority, number: required(segment.text(field), 'PV1-19') }
}

function stayOf(segments: readonly Segment[], naming: Naming, toldAt: Date): Stay {
  const pv1 = only(segments, 'PV1')
  const left = pv1.text(45)
  const codes = (name: string): string[] =>
    segments.flatMap(segment => (segment.name === name ? (segment.text(3) ?? []) : []))
  const words = (name: string, field: number): string | undefined => first(segments, name)?.text(field, 2)
  const reason = words('PR1', 3) ?? words('DG1', 3) ?? first(segments, 'DG1')?.text(4) ?? words('PV2', 3)
  const [site, kind, disposition] = [pv1.text(3, 4), pv1.text(2), pv1.text(36)]
  return {
    id: stayId(segments, naming),
    ward: required(pv1.text(3), 'PV1-3.1'),
    dischargedAt: left === undefined ? toldAt : instantOf(left, 'PV1-45'),
    procedures: codes('PR1'),
    diagnoses: codes('DG1'),
    ...(site === undefined ? {} : { site }),
    ...(reason === undefined ? {} : { reason }),
    ...(kind === undefined ? {} : { kind }),
    ...(disposition === undefined ? {} : { disposition }),
  }
}

/** HL7 v2.5 section 3.3.40: any number of patients, each kept one (PID) followed by the one merged into it (MRG). */
function mergesIn(segments: readonly Segment[], naming: Naming): Event[] {
  const merges: Event[] = []
  let kept: ExternalId | undefined
  for (const segment of segments) {
    if (segment.name === 'PID') {
      if (kept !== undefined) throw new Failure('hl7/segment', { segment: 'MRG', reason: 'missing' })
      kept = patientId(segment, 3, naming)
    }
    if (segment.name !== 'MRG') continue
    if (kept === undefined) throw new Failure('hl7/segment', { segment: 'PID', reason: 'missing' })
    merges.push({ type: 'merged', kept, retired: patientId(segment, 1, naming) })
    kept = undefined
  }
  if (kept !== undefined) throw new Failure('hl7/segment', { segment: 'MRG', reason: 'missing' })
  if (merges.length === 0) throw new Failure('hl7/segment', { segment: 'PID', reason: 'missing' })
  return merges
}

const first = (segments: readonly Segment[], name: string): Segment | undefined =>
  segments.find(segment => segment.name === name)

/** A code as it may stand in an error: what is none may be anything. */
export const printable = (code: string | undefined): string =>
  /^[A-Z0-9.]{1,8}$/.test(code ?? '') ? (code ?? '') : '?'
