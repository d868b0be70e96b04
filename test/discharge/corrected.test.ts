import t from 'tap'
import type { PatientId } from '../../daemon/domain/ids.js'
import { newCallId } from '../store/scene.js'
import { adt, type House, house, listening, NOW, Sender } from './scene.js'

const DAY_MS = 86_400_000

/** A house that hears, and what became of its one patient. */
async function scene(t: Parameters<typeof house>[0]) {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  const patient = async (): Promise<PatientId> => (await at.store.patients({ limit: 1 }))[0]!.id
  const calls = async () => at.store.dueCallsOf(await patient())
  return { ...at, sender, patient, calls, tasks: async () => tasksOf(at, await patient()) }
}

async function tasksOf({ store }: House, id: PatientId): Promise<readonly unknown[]> {
  const { rows } = await store.exportPerson(id)
  return (rows.tasks ?? []).map(({ kind, note }) => [kind, note])
}

t.test('a call that is too late by the corrected date of discharge is a task for a nurse, once', async t => {
  const { sender, calls, tasks } = await scene(t)
  await sender.ask(adt())
  for (const left of ['20261115100000', '20261114100000', '20260801100000']) {
    t.equal((await sender.ask(adt({ event: 'A08', left }))).code, 'AA')
    t.match(await calls(), [{ state: 'expired' }], left)
    t.strictSame(await tasks(), [['expired', 'J+1 : sortie corrigée trop tard']], left)
  }
})

t.test('however long ago the corrected date lies', async t => {
  const { sender, calls, tasks } = await scene(t)
  await sender.ask(adt())
  await sender.ask(adt({ event: 'A08', left: '20260801100000' }))
  t.match(await calls(), [{ state: 'expired' }])
  t.equal((await tasks()).length, 1)
})

t.test('a discharge that was cancelled and comes back too late for its call is a task as well', async t => {
  const { sender, calls, tasks, state } = await scene(t)
  await sender.ask(adt())
  await sender.ask(adt({ event: 'A13' }))
  t.strictSame(await tasks(), [])
  state.now = new Date(NOW.getTime() + 5 * DAY_MS)
  for (const time of ['once', 'and once more']) {
    await sender.ask(adt())
    t.match(await calls(), [{ state: 'expired' }], time)
    t.strictSame(await tasks(), [['expired', 'J+1 : sortie corrigée trop tard']], time)
  }
})

t.test('one that became known too late is told once, corrected or not', async t => {
  const { sender, calls, tasks } = await scene(t)
  await sender.ask(adt({ left: '20261115100000' }))
  await sender.ask(adt({ event: 'A08', left: '20261115113000' }))
  await sender.ask(adt({ event: 'A08', left: '20261115113000', ward: 'CHIR' }))
  t.match(await calls(), [{ state: 'expired' }])
  t.strictSame(await tasks(), [['expired', 'J+1 : sortie connue trop tard']])
})

t.test('nobody who opted out has a task for a call that would be too late', async t => {
  const { sender, calls, tasks, store, patient } = await scene(t)
  await sender.ask(adt())
  await store.addOptOut({ scope: 'patient', patientId: await patient(), at: NOW })
  await sender.ask(adt({ event: 'A08', left: '20261115100000' }))
  t.match(await calls(), [{ state: 'cancelled' }])
  t.strictSame(await tasks(), [])
})

t.test('a call that was cancelled in the hands of a daemon can be rung once it is due again', async t => {
  const { sender, calls, store, state } = await scene(t)
  await sender.ask(adt())
  state.now = new Date(NOW.getTime() + DAY_MS)
  const [due] = await calls()
  const lease = { now: state.now, until: new Date(state.now.getTime() + 60_000) }
  const [claimed] = await store.claimDue([due!.id], lease)
  await sender.ask(adt({ event: 'A13' }))
  await sender.ask(adt())
  t.match(await calls(), [{ state: 'due' }])
  const { patientId, protocol } = claimed!
  const attempt = { dueCallId: due!.id, patientId, number: '+32475123456', protocol, protocolVersion: '1' }
  const late = { ...attempt, id: newCallId(), lease: claimed!.lease, startedAt: state.now }
  await t.rejects(
    store.openAttempt(late),
    { code: 'call/not-allowed', facts: { reason: 'claimed' } },
    'not by the daemon that had it before',
  )
  await t.resolves(store.openAttempt({ ...attempt, id: newCallId(), startedAt: state.now }))
})
