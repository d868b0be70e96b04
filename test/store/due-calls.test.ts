import { join } from 'node:path'
import t from 'tap'
import type { DueCallId } from '../../daemon/domain/ids.js'
import type { RetryPolicy } from '../../daemon/store/port.js'
import type { OpenStore } from '../../daemon/store/store.js'
import {
  discharged,
  dueFor,
  freshStore,
  jeanne,
  MONDAY,
  minutesLater,
  mortalStore,
  newCallId,
  ring,
  tempFolder,
} from './scene.js'

const protocols = ['general-follow-up']
const lease = { now: MONDAY, until: minutesLater(2) }
const refused = (reason: string) => ({ code: 'call/not-allowed', facts: { reason } })

async function dueIn(store: OpenStore, ward: string, plus: { minutes?: number; urgent?: boolean } = {}) {
  const patientId = await store.addPatient(jeanne)
  const stay = { patientId, site: 'Hornu', ward, dischargedAt: minutesLater(-1440), protocol: 'general-follow-up' }
  const encounterId = await store.addEncounter(stay)
  const dueAt = minutesLater(plus.minutes ?? 0)
  const { urgent = false } = plus
  return store.addDueCall({ ...stay, encounterId, dueAt, notAfter: minutesLater(600), urgent, day: 1 })
}

t.test("a due call is one daemon's: of two that claim it at the same instant, one has it", async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const [one, other] = [await freshStore(t, { path }), await freshStore(t, { path })]
  const ids = await Promise.all(Array.from({ length: 20 }, () => dueIn(one, 'Chirurgie')))
  const claims = await Promise.all([one.claimDue(ids, lease), other.claimDue(ids, lease)])
  t.equal(claims.flat().length, 20)
  t.equal(new Set(claims.flat().map(({ id }) => id)).size, 20)
  t.strictSame(await one.claimDue(ids, lease), [], 'and nothing is left')
})

t.test('what is found and claimed is what was stored, whatever is in it', async t => {
  const store = await freshStore(t)
  const wards = ['Médecine "A" \\ \'B\'', 'Soins 👵🏽\tpalliatifs\n', '{"a":[1,null]}', '\u0001\u2028']
  for (const ward of wards) await dueIn(store, ward)
  await discharged(store)
  const found = await store.dueNow({ now: MONDAY, limit: 50, protocols })
  t.strictSame(new Set(found.map(call => call.ward)), new Set([...wards, 'Chirurgie']))
  for (const { id, ...told } of found) {
    const { ward, protocol, dueAt, notAfter, day } = await store.dueCall(id)
    t.strictSame(told, { ward, protocol, urgent: false, dueAt, notAfter, ...(day !== undefined && { day }) })
  }
  const claimed = await store.claimDue(
    found.map(({ id }) => id),
    lease,
  )
  const byId = new Map(claimed.map(call => [call.id, call]))
  for (const call of found) t.match(byId.get(call.id), { ...call, attempts: 0, phone: 0, patientId: String })
})

t.test('only the claim may ring: another daemon, a command and a claim that lapsed are refused', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const [claimed] = await store.claimDue([due.dueCallId], lease)
  await t.rejects(ring(store, due), refused('claimed'), 'a command')
  const attempt = { ...due, number: '+32475123456', protocol: 'p', protocolVersion: '1', startedAt: MONDAY }
  await t.rejects(store.openAttempt({ ...attempt, id: newCallId(), lease: 'another' }), refused('claimed'))

  t.equal(await store.reclaimLapsed(minutesLater(1)), 0, 'not before its time')
  t.equal(await store.reclaimLapsed(minutesLater(3)), 1)
  t.match(await store.dueCall(due.dueCallId), { state: 'due' })
  await t.rejects(store.openAttempt({ ...attempt, id: newCallId(), lease: claimed!.lease }), refused('claimed'))
  const [again] = await store.claimDue([due.dueCallId], lease)
  await t.resolves(store.openAttempt({ ...attempt, id: newCallId(), lease: again!.lease }))
  t.equal(await store.reclaimLapsed(minutesLater(900)), 0, 'a call on the line keeps its due call')
})

t.test('the urgent go first, then the oldest of each ward, one ward after the other', async t => {
  const store = await freshStore(t)
  const named = new Map<DueCallId, string>()
  const add = async (name: string, ward: string, plus: { minutes?: number; urgent?: boolean } = {}) =>
    named.set(await dueIn(store, ward, plus), name)
  for (let i = 0; i < 6; i++) await add(`a${i}`, 'A', { minutes: -60 + i })
  await add('b1', 'B', { minutes: -5 })
  await add('b0', 'B', { minutes: -6 })
  await add('c0', 'C', { minutes: -1 })
  await add('urgent', 'C', { minutes: -1, urgent: true })
  await add('tomorrow', 'A', { minutes: 60 })
  const look = async (limit: number, after?: string) =>
    (await store.dueNow({ now: MONDAY, limit, protocols, ...(after !== undefined && { after }) })).map(({ id }) =>
      named.get(id),
    )
  t.strictSame(await look(4), ['urgent', 'a0', 'b0', 'c0'])
  t.strictSame(await look(3, 'A'), ['urgent', 'b0', 'c0'], 'the turn goes on behind the ward that had it last')
  t.strictSame(await look(7), ['urgent', 'a0', 'a1', 'b0', 'b1', 'c0'])
  t.strictSame(await look(0), [])
  t.strictSame(await store.dueNow({ now: MONDAY, limit: 9, protocols: ['another'] }), [])
})

t.test('a ward in which nothing may be taken has no turn, however few lines are free', async t => {
  const store = await freshStore(t)
  const own = await dueIn(store, 'A')
  const { encounterId, patientId } = await store.dueCall(await dueIn(store, 'B', { minutes: 60 }))
  const inB = { encounterId, patientId, ward: 'B', dueAt: minutesLater(-5), notAfter: minutesLater(600) }
  const look = async () =>
    (await store.dueNow({ now: MONDAY, limit: 1, protocols, after: 'A' })).map(({ id, ward }) => [id, ward])
  await store.addDueCall({ ...inB, protocol: 'general-follow-up', byHand: true })
  t.strictSame(await look(), [[own, 'A']], 'a call made by hand')
  await store.addDueCall({ ...inB, protocol: 'general-follow-up', notAfter: minutesLater(-1) })
  t.strictSame(await look(), [[own, 'A']], 'one whose time is over')
  await store.addDueCall({ ...inB, protocol: 'another' })
  t.strictSame(await look(), [[own, 'A']], 'one of a protocol that is not at hand')
  const open = await store.addDueCall({ ...inB, protocol: 'general-follow-up' })
  t.strictSame(await look(), [[open, 'B']], 'and its turn comes with one that may')
})

t.test('a pause holds at once what is due and what is about to be claimed, of one ward or of all', async t => {
  const store = await freshStore(t)
  const [surgery, heart] = [await dueIn(store, 'Chirurgie'), await dueIn(store, 'Cardiologie')]
  const look = async () => (await store.dueNow({ now: MONDAY, limit: 9, protocols })).map(({ id }) => id)
  await store.pause(MONDAY, 'Chirurgie')
  t.strictSame(await look(), [heart])
  t.strictSame(await store.claimDue([surgery], lease), [])
  t.strictSame(await store.pauses(), ['Chirurgie'])
  await store.pause(MONDAY)
  t.strictSame(await look(), [])
  t.strictSame(await store.claimDue([heart], lease), [])
  t.match(await store.wardStates(MONDAY), [
    { ward: 'Cardiologie', paused: true, overdue: 1, later: 0, claimed: 0 },
    { ward: 'Chirurgie', paused: true, overdue: 1 },
  ])
  await store.resume()
  t.strictSame(await look(), [heart], 'the ward stays paused for itself')
  await store.resume('Chirurgie')
  t.equal((await store.claimDue([surgery, heart], lease)).length, 2)
  await t.rejects(store.pause(MONDAY, 'Gériatrie'), { code: 'store/not-found' })
})

t.test("what is past its time ends with a nurse's task, once; a call made by hand without one", async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const { encounterId, patientId, ward, protocol, dueAt, notAfter } = await store.dueCall(due.dueCallId)
  const byHand = await store.addDueCall({ encounterId, patientId, ward, protocol, dueAt, notAfter, byHand: true })
  const taken = await store.dueNow({ now: MONDAY, limit: 9, protocols })
  t.strictSame(
    taken.map(({ id }) => id),
    [due.dueCallId],
    'nor does the schedule take it',
  )
  t.equal(await store.expireDue(minutesLater(600), 10), 0)
  t.equal(await store.expireDue(minutesLater(601), 10), 2)
  t.equal(await store.expireDue(minutesLater(602), 10), 0)
  t.match(await store.dueCall(due.dueCallId), { state: 'expired' })
  t.match(await store.dueCall(byHand), { state: 'expired', byHand: true })
  const { rows } = await store.exportPerson(patientId)
  t.match(rows.tasks, [{ kind: 'expired' }], 'who rang by hand was told why it was refused')
  t.equal(rows.tasks?.length, 1)
})

t.test('calls of a protocol that is gone are named, and after a while given to a nurse', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  t.strictSame(await store.unknownProtocols(protocols, MONDAY), [])
  t.strictSame(await store.unknownProtocols(['another'], MONDAY), protocols)
  t.strictSame(await store.unknownProtocols(['another'], minutesLater(-1)), [], 'nothing is due yet')
  const ask = { now: MONDAY, limit: 10 }
  t.equal((await store.giveUpUnknown(['another'], { ...ask, before: minutesLater(-1) })).size, 0)
  t.strictSame([...(await store.giveUpUnknown(['another'], { ...ask, before: MONDAY }))], [['general-follow-up', 1]])
  t.match(await store.dueCall(due.dueCallId), { state: 'cancelled' })
})

t.test('the end of a call books what the policy says, in the same transaction, once', async t => {
  const asked: Parameters<RetryPolicy>[0][] = []
  const retry: RetryPolicy = ended => {
    asked.push(ended)
    const { disposition } = ended.history.at(-1)!
    return disposition === 'busy'
      ? { state: 'due', dueAt: minutesLater(15), attempts: 1, phone: 1 }
      : { state: 'done', task: 'unreached' }
  }
  const store = await freshStore(t, { retry })
  const due = await discharged(store, { ...jeanne, preferences: { days: ['monday'] } })
  const first = await ring(store, due)
  await store.closeCall(first, { endedAt: minutesLater(1), disposition: 'busy', hangupCause: 17 })
  await store.closeCall(first, { endedAt: minutesLater(2), disposition: 'no-answer' })
  t.match(await store.dueCall(due.dueCallId), { state: 'due', dueAt: minutesLater(15), attempts: 1, phone: 1 })
  const second = await ring(store, due, minutesLater(15))
  const { answered } = { answered: { linkId: 'callback-time', question: '?', status: 'understood' as const } }
  await store.putAnswer(second, { ...answered, value: '2026-11-10T15:00' })
  await store.closeCall(second, { endedAt: minutesLater(16), disposition: 'no-answer', hangupCause: 19 })
  t.equal(asked.length, 2, 'each attempt is settled once')
  t.match(asked[1], {
    phones: 2,
    preferences: { days: ['monday'] },
    askedFor: '2026-11-10T15:00',
    now: minutesLater(16),
    call: { attempts: 1, phone: 1 },
    history: [
      { disposition: 'busy', direction: 'outbound', identityReached: false, brokenByUs: false },
      { disposition: 'no-answer' },
    ],
  })
  t.match(await store.dueCall(due.dueCallId), { state: 'done' })
  t.match((await store.result(second)).tasks, [{ kind: 'unreached', patientId: due.patientId }])
})

t.test('a call made by hand that would be tried again is over, and a nurse has the task', async t => {
  const retry: RetryPolicy = () => ({ state: 'due', dueAt: minutesLater(15), attempts: 1, phone: 0 })
  const store = await freshStore(t, { retry })
  const { patientId, dueCallId } = await discharged(store)
  const { encounterId, ward, protocol, dueAt, notAfter } = await store.dueCall(dueCallId)
  const byHand = { encounterId, patientId, ward, protocol, dueAt, notAfter, byHand: true }
  const id = await ring(store, { patientId, dueCallId: await store.addDueCall(byHand) })
  await store.closeCall(id, { endedAt: minutesLater(1), disposition: 'busy', hangupCause: 17 })
  t.match(await store.dueCallsOf(patientId), [{ state: 'due' }, { state: 'done', byHand: true }])
  t.match((await store.result(id)).tasks, [{ kind: 'callback', patientId, callId: id }])
})

t.test('a task that the conversation has made already is not made again', async t => {
  const retry: RetryPolicy = () => ({ state: 'done', task: 'silent' })
  const store = await freshStore(t, { retry })
  const due = await discharged(store)
  const id = await ring(store, due)
  const { patientId } = due
  await store.addTask({ kind: 'silent', patientId, callId: id, ward: 'Chirurgie', createdAt: MONDAY })
  await store.closeCall(id, { endedAt: minutesLater(1), disposition: 'silent' })
  t.equal((await store.result(id)).tasks.length, 1)
})

t.test('a claim is given back for later, or ends with a task, and a lapsed one changes nothing', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const later = await dueFor(store, due.patientId)
  const [one] = await store.claimDue([due.dueCallId], lease)
  await store.releaseDue(due.dueCallId, one!.lease, { dueAt: minutesLater(5), phone: 1 })
  t.match(await store.dueCall(due.dueCallId), { state: 'due', dueAt: minutesLater(5), phone: 1 })
  const [other] = await store.claimDue([later], lease)
  await store.giveUpDue(later, 'not the lease', { at: MONDAY, state: 'done' })
  t.match(await store.dueCall(later), { state: 'claimed' })
  await store.giveUpDue(later, other!.lease, { at: MONDAY, state: 'cancelled', task: 'unreached' })
  t.match(await store.dueCall(later), { state: 'cancelled' })
  await store.postponeDue(later, minutesLater(9))
  t.match(await store.dueCall(later), { dueAt: MONDAY }, 'what is over is not put off')
})

t.test('what a daemon had claimed when it died is given back at once', async t => {
  const { store, again } = await mortalStore(t)
  const due = await discharged(store)
  t.equal((await store.claimDue([due.dueCallId], lease)).length, 1)
  const next = await again()
  t.equal(await next.reclaimLapsed(MONDAY), 1)
  t.match(await next.dueCall(due.dueCallId), { state: 'due' })
})
