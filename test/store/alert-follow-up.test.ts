import { join } from 'node:path'
import t from 'tap'
import type { AlertId } from '../../daemon/domain/ids.js'
import { discharged, freshStore, MONDAY, minutesLater, raising, ring, sqlOn, tempFolder } from './scene.js'

t.test('who was rung and who took it stands with the alert, the nurse’s number sealed', async t => {
  const folder = tempFolder(t)
  const path = join(folder, 'hellojade.db')
  const store = await freshStore(t, { path })
  const id = await ring(store, await discharged(store))
  await store.raiseAlert(id, raising)
  const steps = [
    { at: MONDAY, kind: 'rung', number: '6501' },
    { at: minutesLater(1), kind: 'busy', number: '6501' },
    { at: minutesLater(1), kind: 'nobody' },
  ] as const
  for (const step of steps) await store.addAlertStep(id, raising.key, step)
  t.strictSame((await store.result(id)).alerts[0]?.steps, steps)
  const rows = await sqlOn(t, path)('SELECT nurse_number FROM alert_steps')
  t.equal(rows.length, 3)
  for (const row of rows) t.notMatch(row.nurse_number, /6501/)
  await t.rejects(store.addAlertStep(id, 'another', { at: MONDAY, kind: 'rung' }), { code: 'store/not-found' })
})

t.test('an alert is open until a named nurse closes it, and stays closed', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  const alertId = await store.raiseAlert(id, raising)
  await store.addAlertStep(id, raising.key, { at: MONDAY, kind: 'taken', number: '6501' })
  t.match(await store.openAlerts(), [{ id: alertId, callId: id }], 'a key on a phone closes nothing')
  await store.acknowledgeAlert(alertId, { by: 'Sophie Dubois', at: minutesLater(5), note: 'Rappelée.' })
  t.same(await store.openAlerts(), [])
  t.match((await store.result(id)).alerts, [{ acknowledgedBy: 'Sophie Dubois', acknowledgedAt: minutesLater(5) }])
  const unknown = store.acknowledgeAlert('nobody' as AlertId, { by: 'Sophie Dubois', at: MONDAY })
  await t.rejects(unknown, { code: 'store/not-found' })
})

t.test('steps are added only', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const id = await ring(store, await discharged(store))
  await store.raiseAlert(id, raising)
  await store.addAlertStep(id, raising.key, { at: MONDAY, kind: 'rung', number: '6501' })
  const run = sqlOn(t, path)
  for (const sql of ["UPDATE alert_steps SET kind = 'joined'", 'DELETE FROM alert_steps'])
    await t.rejects(run(sql), /append-only/)
})
