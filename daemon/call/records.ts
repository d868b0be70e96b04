import type { Act, AlertFact, CallContext } from '../dialogue/port.js'
import type { Language } from '../domain/expected.js'
import type { CallId } from '../domain/ids.js'
import type { Disposition, Identity } from '../domain/outcome.js'
import type { Ms } from '../domain/units.js'
import type { Patient, Store, TaskRecord, TurnRecord } from '../store/port.js'
import type { Outbox } from './outbox.js'
import type { CallObserver } from './port.js'

/** What stays of a call: everything the dialogue decides goes through here to the store, in its order, each committed. */
export class Records {
  disposition: Disposition | undefined
  identity: Identity = 'not-reached'
  recordingStartMs: Ms | undefined
  private seq = 0
  private readonly held: TurnRecord[] = []
  private readonly store: Store
  private readonly callId: CallId
  patient: Patient | undefined
  private readonly number: string | undefined
  private ward: string
  private readonly now: () => Date
  private readonly observer: CallObserver
  private readonly outbox: Outbox

  constructor(parts: {
    store: Store
    callId: CallId
    patient?: Patient
    number?: string
    ward: string
    now: () => Date
    observer: CallObserver
    outbox: Outbox
  }) {
    this.store = parts.store
    this.callId = parts.callId
    this.patient = parts.patient
    this.number = parts.number
    this.ward = parts.ward
    this.now = parts.now
    this.observer = parts.observer
    this.outbox = parts.outbox
  }

  /** A call that came in is this patient's. */
  identified(patient: Patient, ward: string): void {
    this.patient = patient
    this.ward = ward
  }

  /** The callee's words are held back until the identity is settled: a third party's are kept as the outcome only. */
  async turn(turn: Omit<TurnRecord, 'seq'>): Promise<void> {
    const record = { seq: this.seq++, ...turn }
    this.observer.turn?.(record)
    if (record.speaker === 'patient' && !this.settled) this.held.push(record)
    else await this.store.addTurn(this.callId, record)
  }

  /** The end of the call: turns of somebody who was never verified are kept without their words. */
  async close(): Promise<void> {
    for (const turn of this.held.splice(0)) await this.store.addTurn(this.callId, { ...turn, text: '' })
  }

  private get settled(): boolean {
    return this.identity === 'verified' || this.identity === 'caregiver-verified'
  }

  async recording(path: string, startMs: Ms): Promise<void> {
    this.recordingStartMs = startMs
    await this.store.updateCall(this.callId, { recordingPath: path, recordingStartMs: startMs })
  }

  /** Commits what one act leaves behind; acts that are not for the store are none of its business. */
  async keep(act: Act): Promise<void> {
    const at = this.now()
    switch (act.type) {
      case 'identity':
        return this.settle(act.identity)
      case 'consent':
        return this.store.addConsent(this.callId, {
          kind: act.kind,
          given: act.given,
          textVersion: act.textVersion,
          at,
        })
      case 'answer':
        return this.store.putAnswer(this.callId, act.answer)
      case 'alert':
        await this.raise(act.alert, at)
        this.observer.alerted?.(act.alert.rule, act.alert.urgency)
        return
      case 'task':
        await this.outbox.commit(() => this.store.addTask(this.task(act, at)))
        return this.mark(act.kind, at)
      case 'prosody':
        // Whoever else is on the line may have asked: then it holds for this call alone.
        return this.identity === 'verified' ? this.keepProsody(act.tempo, act.gainDb) : undefined
      case 'keep-language':
        return this.keepLanguage(act.language)
      case 'opt-out':
        return this.optOut(act.scope, at)
      case 'score':
        return this.store.updateCall(this.callId, {
          score: { score: act.score, complete: act.complete, band: act.band },
        })
      case 'hang-up':
      case 'leave':
        this.disposition = act.disposition
        return
      case 'say':
      case 'listen':
      case 'claim':
      case 'language':
      case 'start-recording':
      case 'transfer':
      case 'transfer-stop':
      case 'join':
        return
    }
  }

  private async settle(identity: Identity): Promise<void> {
    this.identity = identity
    await this.store.updateCall(this.callId, { identity })
    if (this.settled) for (const turn of this.held.splice(0)) await this.store.addTurn(this.callId, turn)
  }

  private async keepProsody(tempo: number, gainDb: number): Promise<void> {
    if (this.patient !== undefined) await this.store.setProsody(this.patient.id, tempo, gainDb)
  }

  private async keepLanguage(language: Language): Promise<void> {
    if (this.patient !== undefined) await this.store.setLanguage(this.patient.id, language)
  }

  /** A caller who withholds the number has none to be spared; the task tells a nurse. */
  private async optOut(scope: 'patient' | 'number', at: Date): Promise<void> {
    const patient = this.patient === undefined ? {} : { patientId: this.patient.id }
    const number = this.number === undefined ? {} : { number: this.number }
    if (scope === 'patient' ? this.patient : this.number)
      await this.store.addOptOut({ scope, ...patient, ...number, at })
  }

  private raise(alert: AlertFact, at: Date): Promise<void> {
    const fact = { ...alert, ward: this.ward, at, recordingSecond: this.second(alert.atMs) }
    return this.outbox.commit(() => this.store.raiseAlert(this.callId, fact))
  }

  private task(act: Extract<Act, { type: 'task' }>, createdAt: Date): Omit<TaskRecord, 'id'> {
    return {
      kind: act.kind,
      ...(this.patient === undefined ? {} : { patientId: this.patient.id }),
      callId: this.callId,
      ward: this.ward,
      createdAt,
      ...(act.note === undefined ? {} : { note: act.note }),
      ...(act.notBefore === undefined ? {} : { notBefore: act.notBefore }),
    }
  }

  /** Second of the recording, or null where nothing was being recorded. */
  private second(atMs: Ms | undefined): number | null {
    if (atMs === undefined || this.recordingStartMs === undefined || atMs < this.recordingStartMs) return null
    return (atMs - this.recordingStartMs) / 1000
  }

  /** Calls stop for someone who died or is back in hospital (CLINICAL.md, Requests). */
  private async mark(kind: string, at: Date): Promise<void> {
    if (this.patient === undefined) return
    if (kind === 'deceased') await this.store.markPatient(this.patient.id, 'deceased', at)
    if (kind === 'readmitted') await this.store.markPatient(this.patient.id, 'readmitted', at)
  }
}

export function contextOf(
  patient: Patient,
  hospital: CallContext['hospital'],
  local: { nowLocal: string; nightWeekendOrHoliday: boolean },
  extra: Partial<Pick<CallContext, 'startAt' | 'nurseAvailable' | 'nurseRings' | 'earlier'>> = {},
): CallContext {
  return {
    language: patient.language,
    person: personOf(patient),
    hospital,
    tempo: patient.tempo,
    gainDb: patient.gainDb,
    ...local,
    ...extra,
  }
}

/** What the dialogue may know of a patient. */
export const personOf = (patient: Patient): CallContext['person'] => ({
  givenName: patient.givenName,
  familyName: patient.familyName,
  birthDate: patient.birthDate,
  caregivers: patient.caregivers,
  ...(patient.sex === undefined ? {} : { sex: patient.sex }),
  ...(patient.title === undefined ? {} : { title: patient.title }),
  ...(patient.spokenName === undefined ? {} : { spokenName: patient.spokenName }),
})
