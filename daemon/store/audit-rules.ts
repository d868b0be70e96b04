import type { Failure } from '../domain/failure.js'
import type { CallId } from '../domain/ids.js'
import type { Deed } from './audit.js'
import type { Settled } from './lifecycle/import.js'
import type { Accepted } from './port.js'
import type { Records } from './records.js'

type Args<M extends keyof Records> = Parameters<Records[M]>
type Result<M extends keyof Records> = Awaited<ReturnType<Records[M]>>
/** What one use of a method leaves in the trail. */
type Tells<M extends keyof Records> = (result: Result<M>, ...args: Args<M>) => readonly Deed[]

export type Rule<M extends keyof Records> =
  /**
   * It changes records in one transaction whose result is the method's: the entry is part of it. `stands`: a patient's safety hangs
   * on it, so a trail that will not take the entry does not undo it.
   */
  | {
      readonly change: Tells<M>
      readonly stands?: true
      readonly once?: (...args: Args<M>) => string
      readonly refused?: (failure: Failure, ...args: Args<M>) => Deed
    }
  /** It shows records: the entry is written before they are handed out. `persons`: what the daemon looks at for itself is no disclosure. */
  | { readonly read: Tells<M>; readonly stands?: true; readonly persons?: true }
  /** It changes records in several transactions: the entry tells the sum of them, behind the last. */
  | { readonly done: Tells<M> }
  /** Nothing of a patient goes through it. */
  | 'unaudited'

const ofCall =
  (action: Deed['action'], facts?: (...args: readonly never[]) => Deed['facts']) =>
  (_: unknown, callId: CallId, ...rest: readonly unknown[]): readonly Deed[] => {
    const told = facts?.(...(rest as readonly never[]))
    return [{ action, callId, ...(told && { facts: told }) }]
  }

/** Every method of the records and what it leaves: a new one does not compile before somebody has decided. */
export const AUDIT_RULES: { readonly [M in keyof Records]: Rule<M> } = {
  addPatient: { change: patientId => [{ action: 'patient.added', patientId }] },
  patient: { read: (_, patientId) => [{ action: 'patient.read', patientId }] },
  findPatients: { read: found => searched(found, 'name'), persons: true },
  findByNationalNumber: { read: found => searched(found, 'national-number'), persons: true },
  patients: { read: page => [{ action: 'patient.listed', patientIds: page.map(({ id }) => id) }], persons: true },
  setProsody: { change: (_, patientId) => [changed(patientId, 'prosody')] },
  setLanguage: { change: (_, patientId) => [changed(patientId, 'language')] },
  markPatient: { change: (_, patientId, what) => [{ action: 'patient.marked', patientId, facts: { as: what } }] },

  addEncounter: { change: (subjectId, { patientId }) => [{ action: 'encounter.added', patientId, subjectId }] },
  staysOf: { read: (_, patientId) => [{ action: 'patient.read', patientId }], persons: true },
  addDueCall: { change: (subjectId, { patientId }) => [{ action: 'due-call.added', patientId, subjectId }] },
  dueCall: {
    read: ({ patientId, id }) => [{ action: 'due-call.read', patientId, subjectId: id }],
    persons: true,
  },

  openAttempt: { change: (_, { id }) => [{ action: 'call.opened', callId: id }], refused: refusedCall },
  giveUpAttempt: { change: (_, { id }) => [{ action: 'call.closed', callId: id }], refused: refusedCall },
  openReceived: { change: (_, { id }) => [{ action: 'call.opened', callId: id }] },
  claim: { change: ofCall('call.changed', () => ({ what: 'patient' })) },
  updateCall: { change: ofCall('call.changed', (changes: object) => ({ what: Object.keys(changes).join() })) },
  closeCall: {
    change: ofCall('call.closed', ({ disposition }: { disposition: string }) => ({ disposition })),
    stands: true,
  },
  closeInterruptedCalls: {
    stands: true,
    change: closed =>
      closed.map(({ id }) => ({ action: 'call.closed', callId: id, facts: { disposition: 'interrupted' } })),
  },
  // Some hundred of these make one call: that the daemon wrote down what was said is one fact.
  addTurn: { change: ofCall('call.transcribed'), once: callId => callId },
  // An answer may hold the alerts that it raises unless it is corrected.
  putAnswer: { change: ofCall('call.answered'), once: callId => callId, stands: true },
  addConsent: {
    change: ofCall('consent.added', ({ kind, given }: { kind: string; given: boolean }) => ({ kind, given })),
  },
  addOptOut: {
    change: (_, { scope, patientId }) => [
      { action: 'opt-out.added', ...(patientId && { patientId }), facts: { scope } },
    ],
  },
  raiseAlert: {
    stands: true,
    change: (alertId, callId, { rule, urgency }) => [
      { action: 'alert.raised', callId, facts: { alertId, rule, urgency } },
    ],
  },
  addAlertStep: {
    change: ofCall('alert.followed-up', (_key: string, { kind }: { kind: string }) => ({ kind })),
    stands: true,
  },
  acknowledgeAlert: { change: (_, alertId) => [{ action: 'alert.acknowledged', alertId }], stands: true },
  openAlerts: {
    read: alerts => [{ action: 'alert.listed', facts: { calls: alerts.map(({ callId }) => callId).join() } }],
    stands: true,
    persons: true,
  },
  addTask: {
    stands: true,
    change: (subjectId, { kind, callId, patientId }) => [
      { action: 'task.added', subjectId, ...(callId && { callId }), ...(patientId && { patientId }), facts: { kind } },
    ],
  },

  // The schedule's own bookkeeping, by the second: whom it concerns is told when the call is opened or given up.
  dueNow: 'unaudited',
  claimDue: 'unaudited',
  releaseDue: 'unaudited',
  postponeDue: 'unaudited',
  reclaimLapsed: 'unaudited',
  unknownProtocols: 'unaudited',
  pauses: 'unaudited',
  wardStates: 'unaudited',
  beat: 'unaudited',
  giveUpDue: { change: (_, dueCallId) => [{ action: 'due-call.changed', dueCallId, facts: { what: 'given-up' } }] },
  expireDue: {
    change: times => (times > 0 ? [{ action: 'due-call.changed', facts: { what: 'expired', times } }] : []),
  },
  giveUpUnknown: {
    change: found =>
      [...found].map(([id, times]) => ({ action: 'due-call.changed', facts: { what: 'given-up', id, times } })),
  },
  pause: {
    change: (_, _at, ward) => [{ action: 'configuration.changed', facts: { what: 'pause', ward: ward ?? '*' } }],
  },
  resume: { change: (_, ward) => [{ action: 'configuration.changed', facts: { what: 'resume', ward: ward ?? '*' } }] },

  erasePatient: {
    change: ({ resultsErased }, patientId, { ground }) => [
      { action: 'patient.erased', patientId, facts: { ground, resultsErased } },
    ],
  },
  exportPerson: { read: (_, patientId) => [{ action: 'patient.exported', patientId }] },
  erasures: 'unaudited',
  // Of a restore: the sound files lie in another folder.
  moveRecordings: 'unaudited',
  dueRecordings: 'unaudited',
  recordingPaths: 'unaudited',
  forgetRecordings: {
    change: (_, ids) => ids.map(callId => ({ action: 'recording.removed', callId })),
  },
  eraseTranscripts: { done: (times, _keeping, _now, { dry }) => removed('transcripts', times, dry) },
  eraseOldRecords: { done: ({ patients }, _keeping, _now, { dry }) => removed('patients', patients, dry) },
  eraseSettledLetters: { done: (times, _now, { dry }) => removed('letters', times, dry) },

  // Many transactions, and any of them may be the last: each batch tells how far the file has come.
  importPatients: { change: (batch: unknown) => imported(batch) },
  acceptDischarges: { change: list => list.flatMap(one => discharged('encounter.added', one)) },
  updateAdmitted: { change: one => discharged('patient.changed', one) },
  cancelStay: { change: one => discharged('encounter.changed', one) },
  readmit: { change: one => discharged('patient.marked', one) },
  markDead: { change: one => discharged('patient.marked', one) },
  mergePatients: { change: one => discharged('patient.changed', one) },
  patientKnownAs: 'unaudited',
  dueCallsOf: { read: (_, patientId) => [{ action: 'due-call.read', patientId }], persons: true },
  // Of messages the keeping and counting; who reads one sees what stands in it.
  isDone: 'unaudited',
  markDone: 'unaudited',
  keepDeadLetter: 'unaudited',
  deadLetters: 'unaudited',
  deadLetter: { read: (_, subjectId) => [{ action: 'message.read', subjectId }] },
  settleDeadLetter: { change: (_, subjectId, how) => [{ action: 'message.settled', subjectId, facts: { how } }] },
  settleDeadLettersOf: 'unaudited',

  candidates: { read: found => searched(found, 'caller-id') },
  result: { read: ({ call }) => [{ action: 'call.read', callId: call.id }], persons: true },
  latestResults: {
    read: found => [
      {
        action: 'call.listed',
        patientIds: [...new Set(found.flatMap(({ patientId }) => (patientId === undefined ? [] : [patientId])))],
      },
    ],
    persons: true,
  },
  openCalls: {
    read: found => [{ action: 'call.listed', facts: { calls: found.map(({ id }) => id).join() } }],
    persons: true,
  },
  earlierAnswers: { read: (_, dueCallId) => [{ action: 'due-call.read', subjectId: dueCallId }], persons: true },

  keepProtocol: {
    change: (_, { id, version }) => [{ action: 'protocol.changed', facts: { id, version } }],
    once: ({ id, version }) => `${id} ${version}`,
  },
  protocolText: 'unaudited',
}

const searched = (found: readonly { readonly id: NonNullable<Deed['patientId']> }[], by: string): readonly Deed[] => [
  { action: 'patient.searched', patientIds: found.map(({ id }) => id), facts: { by } },
]

const discharged = (action: Deed['action'], { outcome, patientId, encounterId, calls }: Accepted): readonly Deed[] =>
  patientId === undefined
    ? []
    : [{ action, patientId, ...(encounterId && { subjectId: encounterId }), facts: { outcome, calls } }]

function imported(batch: unknown): readonly Deed[] {
  const { state, added } = batch as Partial<Settled>
  if (state === undefined || added === undefined) return []
  const whom = added.length > 0 && { patientIds: added }
  return [{ action: 'records.imported', ...whom, facts: { lines: state.lastLine, taken: added.length } }]
}

const removed = (what: string, times: number, dry: boolean): readonly Deed[] =>
  dry || times === 0 ? [] : [{ action: 'records.removed', facts: { what, times } }]

const changed = (patientId: NonNullable<Deed['patientId']>, what: string): Deed => ({
  action: 'patient.changed',
  patientId,
  facts: { what },
})

function refusedCall(
  { facts }: Failure,
  attempt: Pick<Args<'openAttempt'>[0], 'patientId' | 'id' | 'dueCallId'>,
): Deed {
  const { patientId, id, dueCallId } = attempt
  return { action: 'call.refused', patientId, subjectId: id, facts: { dueCallId, reason: facts.reason ?? '' } }
}
