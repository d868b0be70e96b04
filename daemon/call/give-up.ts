import { Failure } from '../domain/failure.js'
import type { CallId } from '../domain/ids.js'
import type { DueCall, Patient, TaskRecord } from '../store/port.js'
import type { CallParts } from './call-parts.js'

/**
 * A due call that ringing later would not help: nobody is rung, a nurse has the task, and it is over. Throws Failure
 * call/not-allowed where the patient may not be called at all: then it is nobody's task.
 */
export async function giveUp(
  { store, dialogues, newId, now }: Pick<CallParts, 'store' | 'dialogues' | 'newId' | 'now'>,
  { id: dueCallId, protocol }: DueCall,
  { id: patientId }: Patient,
  by: { readonly number?: string; readonly lease?: string },
  task: Pick<TaskRecord, 'kind' | 'note'>,
): Promise<void> {
  const used = dialogues.get(protocol)?.protocol
  if (used === undefined) throw new Failure('store/not-found', { what: 'protocol' })
  const attempt = { id: newId() as CallId, dueCallId, patientId, ...by, protocol, protocolVersion: used.version }
  await store.giveUpAttempt({ ...attempt, startedAt: now() }, task)
}
