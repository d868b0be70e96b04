import type { CallId, PatientId } from '../../daemon/domain/ids.js'
import type { CallResult } from '../../daemon/store/port.js'

/** What a write promises and what is read afterwards, in the same words: "turn <call> 2 phrase 2". */
export const fact = {
  patient: (id: PatientId, name: string) => `patient ${id} ${name}`,
  call: (id: CallId) => `call ${id}`,
  turn: (id: CallId, { seq, text }: { readonly seq: number; readonly text: string }) => `turn ${id} ${seq} ${text}`,
  answer: (id: CallId, linkId: string, value: unknown) => `answer ${id} ${linkId} ${String(value)}`,
  alert: (id: CallId, key: string, urgency: string) => `alert ${id} ${key} ${urgency}`,
  task: (id: CallId, taskId: string) => `task ${id} ${taskId}`,
  deed: (id: CallId) => `deed ${id}`,
  closed: (id: CallId) => `closed ${id}`,
} as const

/** Ids of the patients, or the calls, that these facts are about. */
export const subjectsOf = (kind: 'patient' | 'call', facts: readonly string[]): readonly string[] =>
  facts.filter(text => text.startsWith(`${kind} `)).map(text => text.split(' ')[1]!)

/** Everything that is kept of a call, a value that was corrected and an urgency that rose included. */
export const factsOf = ({ call, turns, answers, alerts, tasks }: CallResult): readonly string[] => [
  fact.call(call.id),
  ...turns.map(turn => fact.turn(call.id, turn)),
  ...answers.flatMap(({ linkId, value, earlier = [] }) =>
    [...earlier.map(one => one.value), value].map(one => fact.answer(call.id, linkId, one)),
  ),
  ...alerts.flatMap(({ key, history }) => history.map(({ urgency }) => fact.alert(call.id, key, urgency))),
  ...tasks.map(({ id }) => fact.task(call.id, id)),
  ...(call.disposition === 'completed' ? [fact.closed(call.id)] : []),
]
