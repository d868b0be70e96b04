import { Failure } from '../../domain/failure.js'
import type { DueCallId, PatientId } from '../../domain/ids.js'
import type { TaskKind } from '../../domain/outcome.js'
import type { Candidate, ClaimedCall, DueCall } from '../../store/port.js'
import type { EngineParts } from '../engine-parts.js'
import type { AttemptTally } from '../port.js'
import { Agenda } from './agenda.js'
import type { ModelPatient } from './population.js'

/** A due call of the model, with what came of it. */
export interface ModelCall extends Omit<Candidate, 'dueAt'> {
  readonly id: DueCallId
  readonly patientId: PatientId
  readonly patient: ModelPatient
  dueAt: Date
  state: DueCall['state']
  tally: AttemptTally
  lease?: string
  /** A nurse's, at the end of it. */
  task?: TaskKind
  endedAt?: Date
  /** How many attempts were made, and the one in which somebody was verified. */
  attempts: number
  reachedAt?: number
}

/**
 * The table of due calls in memory: to the engine the same as the database's, in the same order (store/due-calls-claim.ts), and a
 * thousand times as fast.
 */
export class DueTable {
  readonly #calls = new Map<DueCallId, ModelCall>()
  readonly #wards = new Map<string, Agenda<ModelCall>>()
  readonly #urgent = new Agenda<ModelCall>(dueMs)
  readonly #expiring = new Agenda<ModelCall>(({ notAfter }) => notAfter.getTime())
  #leases = 0

  get all(): readonly ModelCall[] {
    return [...this.#calls.values()]
  }

  add(call: ModelCall): void {
    this.#calls.set(call.id, call)
    this.#expiring.add(call)
    this.#agendaOf(call).add(call)
  }

  find(id: DueCallId): ModelCall {
    return this.#calls.get(id)!
  }

  /** When something is next due; in the past while something waits. */
  get nextDueMs(): number {
    let nextMs = this.#urgent.first?.dueAt.getTime() ?? Number.POSITIVE_INFINITY
    for (const { first } of this.#wards.values()) if (first !== undefined) nextMs = Math.min(nextMs, dueMs(first))
    return nextMs
  }

  /** After an attempt: due again, or over. */
  settle(call: ModelCall, change: Partial<Pick<ModelCall, 'state' | 'dueAt' | 'tally' | 'task' | 'endedAt'>>): void {
    if (call.state === 'due') this.#agendaOf(call).remove(call)
    Object.assign(call, change)
    delete call.lease
    if (call.state === 'due') this.#agendaOf(call).add(call)
    else if (call.state !== 'claimed') this.#expiring.remove(call)
  }

  readonly records: EngineParts['store'] = {
    beat: () => Promise.resolve(),
    pauses: () => Promise.resolve([]),
    reclaimLapsed: () => Promise.resolve(0),
    unknownProtocols: () => Promise.resolve([]),
    giveUpUnknown: () => Promise.resolve(new Map()),

    dueNow: ask => Promise.resolve(this.#dueNow(ask)),

    claimDue: (ids, { now }) =>
      Promise.resolve(
        ids.flatMap((id): readonly ClaimedCall[] => {
          const call = this.#calls.get(id)
          if (call?.state !== 'due' || call.dueAt > now || call.notAfter < now) return []
          this.#agendaOf(call).remove(call)
          call.state = 'claimed'
          call.lease = `lease-${++this.#leases}`
          const { patientId, lease, tally } = call
          return [{ ...call, patientId, lease, attempts: tally.countedAttempts, phone: tally.phoneIndex }]
        }),
      ),

    releaseDue: (id, lease, { dueAt }) => {
      const call = this.#held(id, lease)
      if (call !== undefined) this.settle(call, { state: 'due', dueAt })
      return Promise.resolve()
    },

    postponeDue: (id, dueAt) => {
      const call = this.#calls.get(id)
      if (call?.state === 'due') this.settle(call, { dueAt })
      return Promise.resolve()
    },

    giveUpDue: (id, lease, { at, state, task }) => {
      const call = this.#held(id, lease)
      if (call !== undefined) this.settle(call, { state, endedAt: at, ...(task !== undefined && { task }) })
      return Promise.resolve()
    },

    expireDue: (now, limit) => {
      const late = this.#expiring.upTo(now.getTime() - 1, limit).filter(({ state }) => state === 'due')
      for (const call of late) this.settle(call, { state: 'expired', task: 'expired', endedAt: now })
      return Promise.resolve(late.length)
    },

    patient: id => Promise.reject(new Failure('store/not-found', { what: id })),
  }

  #held(id: DueCallId, lease: string): ModelCall | undefined {
    const call = this.#calls.get(id)
    return call?.state === 'claimed' && call.lease === lease ? call : undefined
  }

  #agendaOf({ urgent, ward }: ModelCall): Agenda<ModelCall> {
    if (urgent) return this.#urgent
    const agenda = this.#wards.get(ward) ?? new Agenda<ModelCall>(dueMs)
    this.#wards.set(ward, agenda)
    return agenda
  }

  #dueNow({ now, limit, after }: Parameters<EngineParts['store']['dueNow']>[0]): readonly Candidate[] {
    const nowMs = now.getTime()
    const found: Candidate[] = [...this.#urgent.upTo(nowMs, limit)]
    const left = limit - found.length
    const due = [...this.#wards].filter(([, { first }]) => first !== undefined && dueMs(first) <= nowMs)
    const turn = due.sort(([a], [b]) => (a < b ? -1 : 1))
    const last = turn.findLastIndex(([name]) => name === after)
    const share = Math.ceil(left / Math.max(1, Math.min(turn.length, left)))
    for (const [, agenda] of [...turn.slice(last + 1), ...turn.slice(0, last + 1)].slice(0, left))
      found.push(...agenda.upTo(nowMs, Math.min(share, limit - found.length)))
    return found.slice(0, limit)
  }
}

const dueMs = ({ dueAt }: ModelCall): number => dueAt.getTime()
