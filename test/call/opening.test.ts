import t from 'tap'
import { Opening } from '../../daemon/call/opening.js'
import { ms } from '../../daemon/domain/units.js'

const ear = (undecidedMs: number, speechMs: number) => ({
  quiet: undecidedMs === 0 && speechMs === 0,
  undecidedMs: ms(undecidedMs),
  speechMs: ms(speechMs),
})

t.test('someone who picks up and says nothing is greeted after two seconds', async t => {
  const opening = new Opening()
  t.equal(opening.window(ms(1984), ear(0, 0)), undefined)
  t.ok(opening.window(ms(2016), ear(0, 0)))
  t.equal(opening.window(ms(2048), ear(0, 0)), undefined, 'once')
})

t.test('the greeting comes within a second of "Allô ?" even if it is not recognised by then', async t => {
  const opening = new Opening()
  t.equal(opening.window(ms(1300), ear(600, 500)), undefined)
  t.same(opening.window(ms(1340), ear(640, 500)), { lengthMs: 500 })
})

t.test('more than four seconds of unbroken speech is waited out', async t => {
  const opening = new Opening()
  t.equal(opening.window(ms(6000), ear(900, 5000)), undefined)
  t.ok(opening.turn(), 'the recognised turn opens the conversation')
  t.notOk(opening.turn(), 'the next turn is an answer')
})

t.test('a television that never falls silent does not keep us dumb for ever', async t => {
  const opening = new Opening()
  t.ok(opening.window(ms(25_000), { quiet: false, undecidedMs: ms(0), speechMs: ms(24_000) }))
})
