import t from 'tap'
import { Answers } from '../../daemon/rehearsal/answers.js'
import type { Utterance } from '../../daemon/rehearsal/format.js'

const keyed = (...keys: string[]): Utterance[] => keys.map(one => ({ clips: [], thenMs: 0, afterMs: 400, keys: one }))
const said = (answers: Answers, ...linkIds: string[]) => linkIds.map(linkId => answers.take(linkId)?.keys ?? '')

t.test('answers are given in their order and the last one repeats', async t => {
  t.same(said(new Answers({ pain: keyed('1', '2') }), 'pain', 'pain', 'pain'), ['1', '2', '2'])
})

t.test('an item that is not listed takes "*", each in its own order', async t => {
  const answers = new Answers({ pain: keyed('7'), '*': keyed('1', '2') })
  t.same(said(answers, 'pain', 'fever', 'transit', 'fever', 'fever'), ['7', '1', '1', '2', '2'])
})

t.test('an empty list is silence, also where "*" would speak; so is an item nobody listed', async t => {
  t.same(said(new Answers({ fever: [], '*': keyed('1') }), 'fever', 'fever'), ['', ''])
  t.same(said(new Answers({}), 'fever'), [''])
})

t.test('"*" says nothing to the greeting, and to the closing only after an interruption there', async t => {
  const answers = new Answers({ '*': keyed('1') })
  t.same(said(answers, 'greeting', 'closing'), ['', ''])
  answers.interrupt('closing')
  t.same(said(answers, 'closing'), ['1'])
  t.same(said(new Answers({ closing: keyed('9') }), 'closing'), ['9'])
})

t.test('an item called like a property of every object is just an item', async t => {
  t.same(said(new Answers({ '*': keyed('1') }), 'constructor', 'toString'), ['1', '1'])
})
