import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { CallId } from '../../daemon/domain/ids.js'
import type { OpenStore } from '../../daemon/store/store.js'
import { oracleTarget } from './oracle-scene.js'
import {
  type Discharged,
  discharged,
  dueFor,
  freshStore,
  jeanne,
  MONDAY,
  minutesLater,
  newCallId,
  raising,
  ring,
  tempFolder,
} from './scene.js'

const refused = (reason: string) => ({ code: 'call/not-allowed', facts: { reason } })
const versions = new Map([['general-follow-up', '1.0.0']])
const answered = (linkId: string, value: number | boolean) =>
  ({ linkId, question: '?', status: 'understood', value }) as const

/** Somebody rings in. */
async function received(store: OpenStore, number: string | undefined, startedAt = MONDAY): Promise<CallId> {
  const id = newCallId()
  const where = { site: 'Hornu', ward: 'Accueil téléphonique' }
  await store.openReceived({ id, ...where, startedAt, ...(number === undefined ? {} : { number }) })
  return id
}

/** A first call that broke off after pain and medicines. */
async function interruptedCall(store: OpenStore, due: Discharged): Promise<CallId> {
  const id = await ring(store, due)
  await store.updateCall(id, { identity: 'verified' })
  await store.putAnswer(id, answered('pain', 6))
  await store.putAnswer(id, answered('medicines', true))
  await store.putAnswer(id, { linkId: 'fever', question: '?', status: 'not-asked' })
  await store.closeCall(id, { endedAt: minutesLater(2), disposition: 'partial' })
  return id
}

t.test('everybody with a number is a candidate, however it is written', async t => {
  const store = await freshStore(t)
  const { patientId } = await discharged(store)
  await discharged(store, { ...jeanne, givenName: 'Paul', phones: [{ number: '065 31 99 88' }] })
  t.strictSame(
    (await store.candidates('0475 12 34 56')).map(({ id }) => id),
    [patientId],
  )
  t.strictSame((await store.candidates('+3265319988')).map(({ givenName }) => givenName).sort(), ['Jeanne', 'Paul'])
  t.strictSame(await store.candidates('+32499000000'), [])
})

t.test('a call that comes in has a row of its own, on which everything hangs before anybody is known', async t => {
  const store = await freshStore(t)
  const id = await received(store, undefined)
  await store.addTurn(id, {
    ...{ seq: 0, speaker: 'patient', linkId: 'birth-date', text: "je n'arrive plus à respirer" },
    ...{ startMs: 0, endMs: 900, interrupted: false },
  })
  await store.raiseAlert(id, { ...raising, rule: 'red-flag', key: 'red-flag:breathing', ward: 'Accueil téléphonique' })
  const ward = 'Accueil téléphonique'
  await store.addTask({ kind: 'callback', callId: id, ward, note: 'rappelez ma fille', createdAt: MONDAY })
  await store.closeCall(id, { endedAt: minutesLater(1), disposition: 'completed' })
  const { call, alerts, tasks } = await store.result(id)
  t.strictSame(call, {
    ...{ id, direction: 'inbound', startedAt: MONDAY, endedAt: minutesLater(1), disposition: 'completed' },
  })
  t.match(alerts, [{ rule: 'red-flag', ward }])
  t.match(tasks, [{ kind: 'callback', note: 'rappelez ma fille', ward }])
  t.notOk('patientId' in tasks[0]!)
})

t.test('a task hangs on a patient or on a call', async t => {
  const store = await freshStore(t)
  await t.rejects(store.addTask({ kind: 'callback', ward: 'x', createdAt: MONDAY }), { code: 'store/refused' })
})

t.test('a verified caller takes over the call that is due, which nobody rings for meanwhile', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await received(store, '0475123456')
  const claim = await store.claim(id, due.patientId, { now: minutesLater(5), versions })
  t.strictSame(claim, { ward: 'Chirurgie', protocol: 'general-follow-up', earlier: [] })
  t.match((await store.result(id)).call, { ...due, protocol: 'general-follow-up', protocolVersion: '1.0.0' })
  t.match(await store.dueCall(due.dueCallId), { state: 'claimed' })
  const number = '065 31 99 88'
  const elsewhere = { id: newCallId(), ...due, number, protocol: 'p', protocolVersion: '1', startedAt: MONDAY }
  await t.rejects(store.openAttempt(elsewhere), refused('on-the-line'))

  await store.closeCall(id, { endedAt: minutesLater(9), disposition: 'completed' })
  t.match(await store.dueCall(due.dueCallId), { state: 'done' }, 'the due call is made')
  await t.rejects(ring(store, due), refused('done'))
})

t.test('a call that broke off lets the next attempt go on with it, whoever rings', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const first = await interruptedCall(store, due)
  const kept = [
    { ...answered('pain', 6), earlierCallId: first },
    { ...answered('medicines', true), earlierCallId: first },
  ]
  t.match(await store.dueCall(due.dueCallId), { state: 'due' })
  t.strictSame(await store.earlierAnswers(due.dueCallId, minutesLater(17)), kept, 'we ring again')

  const id = await received(store, '0475123456', minutesLater(10))
  t.match(await store.claim(id, due.patientId, { now: minutesLater(11), versions }), { earlier: kept })
  t.strictSame((await store.result(id)).answers, [], 'nothing is shown of them to an unverified caller')
  await store.updateCall(id, { identity: 'verified' })
  await store.putAnswer(id, answered('fever', false))
  await store.closeCall(id, { endedAt: minutesLater(14), disposition: 'interrupted' })
  t.strictSame((await store.result(id)).answers, [...kept, answered('fever', false)], 'all of it is shown')
  t.strictSame((await store.result(first)).answers.length, 3, 'the first call stays as it was')
  t.match(await store.dueCall(due.dueCallId), { state: 'due' }, 'given back for the next attempt')
  t.strictSame(
    (await store.earlierAnswers(due.dueCallId, minutesLater(30))).map(({ linkId }) => linkId),
    ['pain', 'medicines', 'fever'],
  )
  t.strictSame(await store.earlierAnswers(due.dueCallId, minutesLater(1440)), [], 'a day later all is asked again')
})

t.test('nothing of a call whose callee was not verified is kept for the next', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await ring(store, due)
  await store.putAnswer(id, answered('pain', 6))
  await store.closeCall(id, { endedAt: minutesLater(2), disposition: 'interrupted' })
  t.strictSame(await store.earlierAnswers(due.dueCallId, minutesLater(17)), [])
})

t.test('no call is due to whoever opted out, died, is called tomorrow, or has a protocol not at hand', async t => {
  const store = await freshStore(t)
  const claimOf = async ({ patientId }: Discharged, at = { now: minutesLater(5), versions }) => {
    const id = await received(store, '0475123456')
    const claim = await store.claim(id, patientId, at)
    await store.closeCall(id, { endedAt: minutesLater(9), disposition: 'completed' })
    return claim
  }
  const optedOut = await discharged(store)
  await store.addOptOut({ scope: 'patient', patientId: optedOut.patientId, at: MONDAY })
  t.strictSame(await claimOf(optedOut), { ward: 'Chirurgie' }, 'a message can be left all the same')
  const later = await dueFor(store, optedOut.patientId)
  t.strictSame(await claimOf(optedOut), { ward: 'Chirurgie' })
  t.match(await store.dueCall(later), { state: 'due' })

  const dead = await discharged(store)
  await store.markPatient(dead.patientId, 'deceased', MONDAY)
  t.strictSame(await claimOf(dead), { ward: 'Chirurgie' })
  const other = await discharged(store)
  t.strictSame(await claimOf(other, { now: minutesLater(-1), versions }), { ward: 'Chirurgie' })
  t.strictSame(await claimOf(other, { now: minutesLater(601), versions }), { ward: 'Chirurgie' })
  t.strictSame(await claimOf(other, { now: minutesLater(5), versions: new Map() }), { ward: 'Chirurgie' })

  await store.addOptOut({ scope: 'number', number: '+32475123456', at: MONDAY })
  t.strictSame(await claimOf(other), { ward: 'Chirurgie' }, 'nor to a number that opted out')
})

t.test('nobody rings a number from which we are being called', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  const id = await received(store, '0475/12.34.56')
  await t.rejects(ring(store, due), refused('on-the-line'))
  await store.closeCall(id, { endedAt: minutesLater(1), disposition: 'silent' })
  await t.resolves(ring(store, due))
})

t.test('a patient whom we are ringing right now is not claimed by a second line', async t => {
  const store = await freshStore(t)
  const due = await discharged(store)
  await ring(store, due)
  const id = await received(store, '065319988')
  t.strictSame(await store.claim(id, due.patientId, { now: minutesLater(5), versions }), { ward: 'Chirurgie' })
  t.notOk('patientId' in (await store.result(id)).call)
})

/** The other process is on a database file. */
if (oracleTarget === undefined)
  t.test('a daemon that starts ends the calls of the dead, never the live call of another process', async t => {
    const path = join(tempFolder(t), 'hellojade.db')
    const raisingPath = fileURLToPath(new URL('./raising.js', import.meta.url))
    const other = spawn(process.execPath, [raisingPath, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    other.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString()
    })
    while (!said.includes('alert-0\n')) await pause(5)
    const id = said.split('\n')[0] as CallId
    const store = await freshStore(t, { path })
    t.strictSame(await store.closeInterruptedCalls(minutesLater(1)), [], 'a command beside the daemon is talking')
    t.match(await store.openCalls(), [{ id }])
    other.kill('SIGKILL')
    await once(other, 'close')
    t.match(await store.closeInterruptedCalls(minutesLater(2)), [{ id, disposition: 'interrupted' }])
  })

t.test('a patient whose call died with its process can be rung without a restart', async t => {
  const path = join(tempFolder(t), 'hellojade.db')
  const dying = await freshStore(t, { path })
  const due = await discharged(dying)
  const first = await ring(dying, due)
  const store = await freshStore(t, { path })
  await t.rejects(ring(store, due), refused('on-the-line'), 'while it lives, not')
  await dying.close()
  await t.resolves(ring(store, due, minutesLater(3)))
  t.match((await store.result(first)).call, { disposition: 'interrupted', endedAt: minutesLater(3) })
})
