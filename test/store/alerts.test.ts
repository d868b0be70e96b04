import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { URGENCIES } from '../../daemon/domain/outcome.js'
import { oracleTarget } from './oracle-scene.js'
import { discharged, freshStore, MONDAY, minutesLater, raising, ring, sqlOn, tempFolder } from './scene.js'

t.test('an alert raised again keeps its first words, rises, and shows what was heard since', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  const first = await store.raiseAlert(id, { ...raising, confirmation: 'unconfirmed' })
  const again = await store.raiseAlert(id, {
    ...raising,
    urgency: 'emergency',
    words: 'oui, très mal',
    confirmation: 'confirmed',
    recordingSecond: 3,
    at: minutesLater(1),
  })
  t.equal(again, first)
  const { alerts } = await store.result(id)
  t.equal(alerts.length, 1)
  t.match(alerts[0], {
    urgency: 'emergency',
    words: 'huit sur dix',
    confirmation: 'confirmed',
    recordingSecond: 3,
    raisedAt: MONDAY,
  })
  t.strictSame(alerts[0]?.history, [
    { at: MONDAY, urgency: 'urgent', confirmation: 'unconfirmed' },
    { at: minutesLater(1), urgency: 'emergency', confirmation: 'confirmed' },
  ])
})

t.test('a denial stands beside the alert and lowers nothing', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  await store.raiseAlert(id, { ...raising, urgency: 'urgent' })
  await store.raiseAlert(id, { ...raising, urgency: 'routine', confirmation: 'denied', at: minutesLater(1) })
  t.match((await store.result(id)).alerts, [{ urgency: 'urgent', confirmation: 'denied' }])
})

t.test('whatever is raised in whatever order, the urgency shown is the highest so far', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...URGENCIES), { minLength: 1, maxLength: 6 }), async urgencies => {
      const key = `run-${run++}`
      for (const urgency of urgencies) await store.raiseAlert(id, { ...raising, key, urgency })
      const alert = (await store.result(id)).alerts.find(one => one.key === key)
      const shown = alert?.history.map(change => URGENCIES.indexOf(change.urgency)) ?? []
      const highest = Math.max(...urgencies.map(urgency => URGENCIES.indexOf(urgency)))
      return (
        alert !== undefined &&
        URGENCIES.indexOf(alert.urgency) === highest &&
        shown.every((rank, index) => index === 0 || rank >= shown[index - 1]!)
      )
    }),
    // On Oracle each takes half a second, and what the database has to do with it shows in a few.
    { numRuns: oracleTarget === undefined ? 25 : 8 },
  )
})

t.test('raising twice with nothing new adds nothing to the history', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  await store.raiseAlert(id, raising)
  await store.raiseAlert(id, { ...raising, at: minutesLater(1) })
  t.equal((await store.result(id)).alerts[0]?.history.length, 1)
})

t.test('an alert may come after the call, and the same key in another call is another alert', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const first = await ring(store, due)
  await store.closeCall(first, { endedAt: MONDAY, disposition: 'interrupted' })
  const one = await store.raiseAlert(first, raising)
  const second = await ring(store, due)
  t.not(await store.raiseAlert(second, raising), one)
})

t.test('an alert for a ward not seen before is kept with that ward', async t => {
  const store = await freshStore(t)
  const id = await ring(store, await discharged(store))
  await store.raiseAlert(id, { ...raising, ward: 'Gériatrie' })
  t.equal((await store.result(id)).alerts[0]?.ward, 'Gériatrie')
})

t.test('the database itself refuses to change, remove, replace or lower an alert', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const store = await freshStore(t, { path })
  const id = await ring(store, await discharged(store))
  const alertId = await store.raiseAlert(id, raising)
  const run = sqlOn(t, path)
  const columns = 'call_id, alert_key, rule, rule_version, ward_id, raised_at'
  const events = 'alert_id, happened_at'
  const replacing = [
    `INSERT OR REPLACE INTO alerts (id, ${columns}) SELECT id, ${columns} FROM alerts`,
    `INSERT OR REPLACE INTO alerts (id, ${columns}) SELECT 'other', ${columns} FROM alerts`,
    `INSERT OR REPLACE INTO alert_events (id, seq, urgency, ${events}) SELECT id, seq, urgency, ${events} FROM alert_events`,
  ]
  for (const sql of [
    "UPDATE alerts SET rule = 'fever'",
    'DELETE FROM alerts',
    "UPDATE alert_events SET urgency = 'routine'",
    'DELETE FROM alert_events',
    ...(oracleTarget === undefined ? replacing : []),
  ])
    await t.rejects(run(sql), /append-only/, sql)
  await store.acknowledgeAlert(alertId, { by: 'Sophie Maes', at: new Date(5) })
  await t.rejects(run('DELETE FROM alert_acknowledgements'), /append-only/)
  await t.rejects(run("UPDATE alert_acknowledgements SET acknowledged_by = 'x'"), /append-only/)
  const lower = `'${alertId}', ${oracleTarget === undefined ? '5' : "TIMESTAMP '2026-11-09 09:00:00 +00:00'"}`
  const lowered = run(`INSERT INTO alert_events (id, seq, urgency, ${events}) VALUES ('x', 1, 'soon', ${lower})`)
  await t.rejects(lowered, /never falls/)
  t.match((await store.result(id)).alerts, [
    { rule: 'pain-high', urgency: 'urgent', acknowledgedBy: 'Sophie Maes', acknowledgedAt: new Date(5) },
  ])
})
