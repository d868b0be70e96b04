import t from 'tap'
import type { NativeAddon, NativeSession } from '../../daemon/speech/recogniser/addon.js'
import { Sessions } from '../../daemon/speech/recogniser/sessions.js'
import { StrainWatch } from '../../daemon/speech/recogniser/strain.js'
import { WaitingLine } from '../../daemon/speech/recogniser/waiting-line.js'

/** Sessions that do nothing: the work of a test decides. */
function sessionsOf(count: number): Promise<Sessions> {
  const nothing = { open: () => Promise.resolve(), abort: () => undefined, close: () => undefined }
  class Session {
    readonly open = nothing.open
    readonly abort = nothing.abort
    readonly close = nothing.close
  }
  const addon = { Session: Session as unknown as NativeAddon['Session'], loadModel: () => Promise.resolve({}) }
  return Sessions.open(addon, {}, count, 0)
}

/** Work that ends when it is told to. */
function held(): { readonly work: (session: NativeSession) => Promise<void>; readonly end: () => void } {
  let end = (): void => undefined
  const ended = new Promise<void>(resolve => {
    end = resolve
  })
  return { work: () => ended, end: () => end() }
}

t.test('the longest silence goes first, whoever asked first; the same silence in the order asked', t => {
  const line = new WaitingLine<{ sinceMs: number; name: string }>()
  for (const [name, sinceMs] of [
    ['fresh', 500],
    ['second hearing', 100],
    ['older', 300],
    ['as old', 300],
  ] as const)
    line.join({ name, sinceMs })
  const gone = { name: 'goes on speaking', sinceMs: 50 }
  line.join(gone)
  line.leave(gone)
  line.leave(gone)
  t.equal(line.length, 4)
  t.same([line.next()?.name, line.next()?.name], ['second hearing', 'older'])
  t.same(
    line.dismiss().map(({ name }) => name),
    ['as old', 'fresh'],
  )
  t.equal(line.next(), undefined)
  t.end()
})

t.test('a turn that waits for its second hearing is not put behind those who fell silent after it', async t => {
  const sessions = await sessionsOf(1)
  t.teardown(() => sessions.close())
  const first = held()
  const order: string[] = []
  const ask = (name: string, sinceMs: number) =>
    sessions.use({ signal: undefined, sinceMs }, () => Promise.resolve(void order.push(name)))
  const running = sessions.use({ signal: undefined, sinceMs: 0 }, first.work)
  const all = [ask('fresh', 900), ask('second hearing', 200), ask('between', 600)]
  t.equal(sessions.queued, 3)
  first.end()
  await Promise.all([running, ...all])
  t.same(order, ['second hearing', 'between', 'fresh'])
  t.match(sessions.strain, { turns: 4 })
})

t.test('a speculation whose patient speaks again leaves at once and is never begun', async t => {
  const sessions = await sessionsOf(1)
  t.teardown(() => sessions.close())
  const first = held()
  const running = sessions.use({ signal: undefined, sinceMs: 0 }, first.work)
  const stop = new AbortController()
  const begun: string[] = []
  const dropped = sessions.use({ signal: stop.signal, sinceMs: 10 }, () => Promise.resolve(void begun.push('dropped')))
  stop.abort(new Error('goes on speaking'))
  await t.rejects(dropped, { message: 'goes on speaking' })
  t.equal(sessions.queued, 0)
  first.end()
  await running
  t.same(begun, [])
})

t.test('the strain is that of the last half minute: what nine of ten waited, and how busy all sessions were', t => {
  const watch = new StrainWatch(2)
  t.same(watch.now(0), { turns: 0, waitedMs: 0, busyShare: 0 })
  for (let i = 1; i <= 10; i++) watch.waited(i * 100, 1000 * i)
  const ended = watch.began(10_000)
  t.same(watch.now(25_000), { turns: 10, waitedMs: 900, busyShare: 0.25 }, 'one of two, for half of the time')
  ended(25_000)
  t.same(watch.now(35_000), { turns: 6, waitedMs: 1000, busyShare: 0.25 })
  t.same(watch.now(47_500), { turns: 0, waitedMs: 0, busyShare: 0.125 }, 'what lies before the half minute is left out')
  t.same(watch.now(80_000), { turns: 0, waitedMs: 0, busyShare: 0 })
  t.end()
})
