import t from 'tap'
import { oracleConnection } from '../../daemon/store/oracle/connection.js'
import { openPool } from '../../daemon/store/oracle/pool.js'
import { openOracleStore } from '../../daemon/store/oracle/store.js'
import { sites } from '../../daemon/store/schema.js'
import { cuttableLine } from '../parts/cuttable.js'
import { oracleRows, oracleTarget } from './oracle-scene.js'
import { discharged, freshStore, KEY, MONDAY, raising, ring } from './scene.js'

const [, host = '', farPort = '', service = ''] = /^([^:/]+):(\d+)(\/.+)$/.exec(oracleTarget?.connectString ?? '') ?? []

/** The schema, emptied, reached directly; and the way to it of a daemon whose line can be cut. */
async function scene(t: Parameters<typeof freshStore>[0]) {
  const direct = await freshStore(t)
  const line = await cuttableLine(host, Number(farPort))
  t.teardown(() => line.close())
  const through = { ...oracleTarget!, connectString: `127.0.0.1:${line.port}${service}`, pool: { max: 2 } }
  return { direct, line, through }
}

t.test(
  'a line that is cut inside a transaction leaves nothing of it, and the work begins again on another',
  async t => {
    const { line, through } = await scene(t)
    const connection = oracleConnection(await openPool(through))
    t.teardown(() => connection.close())
    let tries = 0
    await connection.write(async tx => {
      tries++
      await tx.insert(sites).values({ id: `first-${tries}`, name: `first ${tries}` })
      if (tries === 1) line.cutAtAnswer(1)
      await tx.insert(sites).values({ id: `second-${tries}`, name: `second ${tries}` })
    })
    t.ok(line.wasCut())
    t.equal(tries, 2)
    t.strictSame(
      (await oracleRows('select id from sites')).map(({ id }) => id).sort(),
      ['first-2', 'second-2'],
      'of the first nothing is there',
    )
  },
)

t.test(
  'cut at the answer to the COMMIT nobody knows whether it was done: it is said so, and not done twice',
  async t => {
    const { line, through } = await scene(t)
    const connection = oracleConnection(await openPool(through))
    t.teardown(() => connection.close())
    let tries = 0
    const written = connection.write(async tx => {
      await tx.insert(sites).values({ id: `site-${++tries}`, name: `site ${tries}` })
      line.cutAtAnswer(1)
    })
    await t.rejects(written, { code: 'store/lost' })
    t.equal(tries, 1)
    t.strictSame(await oracleRows('select id from sites'), [{ id: 'site-1' }], 'here it was')
  },
)

t.test('cut at any answer of an alert and its audit entry, both are there once or neither is', async t => {
  const { direct, line, through } = await scene(t)
  const id = await ring(direct, await discharged(direct))
  const store = await openOracleStore({ ...through, key: KEY, now: () => MONDAY })
  t.teardown(() => store.close())
  const told: (string | undefined)[] = []
  for (;;) {
    await store.health()
    line.cutAtAnswer(told.length + 1)
    const raised = store.raiseAlert(id, { ...raising, key: `cut-${told.length}` })
    const code = await raised.then(
      () => undefined,
      (error: { readonly code?: string }) => error.code ?? 'none',
    )
    if (!line.wasCut()) break
    line.cutAtAnswer(Number.POSITIVE_INFINITY)
    told.push(code)
  }
  t.ok(told.length > 5, `${told.length} answers`)
  const { alerts } = await direct.result(id)
  const entries = await direct.audit.entries({ limit: 500 })
  for (const [nth, code] of told.entries()) {
    const there = alerts.filter(({ key }) => key === `cut-${nth}`)
    t.ok(
      there.length === 1 || (there.length === 0 && code !== undefined),
      `cut at answer ${nth + 1}: ${code ?? 'done'}`,
    )
    for (const alert of there) {
      t.equal(alert.history.length, 1)
      t.equal(entries.filter(({ facts }) => facts?.alertId === alert.id).length, 1)
    }
  }
  const lost = told.filter(code => code !== undefined)
  t.ok(lost.length > 0 && lost.length < told.length, `of ${lost.length} it could not be known`)
  t.ok(lost.every(code => code === 'store/lost'))
  t.match(await direct.audit.verify(), { holds: true })
})

t.test('while the server is out of reach every write is refused, soon; then the same store goes on', async t => {
  const { direct, line, through } = await scene(t)
  const store = await openOracleStore({ ...through, key: KEY, now: () => MONDAY })
  t.teardown(() => store.close())
  const due = await discharged(store)
  line.cut()
  const beganMs = performance.now()
  await t.rejects(ring(store, due), { code: 'store/lost' })
  t.ok(performance.now() - beganMs < 5000)
  t.strictSame(await store.health(), { ok: false })
  t.strictSame(await direct.openCalls(), [], 'nothing of the call is there')
  await line.mend()
  const id = await ring(store, due)
  t.match(await direct.openCalls(), [{ id }])
  t.strictSame(await store.health(), { ok: true })
})
