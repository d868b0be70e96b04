import t from 'tap'
import { FAILURES, Failure } from '../../daemon/domain/failure.js'
import { unansweredDisposition } from '../../daemon/domain/hangup.js'
import { uuidV7 } from '../../daemon/domain/ids.js'

t.test('an attempt nobody answered is named by its cause and by whether it rang', async t => {
  t.equal(unansweredDisposition(17, true), 'busy')
  t.equal(unansweredDisposition(21, true), 'rejected')
  t.equal(unansweredDisposition(19, true), 'no-answer')
  t.equal(unansweredDisposition(19, false), 'unreachable')
  t.equal(unansweredDisposition(1, false), 'unreachable')
  t.equal(unansweredDisposition(34, false), 'congestion')
  t.equal(unansweredDisposition(16, true), 'no-answer', 'we gave up while it rang')
})

t.test('ids sort by the time they were made', async t => {
  const random = new Uint8Array(10).fill(255)
  const ids = [1, 2, 1_764_000_000_000, 1_764_000_000_001].map(at => uuidV7(at, random))
  t.same([...ids].sort(), ids)
  t.match(ids[2], /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

t.test('every failure says one sentence in French and one in English', async t => {
  for (const [code, { fr, en }] of Object.entries(FAILURES)) {
    t.match(fr, /[.]$/, code)
    t.match(en, /[.]$/, code)
  }
  t.equal(new Failure('http/port', { port: 5000 }).sentence('fr'), 'Le port 5000 est déjà pris.')
})
