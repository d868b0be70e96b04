import t from 'tap'
import { type CoreTimes, SpareCores } from '../../daemon/speech/recogniser/spare.js'

/** Two cores of which `busy` (0–2) compute while `passMs` go by. */
function machine() {
  let [idleMs, allMs] = [1000, 5000]
  const read = (): CoreTimes => ({ idleMs, allMs, cores: 2 })
  const pass = (passMs: number, busy: number) => {
    idleMs += passMs * (2 - busy)
    allMs += passMs * 2
  }
  return { read, pass }
}

t.test('a second thread is used where nothing else computes, and not beside another program', async t => {
  const { read, pass } = machine()
  const spare = new SpareCores(read)
  t.notOk(spare.isThere, 'nothing is known at first')
  pass(2000, 0.3)
  t.ok(spare.isThere, 'a call and its Asterisk')
  spare.rest()
  pass(2000, 1.1)
  t.notOk(spare.isThere, 'a program beside it')
})

t.test('what recognition itself computes does not count, and a short rest changes nothing', async t => {
  const { read, pass } = machine()
  const spare = new SpareCores(read)
  pass(1000, 0.2)
  t.ok(spare.isThere)
  pass(600, 2)
  spare.rest()
  pass(100, 2)
  t.ok(spare.isThere, 'as before')
  pass(200, 2)
  t.notOk(spare.isThere)
})
