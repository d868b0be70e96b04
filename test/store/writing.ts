/**
 * A daemon's life in small: conversations are written as fast as the database takes them, each fact promised on stdout once its
 * write has resolved, until the process is killed. One writer, so that at any instant at most one write is under way.
 */
import { writeSync } from 'node:fs'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { fact } from './facts.js'
import { dueFor, jeanne, KEY, MONDAY, minutesLater, newCallId, raising } from './scene.js'

const promise = (text: string): void => void writeSync(1, `${text}\n`)

const store = await openLibsqlStore({ path: process.argv[2]!, key: KEY, now: () => MONDAY })
for (let n = 0; ; n++) await conversation(store, n)

async function conversation(store: OpenStore, n: number): Promise<void> {
  const number = `+3247${String(process.pid % 1000).padStart(3, '0')}${String(n).padStart(4, '0')}`
  const name = `Patient ${process.pid} ${n}`
  const patientId = await store.addPatient({ ...jeanne, familyName: name, phones: [{ number }] })
  promise(fact.patient(patientId, name))
  const dueCallId = await dueFor(store, patientId)
  const id = newCallId()
  const protocol = { protocol: 'general-follow-up', protocolVersion: '1.0.0', startedAt: MONDAY }
  await store.openAttempt({ id, dueCallId, patientId, number, ...protocol })
  promise(fact.call(id))
  for (let seq = 0; seq < 3; seq++) {
    const turn = { seq, speaker: 'patient', linkId: 'pain', text: `phrase ${seq}`, interrupted: false } as const
    await store.addTurn(id, { ...turn, startMs: seq, endMs: seq + 1 })
    promise(fact.turn(id, turn))
  }
  const answer = { linkId: 'pain', question: '?', status: 'understood' } as const
  await store.putAnswer(id, { ...answer, value: 4 })
  promise(fact.answer(id, 'pain', 4))
  await store.putAnswer(id, { ...answer, value: 8, earlier: [{ value: 4, text: 'quatre' }] })
  promise(fact.answer(id, 'pain', 8))
  for (const urgency of ['urgent', 'emergency'] as const) {
    await store.raiseAlert(id, { ...raising, urgency })
    promise(fact.alert(id, raising.key, urgency))
  }
  const task = { kind: 'callback', patientId, callId: id, ward: 'Chirurgie', createdAt: MONDAY } as const
  promise(fact.task(id, await store.addTask({ ...task, note: 'rappeler' })))
  await store.audit.append({ action: 'recording.read', subjectId: id })
  promise(fact.deed(id))
  await store.closeCall(id, { endedAt: minutesLater(4), disposition: 'completed' })
  promise(fact.closed(id))
}
