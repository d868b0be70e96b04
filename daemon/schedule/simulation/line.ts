import type { Disposition, Urgency } from '../../domain/outcome.js'
import type { BegunCall, Placer } from '../engine-port.js'
import type { CallingHours } from '../port.js'
import { CLINICAL_RULES, nextStep, tallyAfter } from '../retry.js'
import { Agenda } from './agenda.js'
import type { DueTable, ModelCall } from './due-table.js'
import { attemptOf, type ModelAttempt, type Population } from './population.js'

/** An attempt that was made, for the report. */
export interface MadeAttempt {
  readonly dueAtMs: number
  readonly startMs: number
  readonly endMs: number
  readonly disposition: Disposition
  readonly protocol: string
  readonly urgent: boolean
  readonly alert?: Urgency
  /** From when a nurse was on it; absent where none was asked for, or none was free. */
  readonly nurseFromMs?: number
  readonly nobodyFree?: true
}

interface Event {
  readonly atMs: number
  readonly happen: () => void
}

interface LineParts {
  readonly table: DueTable
  readonly population: Population
  readonly hours: (call: ModelCall) => CallingHours
  readonly nurses: number
  readonly nowMs: () => number
}

/** The other end of the line: phones that ring or do not, patients who answer or do not, and nurses. */
export class ModelLine implements Placer {
  readonly made: MadeAttempt[] = []
  readonly #parts: LineParts
  readonly #events = new Agenda<Event>(({ atMs }) => atMs)
  live = 0
  nursesTaken = 0

  constructor(parts: LineParts) {
    this.#parts = parts
  }

  get nextMs(): number {
    return this.#events.first?.atMs ?? Number.POSITIVE_INFINITY
  }

  /** Lets happen what happens by now. */
  pass(): void {
    const { nowMs } = this.#parts
    for (let next = this.#events.first; next !== undefined && next.atMs <= nowMs(); next = this.#events.first) {
      this.#events.remove(next)
      next.happen()
    }
  }

  place({ id }: { readonly id: ModelCall['id'] }): Promise<BegunCall> {
    const { table, population, nowMs } = this.#parts
    const call = table.find(id)
    const startMs = nowMs()
    const attempt = attemptOf(population, call.patient, call.protocol, new Date(startMs))
    const endMs = startMs + attempt.lineMs
    let nurseFromMs: number | undefined
    this.live++
    if (attempt.transferMs !== undefined)
      this.#at(endMs - attempt.transferMs, () => {
        if (this.nursesTaken >= this.#parts.nurses) return
        this.nursesTaken++
        nurseFromMs = nowMs()
      })
    const ended = new Promise<{ disposition: Disposition }>(resolve =>
      this.#at(endMs, () => {
        this.live--
        if (nurseFromMs !== undefined) this.nursesTaken--
        this.#note(call, attempt, { startMs, endMs, nurseFromMs })
        this.#settle(call, attempt, new Date(endMs))
        resolve({ disposition: attempt.disposition })
      }),
    )
    return Promise.resolve({ ended })
  }

  #at(atMs: number, happen: () => void): void {
    this.#events.add({ atMs, happen })
  }

  #note(
    { dueAt, protocol, urgent }: ModelCall,
    { disposition, alert, transferMs }: ModelAttempt,
    { startMs, endMs, nurseFromMs }: { startMs: number; endMs: number; nurseFromMs: number | undefined },
  ): void {
    this.made.push({
      ...{ dueAtMs: dueAt.getTime(), startMs, endMs, disposition, protocol, urgent },
      ...(alert !== undefined && { alert }),
      ...(nurseFromMs !== undefined && { nurseFromMs }),
      ...(transferMs !== undefined && nurseFromMs === undefined && { nobodyFree: true }),
    })
  }

  /** What the store does with an attempt's end: the retry policy, in the same transaction. */
  #settle(call: ModelCall, attempt: ModelAttempt, endedAt: Date): void {
    const { table, hours } = this.#parts
    call.attempts++
    if (attempt.identityReached) call.reachedAt ??= call.attempts
    const { disposition, identityReached, callbackAt } = attempt
    const end = {
      ...{ ...call.tally, disposition, identityReached, endedAt },
      ...{ phones: call.patient.phones, notAfter: call.notAfter },
      ...(callbackAt !== undefined && { callbackAt }),
    }
    const step = nextStep(end, CLINICAL_RULES, hours(call))
    if (step.kind === 'retry') table.settle(call, { state: 'due', dueAt: step.dueAt, tally: tallyAfter(end, step) })
    else table.settle(call, { state: step.state, endedAt, ...(step.task !== undefined && { task: step.task }) })
  }
}
