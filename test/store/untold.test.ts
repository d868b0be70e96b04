import t from 'tap'
import type { Actor } from '../../daemon/domain/audit.js'
import type { FailureCode } from '../../daemon/domain/failure.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { discharged, freshStore, jeanne, MONDAY, minutesLater, raising, ring } from './scene.js'
import { TAKEN, WORDS, within } from './trail-scene.js'

const nurse: Actor = { name: 'a.dubois', role: 'infirmier', from: '10.1.2.3' }

const STRAY = `INSERT INTO audit_entries (seq, happened_at, actor, actor_role, origin, action, hash)
  SELECT seq + 1, ${WORDS.long}, 'stray', 'system', 'x', 'daemon.started', 'x' FROM audit_head`
/** What keeps every further entry out of the chain, and what lets them in again. */
const BLOCKED = [
  ['a stray row stands behind the head', [STRAY], ["DELETE FROM audit_entries WHERE actor = 'stray'"], TAKEN],
  [
    'a restored table put the head back',
    ['UPDATE audit_head SET seq = seq - 1'],
    ['UPDATE audit_head SET seq = seq + 1'],
    TAKEN,
  ],
  [
    'the head is missing',
    ['CREATE TABLE kept AS SELECT * FROM audit_head', 'DELETE FROM audit_head'],
    ['INSERT INTO audit_head SELECT * FROM kept', 'DROP TABLE kept'],
    'store/damaged',
  ],
] as const

/** A store whose audit can be blocked and freed by hand, and what it logged. */
async function blockable(t: Parameters<typeof freshStore>[0]) {
  const untold: FailureCode[] = []
  const onUntold = (code: FailureCode) => void untold.push(code)
  const { path, store, sql, unguarded } = await within(t, { onUntold })
  await unguarded()
  const run = async (statements: readonly string[]) => {
    for (const statement of statements) await sql(statement)
  }
  const again = async () => {
    await store.close()
    return freshStore(t, { path, onUntold })
  }
  return { store, untold, run, again }
}

const actions = async (store: OpenStore) =>
  [...(await store.audit.entries({ limit: 500 }))].reverse().map(({ action }) => action)

for (const [how, block, free, code] of BLOCKED)
  t.test(`${how}: an alert, its steps, a task and the end of the call are committed all the same`, async t => {
    const { store, untold, run } = await blockable(t)
    const due = await discharged(store)
    const id = await ring(store, due)
    const before = await actions(store)
    await run(block)
    await t.rejects(store.setProsody(due.patientId, 0.8, 3), { code }, 'what can wait waits for its entry')
    await t.rejects(store.as(nurse).patient(due.patientId), { code }, 'and what may not be shown is not')
    const pain = { linkId: 'pain', question: '?', status: 'understood', value: 8, text: 'huit' } as const
    await store.putAnswer(id, { ...pain, pending: true, pendingAlerts: [] })
    const alertId = await store.raiseAlert(id, raising)
    await store.addAlertStep(id, raising.key, { at: MONDAY, kind: 'rung', number: '6501' })
    await store.addTask({ kind: 'callback', callId: id, ward: 'Chirurgie', createdAt: MONDAY })
    await store.closeCall(id, { endedAt: MONDAY, disposition: 'completed' })
    t.match(await store.as(nurse).openAlerts(), [{ callId: id, steps: [{ kind: 'rung' }] }], 'a nurse sees the alert')
    await store.as(nurse).acknowledgeAlert(alertId, { by: 'Anne Dubois', at: MONDAY })
    t.strictSame(untold, Array<string>(7).fill(code), 'each is in the log, its code only')
    const { call, tasks, alerts, answers } = await store.result(id)
    t.match(call, { disposition: 'completed' })
    t.match(tasks, [{ kind: 'callback' }])
    t.match(alerts, [{ key: raising.key, acknowledgedBy: 'Anne Dubois' }])
    t.match(answers, [{ value: 8 }])

    await run(free)
    await store.setProsody(due.patientId, 0.8, 3)
    const seen = ['alert.listed', 'alert.acknowledged']
    const owed = ['call.answered', 'alert.raised', 'alert.followed-up', 'task.added', 'call.closed', ...seen]
    t.strictSame(
      (await actions(store)).slice(before.length),
      [...owed, 'patient.changed'],
      'once it can be, it is told',
    )
    t.match(await store.audit.verify(), { holds: true })
    const [, , listed, , , , raised] = await store.audit.entries({ limit: 7 })
    t.match(listed?.actor, nurse)
    t.match(raised, { patientId: due.patientId, actor: { name: 'daemon' } })
    await store.setProsody(due.patientId, 0.9, 3)
    t.equal((await actions(store)).length, before.length + 9, 'and once only')
  })

t.test('a daemon starts with a blocked audit and ends the calls that an earlier life left open', async t => {
  const { store, untold, run, again } = await blockable(t)
  const id = await ring(store, await discharged(store))
  const last = { urgency: 'emergency', confirmation: 'unconfirmed', rule: 'red-flag', key: 'red-flag:chest' } as const
  await store.raiseAlert(id, { ...raising, ...last })
  await run([STRAY])
  const next = await again()
  await next.audit.append({ action: 'daemon.started' })
  t.match(await next.closeInterruptedCalls(minutesLater(1)), [{ id, disposition: 'interrupted' }])
  t.match(await next.openAlerts(), [{ callId: id, urgency: 'emergency', confirmation: 'hung-up' }])
  await t.rejects(next.audit.append({ action: 'backup.made' }), { code: TAKEN })
  t.strictSame(untold, [TAKEN, TAKEN])
})

t.test('an alert that cannot be written is refused as before, audit or not, and nothing of it is owed', async t => {
  const { store, untold } = await blockable(t)
  const id = await ring(store, await discharged(store))
  const before = await actions(store)
  const step = store.addAlertStep(id, 'another', { at: MONDAY, kind: 'rung' })
  await t.rejects(step, { code: 'store/not-found' })
  await store.addPatient(jeanne)
  t.strictSame(untold, [])
  t.equal((await actions(store)).length, before.length + 1)
})
