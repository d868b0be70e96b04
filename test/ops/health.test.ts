import t from 'tap'
import { Failure } from '../../daemon/domain/failure.js'
import { Health } from '../../daemon/ops/health.js'

t.test('the parts are told in the order in which they were watched', async t => {
  const health = new Health()
  t.strictSame(await health.parts(), [])
  health.watch('line', async () => ({ up: true, detail: 'Two channels.' }))
  health.watch('speech', async () => ({ up: false, detail: 'No voice.' }))
  t.strictSame(await health.parts(), [
    { name: 'line', up: true, detail: 'Two channels.' },
    { name: 'speech', up: false, detail: 'No voice.' },
  ])
})

t.test('a part that fails is down, with the sentence of a Failure and nothing of any other error', async t => {
  const health = new Health()
  health.watch('line', () => Promise.reject(new Failure('telephony/lost')))
  health.watch('speech', () => Promise.reject(new Error('Lambert')))
  health.watch('store', () => {
    throw new Error('Lambert')
  })
  t.strictSame(await health.parts(), [
    { name: 'line', up: false, detail: 'The connection with Asterisk is lost.' },
    { name: 'speech', up: false, detail: 'Failed.' },
    { name: 'store', up: false, detail: 'Failed.' },
  ])
})

t.test('a part that never answers is down, and holds nobody up', async t => {
  const health = new Health(20)
  health.watch('line', () => new Promise(() => {}))
  health.watch('speech', async () => ({ up: true, detail: 'Speaks.' }))
  t.match(await health.parts(), [{ name: 'line', up: false, detail: 'No answer within 20 ms.' }, { up: true }])
})

t.test('a part that is watched anew replaces its earlier self, whose end then changes nothing', async t => {
  const health = new Health()
  const endFirst = health.watch('line', async () => ({ up: false, detail: 'old' }))
  const endSecond = health.watch('line', async () => ({ up: true, detail: 'new' }))
  endFirst()
  t.match(await health.parts(), [{ detail: 'new' }])
  endSecond()
  t.strictSame(await health.parts(), [])
})
