import t from 'tap'
import { marksAt } from '../../daemon/media/beats.js'
import { Lateness } from '../../daemon/media/lateness.js'

t.test('a beat on time is one beat', async t => {
  t.same(marksAt(20.5, 0), [{ lateMs: 0.5, muted: false, dry: false }])
  t.same(marksAt(39, 1), [])
})

t.test('up to 40 ms of lateness is what was sent ahead: all is sent, nobody ran dry', async t => {
  const marks = marksAt(10 * 20 + 39, 9)
  t.same(marks, [
    { lateMs: 39, muted: false, dry: false },
    { lateMs: 19, muted: false, dry: false },
  ])
  t.same(
    marksAt(10 * 20 + 59, 9).map(mark => mark.muted),
    [false, false, false],
  )
})

t.test('after a longer stall three frames are sent, the older ones never: no burst that stays as delay', async t => {
  const marks = marksAt(500, 0)
  t.equal(marks.length, 25)
  t.same(
    marks.filter(mark => !mark.muted).map(mark => mark.lateMs),
    [40, 20, 0],
  )
  t.equal(marks.filter(mark => mark.dry).length, 1, 'one underflow')
})

t.test('the far end runs dry exactly when its three frames are over', async t => {
  t.equal(marksAt(20 + 40, 0)[0]!.dry, false)
  t.equal(marksAt(20 + 40.1, 0)[0]!.dry, true)
})

t.test('percentiles of lateness', async t => {
  const lateness = new Lateness()
  t.same(lateness.percentiles, { p50: 0, p95: 0, p99: 0, max: 0 })
  for (let i = 1; i <= 100; i++) lateness.add(i)
  const { p50, p95, max } = lateness.percentiles
  t.ok(Math.abs(p50 - 50) < 1 && Math.abs(p95 - 95) < 1 && max === 100)
  lateness.add(10_000)
  t.equal(lateness.percentiles.max, 10_000)
})
