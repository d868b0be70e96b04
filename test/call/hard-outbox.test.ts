import t from 'tap'
import { Outbox } from '../../daemon/call/outbox.js'
import { settle } from './windows.js'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const HOUR_MS = 3_600_000

/** Work that is refused until `let through`, and that counts how often it was done. */
function works(names: readonly string[]) {
  const done: string[] = []
  const shut = new Set(names)
  const work = (name: string) => async () => {
    await settle()
    if (shut.has(name)) throw new Error('refused')
    done.push(name)
  }
  return { done, work, letThrough: (name: string) => shut.delete(name) }
}

t.test('what waits is committed once, in its order, though several ask for it at the same time', async t => {
  const outbox = new Outbox(silent, HOUR_MS)
  t.teardown(() => outbox.close())
  const { done, work, letThrough } = works(['first', 'second'])
  await t.rejects(outbox.commit(work('first')))
  await t.rejects(outbox.commit(work('second')))
  letThrough('first')
  await Promise.allSettled([outbox.flush(), outbox.flush(), outbox.commit(work('third'))])
  t.same(done, ['first'], 'the third waits behind the second, and none is lost')
  t.equal(outbox.size, 2)
  letThrough('second')
  await Promise.all([outbox.flush(), outbox.flush()])
  t.same(done, ['first', 'second', 'third'])
  t.equal(outbox.size, 0)
})

t.test('it tries again by itself', async t => {
  const outbox = new Outbox(silent, 5)
  t.teardown(() => outbox.close())
  const { done, work, letThrough } = works(['alert'])
  await t.rejects(outbox.commit(work('alert')))
  setTimeout(() => letThrough('alert'), 20)
  for (let i = 0; i < 100 && outbox.size > 0; i++) await new Promise(resolve => setTimeout(resolve, 10))
  t.same(done, ['alert'])
})
