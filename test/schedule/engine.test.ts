import { join } from 'node:path'
import t, { type Test } from 'tap'
import { composeHours, composeRetry } from '../../daemon/compose-schedule.js'
import { readConfig } from '../../daemon/config.js'
import { Failure } from '../../daemon/domain/failure.js'
import type { CallId, DueCallId } from '../../daemon/domain/ids.js'
import type { Disposition } from '../../daemon/domain/outcome.js'
import { Engine } from '../../daemon/schedule/engine.js'
import type { EngineParts } from '../../daemon/schedule/engine-parts.js'
import type { Placer, Queue } from '../../daemon/schedule/engine-port.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import type { ClaimedCall } from '../../daemon/store/port.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { jeanne, KEY, newCallId } from '../store/scene.js'
import { fastFolder } from './many.js'

/** Monday 10:00 in Brussels. */
const TEN = new Date('2026-11-23T09:00:00Z')
const HOUR_MS = 3_600_000
const hours = composeHours(readConfig({}))

/** An engine whose clocks stand until they are moved, over a line on which the test picks up. */
async function stage(t: Test, changes: Partial<EngineParts> = {}) {
  let nowMs = TEN.getTime()
  let monotonic = 0
  const now = () => new Date(nowMs)
  const retry = composeRetry(hours)
  const store = await openLibsqlStore({ path: join(fastFolder(t), 'hellojade.db'), key: KEY, now, retry })
  t.teardown(() => store.close())
  const placed: ClaimedCall[] = []
  const ends = new Map<DueCallId, (disposition: Disposition) => Promise<void>>()
  const begun = new Set<Promise<unknown>>()
  let refusal: Failure | undefined
  const placer: Placer = {
    get live() {
      return ends.size
    },
    place: call => {
      const beginning = place(call)
      begun.add(beginning)
      return beginning
    },
  }
  const place: Placer['place'] = async call => {
    if (refusal !== undefined) throw refusal
    const id: CallId = newCallId()
    const { id: dueCallId, patientId, protocol, lease } = call
    const attempt = { id, dueCallId, patientId, number: '+32475123456', protocol, protocolVersion: '1', lease }
    await store.openAttempt({ ...attempt, startedAt: now() })
    placed.push(call)
    let settle: (end: { disposition: Disposition }) => void
    const ended = new Promise<{ disposition: Disposition }>(resolve => {
      settle = resolve
    })
    ends.set(dueCallId, async disposition => {
      ends.delete(dueCallId)
      await store.closeCall(id, { endedAt: now(), disposition, hangupCause: 16 })
      settle({ disposition })
      await new Promise(setImmediate)
    })
    return { ended }
  }
  const queue: Queue = {
    name: 'by hand',
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    trouble: () => undefined,
  }
  const logged: string[] = []
  const say = (_facts: object, message: string) => void logged.push(message)
  const engine = new Engine(
    {
      ...{ store, placer, hours, now },
      closeInterrupted: async at => (await store.closeInterruptedCalls(at)).length,
      protocols: () => ['general-follow-up'],
      lineIsUp: () => Promise.resolve(true),
      nurses: () => Promise.resolve({ nurses: 0, nursesTaken: 0 }),
      limits: { calls: 10, keptForCallers: 2, channels: 20, callsPerNurse: 4, startsPerS: 100 },
      log: { info: say, warn: say, error: say },
      monotonicMs: () => monotonic,
      ...changes,
    },
    queue,
  )
  return {
    ...{ store, engine, placed, ends, logged },
    refuse: (failure: Failure | undefined) => {
      refusal = failure
    },
    /** Time goes by: both clocks. */
    pass: (lengthMs: number) => {
      nowMs += lengthMs
      monotonic += lengthMs
    },
    /** Somebody sets the clock. */
    set: (byMs: number) => {
      nowMs += byMs
    },
    tick: async () => {
      await engine.tick(true)
      await Promise.allSettled(begun)
      // The store works in turn: what a refusal leads to is done behind these.
      for (let turns = 0; turns < 4; turns++) await store.pauses()
    },
    due: async (atMs = 0, more: { urgent?: boolean; protocol?: string; notAfterMs?: number } = {}) => {
      const patientId = await store.addPatient(jeanne)
      const protocol = more.protocol ?? 'general-follow-up'
      const stay = { patientId, site: 'Hornu', ward: 'Chirurgie', dischargedAt: new Date(TEN.getTime() - 24 * HOUR_MS) }
      const encounterId = await store.addEncounter({ ...stay, protocol })
      const [dueAt, notAfter] = [atMs, more.notAfterMs ?? 33 * HOUR_MS].map(ms => new Date(TEN.getTime() + ms))
      const { urgent = false } = more
      return store.addDueCall({ ...stay, encounterId, protocol, dueAt: dueAt!, notAfter: notAfter!, urgent })
    },
  }
}

t.test('what is due is rung, not what is due later, and no more at once than there is room', async t => {
  const { due, pass, tick, placed, ends } = await stage(t)
  for (let i = 0; i < 12; i++) await due(-i * 1000)
  const later = await due(HOUR_MS)
  pass(1000)
  await tick()
  t.equal(placed.length, 8, 'ten calls at once, two of them kept for callers')
  await ends.get(placed[0]!.id)?.('completed')
  await tick()
  t.equal(placed.length, 9, 'one ended, one begins')
  t.notOk(placed.some(({ id }) => id === later))
})

t.test(
  'where turns wait for the recogniser fewer calls are begun, those on the line go on, and health says so',
  async t => {
    let strain = { turns: 20, waitedMs: 100 }
    const { due, pass, tick, placed, ends, engine, logged } = await stage(t, { strain: () => strain })
    for (let i = 0; i < 20; i++) await due(-i * 1000)
    pass(1000)
    await tick()
    t.equal(placed.length, 8)
    strain = { turns: 20, waitedMs: 900 }
    pass(30_000)
    await tick()
    t.match(await engine.state(), { up: true, detail: /8 of 8 calls \(10, fewer while turns wait\)/ })
    t.same(logged, ['turns wait for the recogniser: fewer calls are begun'])
    for (const { id } of placed.slice(0, 2)) await ends.get(id)?.('completed')
    pass(1000)
    await tick()
    t.equal(placed.length, 8, 'two have ended, none follows')
    strain = { turns: 20, waitedMs: 50 }
    pass(30_000)
    await tick()
    t.equal(placed.length, 9, 'nobody waits any more: one more')
  },
)

t.test('calls are begun one after the other, at the rate that is set', async t => {
  const limits = { calls: 50, keptForCallers: 0, channels: 50, callsPerNurse: 9, startsPerS: 1 }
  const { due, pass, tick, placed } = await stage(t, { limits })
  for (let i = 0; i < 5; i++) await due()
  for (const expected of [1, 2, 3]) {
    pass(1000)
    await tick()
    t.equal(placed.length, expected)
  }
})

t.test('each nurse bounds the calls that may need one; those taken up count no more', async t => {
  let nursesTaken = 1
  const nurses = () => Promise.resolve({ nurses: 2, nursesTaken })
  const { due, pass, tick, placed } = await stage(t, { nurses })
  for (let i = 0; i < 12; i++) await due()
  pass(1000)
  await tick()
  t.equal(placed.length, 4)
  nursesTaken = 0
  pass(1000)
  await tick()
  t.equal(placed.length, 8)
})

t.test('nothing is rung outside its hours: it is put off to the next window', async t => {
  const { due, pass, tick, placed, store } = await stage(t)
  const late = await due(8 * HOUR_MS + 55 * 60_000)
  pass(8 * HOUR_MS + 56 * 60_000)
  await tick()
  t.strictSame(placed, [], 'a call at 18:56 could last beyond 19:00')
  t.match(await store.dueCall(late), { state: 'due', dueAt: new Date('2026-11-24T08:00:00Z') })
})

t.test('a trunk that fails is left alone, then tried with one call', async t => {
  const { due, pass, tick, placed, ends, engine } = await stage(t)
  for (let i = 0; i < 14; i++) await due()
  pass(1000)
  await tick()
  for (const { id } of placed.slice(0, 5)) await ends.get(id)?.('congestion')
  t.match(await engine.state(), { up: false, detail: /the trunk fails: open/ })
  pass(30_000)
  await tick()
  t.equal(placed.length, 8, 'none while it rests')
  for (const { id } of placed.slice(5, 8)) await ends.get(id)?.('completed')
  pass(31_000)
  await tick()
  t.equal(placed.length, 9, 'one is tried')
  await tick()
  t.equal(placed.length, 9)
  await ends.get(placed[8]!.id)?.('no-answer')
  await tick()
  t.ok(placed.length > 9, 'the trunk works')
  t.match(await engine.state(), { up: true })
})

t.test(
  'a clock that is set forward makes nothing expire and rings nobody in that minute; set back, nobody twice',
  async t => {
    const { due, pass, set, tick, placed, ends, store, logged } = await stage(t)
    const first = await due()
    const second = await due(HOUR_MS, { notAfterMs: 9 * HOUR_MS })
    pass(1000)
    await tick()
    await ends.get(first)?.('completed')
    set(72 * HOUR_MS)
    pass(16_000)
    await tick()
    t.match(await store.dueCall(second), { state: 'due' }, 'three days too far: it has not expired')
    t.match(logged.join(), /the clock was set/)
    set(-72 * HOUR_MS)
    pass(1000)
    await tick()
    pass(2 * HOUR_MS)
    await tick()
    t.strictSame(
      placed.map(({ id }) => id),
      [first, second],
    )
    await ends.get(second)?.('completed')
    set(-3 * HOUR_MS)
    pass(120_000)
    await tick()
    t.equal(placed.length, 2)
  },
)

t.test('a removed protocol is told in health and log, and its calls become tasks of nurses', async t => {
  const { due, pass, tick, placed, store, engine, logged } = await stage(t)
  const gone = await due(0, { protocol: 'heart-failure' })
  pass(1000)
  await tick()
  t.match(await engine.state(), { up: false, detail: /protocols that are not at hand: heart-failure/ })
  t.match(logged.join(), /protocols that are not at hand/)
  t.match(await store.dueCall(gone), { state: 'due' }, 'it may be put back')
  pass(20 * 60_000)
  await tick()
  t.match(await store.dueCall(gone), { state: 'cancelled' })
  t.strictSame(placed, [])
})

t.test('what cannot be begun is given back for later, or ends where nobody may be rung', async t => {
  const { due, pass, tick, store, refuse, placed } = await stage(t)
  const one = await due()
  refuse(new Failure('call/not-allowed', { reason: 'on-the-line' }))
  pass(1000)
  await tick()
  t.match(await store.dueCall(one), { state: 'due', dueAt: new Date(TEN.getTime() + 301_000) })
  refuse(new Failure('call/not-allowed', { reason: 'number-opted-out' }))
  pass(301_000)
  await tick()
  t.match(await store.dueCall(one), { state: 'due', phone: 1 }, 'the next number')
  pass(1000)
  await tick()
  t.match(await store.dueCall(one), { state: 'cancelled' }, 'there is none')
  t.strictSame(placed, [])
})

t.test(
  'what is given back late in the day is due in the next hours; what would be too late then has expired',
  async t => {
    const { due, pass, tick, store, refuse } = await stage(t)
    const onTuesday = await due()
    const today = await due(0, { notAfterMs: 9 * HOUR_MS })
    refuse(new Failure('call/not-allowed', { reason: 'on-the-line' }))
    pass(8 * HOUR_MS + 47 * 60_000)
    await tick()
    t.match(await store.dueCall(onTuesday), { state: 'due', dueAt: new Date('2026-11-24T08:00:00Z') })
    t.match(await store.dueCall(today), { state: 'expired' })
    t.match(await tasksOf(store, today), ['expired'])
  },
)

t.test("what fails three times in a row by our own fault is a nurse's, and the log says why", async t => {
  const { due, pass, tick, store, refuse, placed, logged } = await stage(t)
  const id = await due()
  const broken = new Failure('speech/synthesiser')
  const busy = new Failure('call/not-allowed', { reason: 'on-the-line' })
  pass(1000)
  for (const cause of [broken, broken, busy, broken, broken]) {
    refuse(cause)
    await tick()
    t.match(await store.dueCall(id), { state: 'due' })
    pass(300_000)
  }
  t.strictSame(await tasksOf(store, id), [])
  await tick()
  t.match(await store.dueCall(id), { state: 'done' })
  t.match(await tasksOf(store, id), ['callback speech/synthesiser'])
  t.match(logged.at(-1), /a nurse has it/)
  t.strictSame(placed, [])
})

/** Kind and note of what a nurse has to do about the patient of this due call. */
async function tasksOf(store: OpenStore, id: DueCallId): Promise<readonly string[]> {
  const { rows } = await store.exportPerson((await store.dueCall(id)).patientId)
  return (rows.tasks ?? []).map(({ kind, note }) => [kind, note ?? ''].join(' ').trim())
}

t.test('an attempt is followed by what CLINICAL.md says, until a nurse has the task', async t => {
  const { due, pass, tick, placed, ends, store } = await stage(t)
  const id = await due()
  const outcomes = [
    ['busy', 15 * 60_000],
    ['no-answer', 4 * HOUR_MS],
  ] as const
  pass(1000)
  for (const [disposition, delayMs] of outcomes) {
    await tick()
    await ends.get(id)?.(disposition)
    pass(delayMs - 1000)
    await tick()
    t.notOk(ends.has(id), `not before its time after ${disposition}`)
    pass(1000)
  }
  await tick()
  t.strictSame(
    placed.map(({ phone }) => phone),
    [0, 0, 1],
    'busy keeps the number, nobody there takes the next',
  )
  await ends.get(id)?.('no-answer')
  t.match(await store.dueCall(id), { state: 'done' })
})
