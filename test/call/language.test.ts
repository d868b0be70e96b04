import { randomBytes } from 'node:crypto'
import t, { type Test } from 'tap'
import type { CallParts } from '../../daemon/call/call-parts.js'
import { createCalls } from '../../daemon/call/calls.js'
import { wallTimer } from '../../daemon/call/timer.js'
import { composeAnnouncer, composeDialogues } from '../../daemon/compose-protocols.js'
import { Failure } from '../../daemon/domain/failure.js'
import { type CallId, uuidV7 } from '../../daemon/domain/ids.js'
import type { Prompts } from '../../daemon/speech/port.js'
import { discharged, freshStore, jeanne, MONDAY } from '../store/scene.js'

const absent = () => Promise.reject(new Error('no call is made here'))
const silent: Prompts = { get: () => ({ pcm: new Int16Array() }), has: () => false, render: absent }
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** A hospital without a Dutch voice, and a call that is due to this patient. */
async function dueTo(t: Test, patient: typeof jeanne) {
  const store = await freshStore(t)
  const { dueCallId } = await discharged(store, patient)
  const dialled: string[] = []
  const parts: CallParts = {
    telephony: {
      dial: ({ number }) => {
        dialled.push(number)
        throw new Error('rung')
      },
      start: () => Promise.resolve(),
      onReceived: () => undefined,
      join: absent,
      state: absent,
      stop: () => Promise.resolve(),
    },
    recogniser: { hear: absent, prepareCarriers: absent, model: 'none', close: () => Promise.resolve() },
    prompts: silent,
    store,
    log: quiet,
    dialogues: composeDialogues('fr'),
    spoken: language => Promise.reject(new Failure('call/language', { language, missing: 'voice' })),
    hospital: { name: 'EpiCURA', wardNumber: '065', switchboard: '065' },
    local: () => ({ nowLocal: '2026-11-09T10:00:00', nightWeekendOrHoliday: false }),
    now: () => MONDAY,
    newId: () => uuidV7(MONDAY.getTime(), randomBytes(10)),
    recording: () => ({ path: '/dev/null' }),
    ringMs: 1000,
    transfer: {
      ...{ announcer: composeAnnouncer('fr'), prompts: silent, voiceIn: () => silent },
      ...{ nurses: [], limitMs: 1000, timer: wallTimer, hours: '07:00-21:00' },
    },
  }
  const calls = createCalls(parts)
  t.teardown(() => calls.stop())
  return { calls, store, dueCallId, dialled }
}

t.test('a due call in a language without a voice rings nobody, becomes a nurse task once, and is over', async t => {
  const { calls, store, dueCallId, dialled } = await dueTo(t, { ...jeanne, language: 'nl' })
  await t.rejects(calls.place({ dueCallId }), { code: 'call/language', facts: { language: 'nl', missing: 'voice' } })
  t.match(await store.dueCall(dueCallId), { state: 'done' })
  const [call] = await store.latestResults(5)
  t.match(call, { direction: 'outbound', dueCallId, disposition: 'failed', endedAt: MONDAY })
  t.notOk('answeredAt' in call!)
  const { tasks } = await store.result(call!.id)
  t.match(tasks, [{ kind: 'callback', note: 'language: nl', ward: 'Chirurgie', createdAt: MONDAY }])

  await t.rejects(calls.place({ dueCallId }), { code: 'call/not-allowed', facts: { reason: 'done' } })
  t.equal((await store.latestResults(5)).length, 1, 'no second row and no second task')
  t.same(dialled, [])
  t.equal(calls.live, 0)
})

t.test('a patient without a phone number is a task for a nurse once, and the due call is over', async t => {
  const { calls, store, dueCallId, dialled } = await dueTo(t, { ...jeanne, phones: [] })
  await t.rejects(calls.place({ dueCallId }), { code: 'call/not-allowed', facts: { reason: 'no phone number' } })
  t.match(await store.dueCall(dueCallId), { state: 'done' })
  const [call] = await store.latestResults(5)
  t.match(call, { direction: 'outbound', dueCallId, disposition: 'failed', endedAt: MONDAY })
  const { tasks } = await store.result(call!.id)
  t.match(tasks, [{ kind: 'unreached', note: 'pas de numéro de téléphone', ward: 'Chirurgie', createdAt: MONDAY }])
  await t.rejects(calls.place({ dueCallId }), { code: 'call/not-allowed', facts: { reason: 'done' } })
  t.equal((await store.latestResults(5)).length, 1, 'no second row and no second task')
  t.same(dialled, [])
})

t.test('a patient without a number who opted out is no task', async t => {
  const { calls, store, dueCallId } = await dueTo(t, { ...jeanne, phones: [] })
  const { patientId } = await store.dueCall(dueCallId)
  await store.addOptOut({ scope: 'patient', patientId, at: MONDAY })
  await t.rejects(calls.place({ dueCallId }), { code: 'call/not-allowed', facts: { reason: 'opted-out' } })
  t.same(await store.latestResults(5), [])
})

t.test('who opted out is no task for a nurse because of the language', async t => {
  const store = await freshStore(t)
  const { dueCallId, patientId } = await discharged(store, { ...jeanne, language: 'nl' })
  await store.addOptOut({ scope: 'patient', patientId, at: MONDAY })
  const id = uuidV7(MONDAY.getTime(), randomBytes(10)) as CallId
  const attempt = { id, dueCallId, patientId, number: '+32475123456', protocol: 'p', protocolVersion: '1' }
  const given = store.giveUpAttempt({ ...attempt, startedAt: MONDAY }, { kind: 'callback', note: 'language: nl' })
  await t.rejects(given, { code: 'call/not-allowed', facts: { reason: 'opted-out' } })
  t.same(await store.latestResults(5), [])
})
